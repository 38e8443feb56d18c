import { expect, test } from 'vitest'
import { findUnixDgram, missingUnixDgram, needUnixDgram } from './unixDgram.js'

test('the package is found where it is installed', () => {
  expect(typeof findUnixDgram()?.createSocket).toBe('function')
  expect(needUnixDgram('/dev/log')).toBe(findUnixDgram())
})

test('where it is missing, the error says how to get it', () => {
  const { message, stack } = missingUnixDgram('/dev/log')
  expect(message).toBe('/dev/log: a unix datagram socket needs the package unix-dgram: npm install unix-dgram')
  expect(stack).toBe(`Error: ${message}`)
})

import { expect, test } from 'vitest'
import { missingUnixDgram } from './unixDgram.js'

// e2e/conformance/sockets sends through the package, and e2e/unix-dgram.test.ts runs without it.

test('where the package is missing, the error says how to get it', () => {
  const { message, stack } = missingUnixDgram('/dev/log')
  expect(message).toBe('/dev/log: a unix datagram socket needs the package unix-dgram: npm install unix-dgram')
  expect(stack).toBe(`Error: ${message}`)
})

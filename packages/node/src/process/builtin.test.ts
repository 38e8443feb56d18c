import * as net from 'node:net'
import { expect, test } from 'vitest'
import { builtin } from './builtin.js'

test('a module of Node is the one that import gives', () => {
  expect(builtin<typeof net>('node:net').connect).toBe(net.connect)
})

test('one that this runtime does not have is named', () => {
  expect(() => builtin('node:nowhere')).toThrow(
    new Error('node:nowhere is needed, and this runtime has no such module'),
  )
})

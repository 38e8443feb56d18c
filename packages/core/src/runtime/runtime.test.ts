import { afterEach, expect, test, vi } from 'vitest'
import { consoleStream, consoleWrites } from './runtime.js'

afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

test('what goes to the console is known as the library’s own while it is written, and no longer', () => {
  const depths: number[] = []
  const error = vi.spyOn(console, 'error').mockImplementation(() => void depths.push(consoleWrites.depth))
  consoleStream.write('one\n')
  consoleStream.write('two\nlines')
  expect(error.mock.calls).toEqual([['one'], ['two\nlines']])
  expect([depths, consoleWrites.depth]).toEqual([[1, 1], 0])
})

test('a console that throws, or none, leaves nothing behind', () => {
  vi.spyOn(console, 'error').mockImplementation(() => {
    throw new Error('closed')
  })
  expect(() => consoleStream.write('x')).toThrow('closed')
  vi.stubGlobal('console', undefined)
  consoleStream.write('x')
  expect(consoleWrites.depth).toBe(0)
})

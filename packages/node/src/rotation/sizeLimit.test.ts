import { expect, test } from 'vitest'
import type { FileWriter } from '../files/writer.js'
import { isFarFrom, reaches } from './sizeLimit.js'

/** A file of so many bytes; how many may be unknown until what is held is written. */
function streamOf(size: number, { atMost = size, regular = true } = {}): FileWriter & { asked: number } {
  const stream = { asked: 0, atMost, regular, tell: () => (stream.asked++, size) }
  return stream as never
}

test.each([
  [10, 4, 4, true],
  [10, 4, 5, false],
  [10, 9, 0, false],
  [10, 8, 0, true],
])('of %d bytes, with %d there, %d characters more are far from the limit: %s', (max, atMost, length, isFar) => {
  expect(isFarFrom(max, streamOf(0, { atMost }), length)).toBe(isFar)
})

test.each([
  ['text', 4, 10, false],
  ['text', 5, 10, true],
  ['text', 6, 10, true],
  // Two UTF-16 units each.
  ['😀😀', 6, 10, false],
  ['😀😀', 7, 10, true],
  ['a text longer than all', 0, 10, false],
])('%j in a file of %d bytes, of %d at most, reaches them: %s', (text, size, max, doesReach) => {
  expect(reaches(max, streamOf(size, { atMost: 1000 }), text)).toBe(doesReach)
})

test('a file that is far from the limit, or not regular, is not asked for its size', () => {
  const far = streamOf(4)
  expect([reaches(10, far, 'text'), far.asked]).toEqual([false, 0])
  const pipe = streamOf(100, { regular: false })
  expect([reaches(10, pipe, 'text'), pipe.asked]).toEqual([false, 0])
})

import { expect, test } from 'vitest'
import { inOrder, type Segment } from './segments.js'

test('segments of one number stand in the order of their keys', () => {
  const segment = (number: number, key: string): Segment => ({ number, key }) as Segment
  const [a1, b1, a2] = [segment(1, 'a'), segment(1, 'b'), segment(2, 'a')]
  expect([b1, a2, a1].sort(inOrder)).toEqual([a1, b1, a2])
  expect([a2, a1, b1].sort(inOrder)).toEqual([a1, b1, a2])
})

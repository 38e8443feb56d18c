import { expect, test } from 'vitest'
import { SendQueue } from './sendQueue.js'

const chunk = (length: number, byte = 0): Uint8Array => new Uint8Array(length).fill(byte)

test('the oldest make room', () => {
  const queue = new SendQueue(10)
  for (let byte = 1; byte <= 5; byte++) queue.add(chunk(4, byte))
  expect(queue.take(Infinity).map(([byte]) => byte)).toEqual([4, 5])
  expect(queue.dropped).toBe(3)
})

test('one that is larger than all pushes out nothing', () => {
  const queue = new SendQueue(10)
  queue.add(chunk(4, 1))
  queue.add(chunk(100, 2))
  queue.add(chunk(4, 3))
  expect(queue.take(Infinity).map(([byte]) => byte)).toEqual([1, 3])
  expect(queue.dropped).toBe(1)
})

test('one that is larger than all waits where nothing else does', () => {
  const queue = new SendQueue(10)
  queue.add(chunk(100, 1))
  expect(queue.take(Infinity)).toHaveLength(1)
  expect(queue.dropped).toBe(0)
})

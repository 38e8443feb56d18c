import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
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

test('what fits to the byte stays', () => {
  const queue = new SendQueue(10)
  queue.add(chunk(4, 1))
  queue.add(chunk(6, 2))
  expect([queue.length, queue.bytes, queue.dropped]).toEqual([2, 10, 0])
  queue.add(chunk(1, 3))
  expect([queue.length, queue.bytes, queue.dropped]).toEqual([2, 7, 1])
  // As long as all of the room: it pushes out the others.
  queue.add(chunk(10, 4))
  expect([queue.length, queue.bytes, queue.dropped]).toEqual([1, 10, 3])
  queue.add(chunk(11, 5))
  expect([queue.length, queue.bytes, queue.dropped]).toEqual([1, 10, 4])
  expect(queue.take(Infinity).map(([byte]) => byte)).toEqual([4])
  expect([queue.length, queue.bytes]).toEqual([0, 0])
})

test('as many are taken as fit, one at least', () => {
  const queue = new SendQueue(100)
  for (let byte = 1; byte <= 6; byte++) queue.add(chunk(4, byte))
  const taken = (maxBytes: number): unknown[] => queue.take(maxBytes).map(([byte]) => byte)
  expect(taken(0)).toEqual([1])
  expect(taken(8)).toEqual([2, 3])
  expect(taken(7)).toEqual([4])
  expect([queue.length, queue.bytes]).toEqual([2, 8])
  expect(taken(9)).toEqual([5, 6])
  expect(taken(9)).toEqual([])
})

test('what is put back goes first, and is dropped first', () => {
  const queue = new SendQueue(12)
  for (let byte = 1; byte <= 3; byte++) queue.add(chunk(4, byte))
  const taken = queue.take(8)
  queue.add(chunk(4, 4))
  queue.putBack([])
  expect([queue.length, queue.bytes, queue.dropped]).toEqual([2, 8, 0])
  queue.putBack(taken)
  expect([queue.length, queue.bytes, queue.dropped]).toEqual([3, 12, 1])
  expect(queue.take(Infinity).map(([byte]) => byte)).toEqual([2, 3, 4])
  queue.add(chunk(4, 5))
  queue.add(chunk(4, 6))
  queue.take(1)
  expect([queue.clear(), queue.length, queue.bytes, queue.clear()]).toEqual([1, 0, 0, 0])
})

test('what was taken takes no memory any more', async () => {
  const queue = new SendQueue(100)
  const taken = Array.from({ length: 10 }, () => {
    queue.add(chunk(4))
    return new WeakRef(queue.take(0)[0]!)
  })
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  // A reference that was just made holds its object until the end of the task.
  await new Promise((resolve) => setImmediate(resolve))
  collect()
  expect(taken.filter((each) => each.deref() !== undefined)).toEqual([])
  expect(queue.length).toBe(0)
})

import { expect, test } from 'vitest'
import type { Entry } from './entry.js'
import { EntryQueue } from './entryQueue.js'

function entry(seq: number): Entry {
  return { seq, line: 'x'.repeat(10), bytes: 10, holders: 0, done: false }
}

function filled(count: number): EntryQueue {
  const queue = new EntryQueue()
  for (let seq = 1; seq <= count; seq++) queue.push(entry(seq))
  return queue
}

test('takes up to both limits, one at least', () => {
  const queue = filled(10)
  expect(queue.take(3, 1000).map(({ seq }) => seq)).toEqual([1, 2, 3])
  expect(queue.take(100, 25).map(({ seq }) => seq)).toEqual([4, 5])
  expect(queue.take(100, 1).map(({ seq }) => seq)).toEqual([6])
  expect([queue.size, queue.bytes, queue.first?.seq]).toEqual([4, 40, 7])
})

test('puts entries back in their places', () => {
  const queue = filled(5)
  const [first, second] = [queue.take(1, 100), queue.take(1, 100)]
  queue.restore(first)
  queue.restore(second)
  expect([queue.size, queue.bytes]).toEqual([5, 50])
  expect(queue.take(100, 1000).map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5])
})

test('stays right over many entries', () => {
  const queue = filled(5000)
  for (let seq = 1; seq <= 4000; seq++) expect(queue.shift()!.seq).toBe(seq)
  queue.push(entry(5001))
  expect([queue.size, queue.bytes, queue.first?.seq]).toEqual([1001, 10_010, 4001])
  queue.take(Infinity, Infinity)
  expect([queue.size, queue.bytes, queue.first, queue.shift()]).toEqual([0, 0, undefined, undefined])
})

import { expect, test } from 'vitest'
import { Empty, Full, isEmpty, isFull, Queue } from './queue.js'

test('first in, first out, through many turns of the inside', () => {
  const queue = new Queue<number>()
  const got: number[] = []
  for (let i = 0; i < 10_000; i++) {
    queue.put_nowait(2 * i)
    queue.put_nowait(2 * i + 1)
    got.push(queue.get_nowait())
  }
  expect(queue.qsize()).toBe(10_000)
  while (!queue.empty()) got.push(queue.get_nowait())
  expect(got).toEqual(Array.from({ length: 20_000 }, (_, i) => i))
})

test('null and undefined are items', () => {
  const queue = new Queue()
  for (const item of [undefined, null]) queue.put_nowait(item)
  expect([queue.get_nowait(), queue.get_nowait()]).toEqual([undefined, null])
})

test('an empty queue throws Empty, a full one Full', async () => {
  const queue = new Queue(1)
  expect(() => queue.get_nowait()).toThrow(new Empty('the queue is empty'))
  await expect(queue.get(false)).rejects.toThrow(Empty)
  queue.put_nowait('a')
  expect(queue.full()).toBe(true)
  expect(() => queue.put_nowait('b')).toThrow(new Full('the queue is full'))
  expect([isEmpty(new Empty()), isEmpty(new Full()), isFull(new Full()), isFull('Full')]).toEqual([
    true,
    false,
    true,
    false,
  ])
})

test.each([0, -1])('a maxsize of %d is no bound', (maxsize) => {
  const queue = new Queue(maxsize)
  for (let i = 0; i < 100; i++) queue.put_nowait(i)
  expect([queue.full(), queue.maxsize]).toEqual([false, maxsize])
})

test('get waits for an item, each waiter gets one, in order', async () => {
  const queue = new Queue<string>()
  const all = Promise.all([queue.get(), queue.get(), queue.get()])
  for (const item of ['a', 'b', 'c']) queue.put_nowait(item)
  expect(await all).toEqual(['a', 'b', 'c'])
})

test('a reader that was woken waits on when another was faster', async () => {
  const queue = new Queue<string>()
  const waiting = queue.get()
  queue.put_nowait('a')
  expect(queue.get_nowait()).toBe('a')
  queue.put_nowait('b')
  expect(await waiting).toBe('b')
})

test('put waits for room', async () => {
  const queue = new Queue<number>(2)
  const puts = Promise.all([1, 2, 3, 4].map((item) => queue.put(item)))
  expect(queue.qsize()).toBe(2)
  const got = [await queue.get(), await queue.get(), await queue.get(), await queue.get()]
  await puts
  expect(got).toEqual([1, 2, 3, 4])
})

test('join waits until all that was put is done', async () => {
  const queue = new Queue<number>()
  await queue.join()
  let joined = false
  queue.put_nowait(1)
  queue.put_nowait(2)
  const join = queue.join().then(() => (joined = true))
  queue.get_nowait()
  queue.get_nowait()
  queue.task_done()
  await Promise.resolve()
  expect(joined).toBe(false)
  queue.task_done()
  await join
  expect(() => queue.task_done()).toThrow(new RangeError('task_done() called too many times'))
})

test('a watcher is told of what is there and of what comes, until it goes', () => {
  const queue = new Queue()
  queue.put_nowait(1)
  const told: string[] = []
  const unwatch = queue.watch({ wake: () => void told.push('wake'), flush: () => void told.push('flush') })
  queue.put_nowait(2)
  void queue.flush()
  unwatch()
  queue.put_nowait(3)
  expect(told).toEqual(['wake', 'wake', 'flush'])
})

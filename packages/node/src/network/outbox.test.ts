import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Outbox, type OutboxLimits } from './outbox.js'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

interface Batch {
  readonly items: readonly number[]
  readonly dropped: number
}

/** Answers the attempts one after the other: '' takes the batch. */
function boxOf(limits: Partial<OutboxLimits>, answers: string[] = []) {
  const sent: Batch[] = []
  const failed: string[] = []
  const box = new Outbox<number, Batch>(
    { capacity: 1, flushIntervalMs: 1000, maxQueueRecords: 100, ...limits },
    {
      make: (items, dropped) => ({ items, dropped }),
      send: async (batch) => {
        const answer = answers.shift() ?? ''
        if (answer !== '') throw new Error(answer)
        sent.push(batch)
      },
      isPermanent: (error) => (error as Error).message === 'never',
      failed: ({ items }, error) => failed.push(`${String(items)} ${(error as Error).message}`),
    },
  )
  return { box, sent, failed, items: () => sent.flatMap((batch) => batch.items) }
}

test('sends each at once, in order, with a capacity of one', async () => {
  const { box, sent } = boxOf({})
  for (const item of [1, 2, 3]) box.add(item)
  await box.flush()
  expect(sent.map(({ items }) => items)).toEqual([[1], [2], [3]])
})

test('a burst is one batch after the interval', async () => {
  const { box, sent } = boxOf({ capacity: 10 })
  for (const item of [1, 2, 3]) box.add(item)
  await vi.advanceTimersByTimeAsync(999)
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toEqual([{ items: [1, 2, 3], dropped: 0 }])
})

test('a full batch does not wait', async () => {
  const { box, sent } = boxOf({ capacity: 2 })
  for (const item of [1, 2, 3]) box.add(item)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.map(({ items }) => items)).toEqual([[1, 2]])
})

test('what fails is told once, and tried again after 1, 2, 4 … 60 seconds', async () => {
  const { box, sent, failed } = boxOf(
    {},
    Array.from({ length: 9 }, () => 'down'),
  )
  box.add(1)
  await vi.advanceTimersByTimeAsync(1000 * (1 + 2 + 4 + 8 + 16 + 32 + 60 + 60 + 60) - 1)
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toEqual([{ items: [1], dropped: 0 }])
  expect(failed).toEqual(['1 down'])
})

test('nothing is tried before its time, whatever comes', async () => {
  const { box, items } = boxOf({}, ['down'])
  box.add(1)
  await vi.advanceTimersByTimeAsync(500)
  box.add(2)
  await vi.advanceTimersByTimeAsync(499)
  expect(items()).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(items()).toEqual([1, 2])
})

test('a flush tries at once, and ends where that fails', async () => {
  const { box, items } = boxOf({}, ['down', 'down'])
  box.add(1)
  await vi.advanceTimersByTimeAsync(0)
  await box.flush()
  expect(items()).toEqual([])
  await box.flush()
  expect(items()).toEqual([1])
})

test('what is refused for good costs itself alone', async () => {
  const { box, items, failed } = boxOf({}, ['never', '', 'never'])
  for (const item of [1, 2, 3, 4]) box.add(item)
  await box.flush()
  expect(items()).toEqual([2, 4])
  expect(failed).toEqual(['1 never', '3 never'])
})

test('a failure after a success is told again', async () => {
  const { box, failed } = boxOf({}, ['down', '', 'gone', ''])
  for (const item of [1, 2]) box.add(item)
  await vi.advanceTimersByTimeAsync(5000)
  expect(failed).toEqual(['1 down', '2 gone'])
})

test('the oldest go where too many wait, and the next batch knows how many', async () => {
  const { box, sent } = boxOf({ capacity: 3, maxQueueRecords: 3 }, ['down'])
  for (let item = 1; item <= 10; item++) box.add(item)
  expect(box.stats()).toEqual({ queued: 3, inFlight: 3 })
  await vi.advanceTimersByTimeAsync(1000)
  expect(sent).toEqual([
    { items: [1, 2, 3], dropped: 0 },
    { items: [8, 9, 10], dropped: 4 },
  ])
  expect(box.stats()).toEqual({ queued: 0, inFlight: 0 })
})

test('takeAll gives everything that was not sent, once', async () => {
  const { box, items } = boxOf({ capacity: 2 }, ['down'])
  for (const item of [1, 2, 3]) box.add(item)
  await vi.advanceTimersByTimeAsync(0)
  expect(box.takeAll().map(({ batch, size }) => [batch.items, size])).toEqual([
    [[1, 2], 2],
    [[3], 1],
  ])
  expect(box.stats()).toEqual({ queued: 0, inFlight: 0 })
  await vi.advanceTimersByTimeAsync(100_000)
  expect(items()).toEqual([])
})

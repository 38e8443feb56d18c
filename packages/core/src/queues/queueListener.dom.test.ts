import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { makeLogRecord } from '../records/record.js'
import { Queue } from './queue.js'
import { QueueListener } from './queueListener.js'

beforeEach(() => vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => {
  vi.restoreAllMocks()
  resetLogging()
  vi.useRealTimers()
})

/** Takes longer for a record than the listener takes at a time. */
class Slow extends ListHandler {
  override emit(record: never): void {
    super.emit(record)
    vi.setSystemTime(Date.now() + 100)
  }
}

test('what waits for its turn when the page goes is handled then, before others hear of it', async () => {
  const queue = new Queue()
  const handler = new Slow()
  const listener = new QueueListener(queue, handler).start()
  let seen = 0
  const other = (): void => void (seen = handler.records.length)
  window.addEventListener('pagehide', other)
  for (let index = 0; index < 5; index++) queue.put_nowait(makeLogRecord({ msg: `${index}` }))
  await Promise.resolve()
  expect(handler.texts).toEqual(['0'])
  window.dispatchEvent(new Event('pagehide'))
  window.removeEventListener('pagehide', other)
  expect([handler.texts, seen]).toEqual([['0', '1', '2', '3', '4'], 5])
  await listener.stop()
  const removed = vi.spyOn(handler, 'emit')
  queue.put_nowait(makeLogRecord({ msg: 'x' }))
  window.dispatchEvent(new Event('pagehide'))
  expect(removed).not.toHaveBeenCalled()
})

test('the page keeps nothing of a listener that was stopped', async () => {
  const heard = new Set<string>()
  const nameOf = (type: string, isCapturing: unknown): string => `${type} ${String(isCapturing)}`
  vi.spyOn(window, 'addEventListener').mockImplementation((type, _, options) => void heard.add(nameOf(type, options)))
  vi.spyOn(window, 'removeEventListener').mockImplementation(
    (type: string, _: unknown, options: unknown) => void heard.delete(nameOf(type, options)),
  )
  const listener = new QueueListener(new Queue(), new ListHandler()).start()
  expect(heard.size).toBe(1)
  await listener.stop()
  expect(heard.size).toBe(0)
})

test('a queue that throws when the page goes is reported', () => {
  const queue = new Queue()
  const listener = new QueueListener(queue, new ListHandler()).start()
  queue.get_nowait = () => {
    throw new Error('broken')
  }
  queue.put_nowait(makeLogRecord({ msg: 'x' }))
  expect(captureStderr(() => window.dispatchEvent(new Event('pagehide')))).toContain('Error: broken')
  void listener
})

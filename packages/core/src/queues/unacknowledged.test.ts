import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { captureStderr } from '../testing/index.js'
import type { Port } from './port.js'
import { DONE, GETTER, Outbox, threadToken } from './unacknowledged.js'

interface Message {
  readonly kind: string
  readonly id?: number
  readonly last?: boolean
  readonly lines?: readonly string[]
  readonly shared?: Int32Array
}

/** Keeps what is posted, and whether it keeps the process alive. */
class FakePort {
  readonly posted: Message[] = []
  isHeld = false

  postMessage(message: Message): void {
    this.posted.push(message)
  }

  ref(): void {
    this.isHeld = true
  }

  unref(): void {
    this.isHeld = false
  }

  addEventListener(): void {}

  get kinds(): string[] {
    return this.posted.map(({ kind }) => kind)
  }
}

let port: FakePort
let outbox: Outbox
beforeEach(() => {
  vi.useFakeTimers()
  port = new FakePort()
  outbox = new Outbox(port as unknown as Port, 5000)
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

/** Returns whether a promise has resolved by now. */
async function isOver(promise: Promise<unknown>): Promise<boolean> {
  let over = false
  void promise.then(() => (over = true))
  await vi.advanceTimersByTimeAsync(0)
  return over
}

test('what is put at once is one message, of 64 items at most', async () => {
  for (let i = 0; i < 65; i++) outbox.add(`line ${i}`)
  expect(port.kinds).toEqual(['open', 'items'])
  await Promise.resolve()
  expect(port.posted.slice(1).map(({ lines }) => lines?.length)).toEqual([64, 1])
  expect(outbox.size).toBe(65)
})

test('the memory that both ends see tells how many are done; without it, messages do', async () => {
  outbox.add('a')
  outbox.add('b')
  await Promise.resolve()
  Atomics.store(port.posted[0]!.shared!, DONE, 1)
  expect(outbox.size).toBe(1)

  vi.stubGlobal('SharedArrayBuffer', undefined)
  port = new FakePort()
  outbox = new Outbox(port as unknown as Port, 5000)
  outbox.add('a')
  await Promise.resolve()
  expect(port.kinds).toEqual(['items'])
  outbox.heard(1)
  expect(outbox.size).toBe(0)
  // There is nothing to wait with.
  outbox.add('b')
  outbox.flushSync()
  expect(port.kinds).toEqual(['items', 'items'])
})

test('counts go on beyond 32 bits, and none goes back', () => {
  for (let i = 0; i < 3; i++) outbox.add('x')
  outbox.heard(2)
  outbox.heard(1)
  expect(outbox.size).toBe(1)
  outbox.heard(3)
  expect(outbox.size).toBe(0)
})

test('a join is over with the last item, and the process may end then', async () => {
  outbox.add('a')
  outbox.add('b')
  const joined = outbox.join()
  expect(port.isHeld).toBe(true)
  outbox.heard(1)
  expect(await isOver(joined)).toBe(false)
  expect(port.isHeld).toBe(true)
  outbox.heard(2)
  expect(await isOver(joined)).toBe(true)
  expect(port.isHeld).toBe(false)
  expect(await isOver(outbox.join())).toBe(true)
})

test('a flush is over when it is answered, and those before it with it', async () => {
  outbox.add('a')
  const first = outbox.flush()
  outbox.add('b')
  const second = outbox.flush()
  expect(port.posted.filter(({ kind }) => kind === 'flush').map(({ id, last }) => [id, last])).toEqual([
    [1, false],
    [2, false],
  ])
  outbox.flushed(1)
  expect([await isOver(first), await isOver(second), port.isHeld]).toEqual([true, false, true])
  // An answer that comes late takes nothing back.
  outbox.flushed(2)
  outbox.flushed(1)
  expect([await isOver(second), port.isHeld]).toEqual([true, false])
  // All that was put is clean.
  const before = port.posted.length
  expect(await isOver(outbox.flush())).toBe(true)
  expect(port.posted).toHaveLength(before)
})

test('where nothing is heard in time it is told once, and nobody waits any more', async () => {
  outbox.add('a')
  outbox.add('b')
  const flushed = outbox.flush()
  const told = captureStderr(() => vi.advanceTimersByTime(4999))
  expect([told, await isOver(flushed)]).toEqual(['', false])
  expect(captureStderr(() => vi.advanceTimersByTime(1))).toContain(
    'Error: the other end of the queue has not answered for 5000 ms; 2 records are not acknowledged',
  )
  expect([await isOver(flushed), port.isHeld]).toEqual([true, false])
  // It is silent: a flush waits for nothing until something is heard.
  expect(await isOver(outbox.flush())).toBe(true)
  outbox.heard(1)
  expect(await isOver(outbox.flush())).toBe(false)
})

test('an answer that was heard before does not end the silence', async () => {
  outbox.add('a')
  const first = outbox.flush()
  outbox.flushed(1)
  await first
  outbox.add('b')
  const second = outbox.flush()
  captureStderr(() => vi.advanceTimersByTime(10_000))
  await second
  outbox.flushed(1)
  expect(await isOver(outbox.flush())).toBe(true)
  outbox.flushed(2)
  outbox.add('c')
  expect(await isOver(outbox.flush())).toBe(false)
})

test('who still does something is given as long again', async () => {
  outbox.add('a')
  outbox.add('b')
  const flushed = outbox.flush()
  vi.advanceTimersByTime(4000)
  outbox.heard(1)
  expect(captureStderr(() => vi.advanceTimersByTime(5000))).toBe('')
  expect(await isOver(flushed)).toBe(false)
  expect(captureStderr(() => vi.advanceTimersByTime(1000))).toContain('1 records are not acknowledged')
})

test.each([
  [0, ''],
  [1, 'Error: the other end of the queue is gone; 1 records were not acknowledged'],
])('with %d on their way, an end that is gone tells %j', async (count, text) => {
  for (let i = 0; i < count; i++) outbox.add('x')
  const joined = outbox.join()
  const told = captureStderr(() => {
    outbox.lost()
    outbox.lost()
  })
  expect(
    told
      .split('\n')
      .filter((line) => line.startsWith('Error: '))
      .join(),
  ).toBe(text)
  expect([await isOver(joined), outbox.size, port.isHeld]).toEqual([true, 0, false])
  expect(() => outbox.add('y')).toThrow(new Error('the other end of the queue is gone'))
})

test('who waits for himself, or for what is clean, does not wait', () => {
  outbox.add('a')
  outbox.answer()
  expect(port.kinds).toEqual(['open', 'items', 'answer'])
  const shared = port.posted[0]!.shared!
  Atomics.store(shared, GETTER, threadToken())
  outbox.flushSync()
  expect(port.kinds).toEqual(['open', 'items', 'answer'])
  // All is clean.
  outbox.heard(2)
  void outbox.flush()
  outbox.flushed(1)
  Atomics.store(shared, GETTER, 0)
  outbox.flushSync()
  expect(port.kinds).toEqual(['open', 'items', 'answer', 'flush'])
  expect(threadToken()).toBe(threadToken())
  expect(threadToken()).toBeGreaterThan(0)
})

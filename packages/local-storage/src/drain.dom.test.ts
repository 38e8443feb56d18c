import type { Handler, LogRecord } from '@treeline/core'
import { type Origin, origins } from '@treeline/core/internal'
import { captureStderr, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LocalStorageHandler, type LocalStorageHandlerOptions } from './index.js'
import { Journal } from './journal.js'
import { FakeLocks } from './testing/fakeLocks.js'
import { FakeStorage } from './testing/fakeStorage.js'

/** Settles its records when it is told to, as a handler that sends them. */
class Sender extends ListHandler {
  readonly origins: Origin[] = []

  override emit(record: LogRecord): void {
    super.emit(record)
    const origin = origins.get(record)!
    origin.isTaken = true
    this.origins.push(origin)
  }
}

let storage: FakeStorage

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 })
  storage = new FakeStorage()
})

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

const open = (options: LocalStorageHandlerOptions = {}): LocalStorageHandler =>
  new LocalStorageHandler({ storage, caller: false, segmentBytes: 1000, ...options })

/** Opens a handler that keeps messages. */
const filled = (count: number, options?: LocalStorageHandlerOptions): LocalStorageHandler => fill(count, open(options))

function fill(count: number, store: LocalStorageHandler): LocalStorageHandler {
  for (let i = 0; i < count; i++) {
    store.emit({ name: 'app', levelno: 50, levelname: 'CRITICAL', getMessage: () => `${i}`, created: i } as never)
  }
  return store
}

const left = (store: LocalStorageHandler): string[] => store.read().map(({ msg }) => String(msg))
const keys = (): string[] => [...storage.items.keys()]

test.each<[string, () => Handler]>([
  [
    'throws',
    () => {
      const handler = new ListHandler()
      handler.emit = () => {
        throw new Error('broken')
      }
      return handler
    },
  ],
  [
    'reports',
    () => {
      const handler = new ListHandler()
      handler.emit = (record) => handler.handleError(record, new Error('broken'))
      return handler
    },
  ],
  [
    'is asynchronous and fails',
    () => {
      const handler = new ListHandler()
      handler.emit = async () => {
        throw new Error('broken')
      }
      handler.flush = () => new Promise((resolve) => void setTimeout(resolve, 10))
      return handler
    },
  ],
  [
    'is asynchronous, fails late and flushes at once',
    () => {
      const handler = new ListHandler()
      handler.emit = async () => {
        await new Promise((resolve) => void setTimeout(resolve, 10))
        throw new Error('broken')
      }
      return handler
    },
  ],
  [
    'is asynchronous as a whole, and fails',
    () => {
      const handler = new ListHandler()
      handler.handle = () => Promise.reject(new Error('broken')) as never
      return handler
    },
  ],
  [
    'cannot flush',
    () => {
      const handler = new ListHandler()
      handler.flush = () => {
        throw new Error('broken')
      }
      return handler
    },
  ],
  [
    'cannot flush in the end',
    () => {
      const handler = new ListHandler()
      handler.flush = async () => {
        throw new Error('broken')
      }
      return handler
    },
  ],
])('a handler that %s loses nothing, and what it fails with is reported', async (_, make) => {
  const store = filled(50)
  const handler = make()
  const report = vi.fn()
  handler.handleError = report
  expect(store.drain(handler)).toBe(50)
  await vi.advanceTimersByTimeAsync(100)
  expect(report).toHaveBeenCalledWith(expect.anything(), new Error('broken'))
  handler.flush = () => {}
  expect(left(store)).toHaveLength(50)
  const good = new ListHandler()
  expect(store.drain(good)).toBe(50)
  expect(good.texts).toHaveLength(50)
  expect(keys()).toEqual([])
})

test('a handler that fails with one record costs nothing but leaves that one', () => {
  const store = filled(50)
  const handler = new ListHandler()
  const { emit } = handler
  handler.emit = (record) => {
    if (record.msg === '7') throw new Error('not this one')
    emit.call(handler, record)
  }
  captureStderr(() => expect(store.drain(handler)).toBe(50))
  expect(handler.records).toHaveLength(49)
  expect(left(store)).toEqual(['7'])
})

test('a handler that is closed is given nothing', () => {
  const store = filled(3)
  const handler = new ListHandler()
  handler.close()
  expect(store.drain(handler)).toBe(0)
  expect([left(store), handler.records]).toEqual([['0', '1', '2'], []])
})

test('a record of a filter stands for the one that it replaced', () => {
  const store = filled(2)
  const handler = new ListHandler()
  handler.addFilter((record: LogRecord) => Object.assign(Object.create(record) as LogRecord, { msg: 'other' }))
  handler.emit = (record) => handler.handleError(record, new Error('broken'))
  captureStderr(() => store.drain(handler))
  expect(left(store)).toEqual(['0', '1'])
})

test('a handler keeps its own handleError', () => {
  const store = filled(1)
  const handler = new ListHandler()
  const seen: unknown[] = []
  class Own extends ListHandler {
    override handleError(_: LogRecord, error: unknown): void {
      seen.push(error)
    }

    override emit(): void {
      throw new Error('mine')
    }
  }
  const own = new Own()
  store.drain(own)
  expect([Object.hasOwn(own, 'handleError'), Object.hasOwn(own, 'emit')]).toEqual([false, false])
  expect(seen).toEqual([new Error('mine')])
  handler.handleError = (_, error) => seen.push(error)
  const before = handler.handleError
  store.drain(handler)
  expect(handler.handleError).toBe(before)
  expect(keys()).toEqual([])
})

test('a promise of flush is waited for', async () => {
  const store = filled(3)
  const handler = new ListHandler()
  let flushed = (): void => {}
  handler.flush = () => new Promise((resolve) => (flushed = resolve))
  expect(store.drain(handler)).toBe(3)
  expect(left(store)).toHaveLength(3)
  // On their way: they do not come again.
  expect(store.drain(handler)).toBe(0)
  flushed()
  await vi.advanceTimersByTimeAsync(1)
  expect(keys()).toEqual([])
  expect(handler.records).toHaveLength(3)
})

test('promises of emit are waited for before the flush, and those that reject keep their own records', async () => {
  const store = filled(4)
  const handler = new ListHandler()
  const steps: string[] = []
  handler.emit = (async ({ msg }: LogRecord) => {
    await new Promise((resolve) => void setTimeout(resolve, 10))
    if (msg === '2') throw new Error('not this one')
    steps.push(String(msg))
  }) as never
  handler.flush = () => void steps.push('flush')
  handler.handleError = () => {}
  expect(store.drain(handler)).toBe(4)
  expect([left(store).length, store.drain(new ListHandler())]).toEqual([4, 0])
  await vi.advanceTimersByTimeAsync(11)
  expect(steps).toEqual(['0', '1', '3', 'flush'])
  expect(left(store)).toEqual(['2'])
})

test('a handler that sends settles its records, each when it is acknowledged', async () => {
  const store = filled(4)
  const sender = new Sender()
  expect(store.drain(sender)).toBe(4)
  expect(sender.origins.map(({ seq }) => seq)).toEqual([1, 2, 3, 4])
  expect(new Set(sender.origins.map(({ src }) => src)).size).toBe(1)
  expect(left(store)).toHaveLength(4)
  storage.writes = 0
  sender.origins[0]!.settle(true)
  sender.origins[2]!.settle(true)
  sender.origins[2]!.settle(false)
  sender.origins[1]!.settle(false)
  sender.origins[1]!.settle(true)
  await vi.advanceTimersByTimeAsync(1)
  expect([left(store), storage.writes]).toEqual([['1', '3'], 1])
  // 3 is on its way.
  expect(store.drain(sender)).toBe(1)
  expect(sender.texts.at(-1)).toBe('1')
  sender.origins[3]!.settle(true)
  sender.origins[4]!.settle(true)
  await vi.advanceTimersByTimeAsync(1)
  expect(keys()).toEqual([])
})

test('what was acknowledged before the page goes has left the storage, the rest is there', () => {
  const events = new EventTarget()
  const store = filled(4, { eventTarget: events })
  const sender = new Sender()
  store.drain(sender)
  sender.origins[1]!.settle(true)
  events.dispatchEvent(new Event('pagehide'))
  expect(vi.getTimerCount()).toBe(0)
  const next = open()
  const again = new ListHandler()
  expect(next.drain(again)).toBe(3)
  expect(again.texts).toEqual(['0', '2', '3'])
  expect(keys()).toEqual([])
})

test('a handler that settles all its records is not asked to flush', () => {
  const store = filled(2)
  const sender = new Sender()
  const flush = vi.spyOn(sender, 'flush')
  store.drain(sender)
  for (const origin of sender.origins) origin.settle(true)
  expect(flush).not.toHaveBeenCalled()
})

test('where there is nothing to hand over, nothing is written and no lock is asked for', async () => {
  const { locks } = new FakeLocks().tab()
  const request = vi.spyOn(locks, 'request')
  const store = new LocalStorageHandler({ journal: new Journal({ storage, eventTarget: null, locks }) })
  expect(store.drain(new ListHandler())).toBe(0)
  await vi.advanceTimersByTimeAsync(1)
  expect([storage.writes, request.mock.calls]).toEqual([0, []])
})

test('a lock that is granted when all is delivered is given back', async () => {
  const locks = new FakeLocks()
  const journal = new Journal({ storage, eventTarget: null, locks: locks.tab().locks })
  const store = fill(2, new LocalStorageHandler({ journal }))
  store.drain(new ListHandler())
  await vi.advanceTimersByTimeAsync(1)
  expect([locks.held.size, keys()]).toEqual([0, []])
  // And asked for again by each that waits.
  for (let i = 0; i < 2; i++) {
    const sender = new Sender()
    fill(1, store).drain(sender)
    await vi.advanceTimersByTimeAsync(1)
    expect(locks.held.size).toBe(1)
    sender.origins[0]!.settle(true)
    await vi.advanceTimersByTimeAsync(1)
    expect(locks.held.size).toBe(0)
  }
})

test('what is no Handler, but has its method, is given the records', () => {
  const store = filled(2)
  const seen: unknown[] = []
  expect(store.drain({ handle: ({ msg }: LogRecord) => seen.push(msg) } as never)).toBe(2)
  expect([seen, keys()]).toEqual([['0', '1'], []])
})

test.each<[string, (record: LogRecord) => unknown]>([
  [
    'throws',
    () => {
      throw new Error('broken')
    },
  ],
  ['rejects', () => Promise.reject(new Error('broken'))],
])('a handler that nobody can look on at, and whose handle %s, loses nothing', async (_, handle) => {
  const store = filled(2)
  const frozen = Object.freeze({ handle, handleError() {} })
  expect(store.drain(frozen as never)).toBe(2)
  await vi.advanceTimersByTimeAsync(1)
  expect(left(store)).toEqual(['0', '1'])
})

test('a record that a handler reports stays, whatever it gives back', () => {
  const store = filled(2)
  const handler = new ListHandler()
  handler.handle = (record) => {
    if (record.msg === '1') captureStderr(() => handler.handleError(record, new Error('broken')))
    return Object.assign(Object.create(record) as LogRecord, { msg: 'other' })
  }
  store.drain(handler)
  expect(left(store)).toEqual(['1'])
})

test('what an emit begins meanwhile is waited for before the flush, too', async () => {
  const store = filled(1)
  const handler = new ListHandler()
  const steps: string[] = []
  handler.emit = (async ({ msg }: LogRecord) => {
    await new Promise((resolve) => void setTimeout(resolve, 10))
    steps.push(String(msg))
    if (msg === '0') void (handler.emit({ msg: 'nested' } as never) as unknown)
  }) as never
  handler.flush = () => void steps.push('flush')
  store.drain(handler)
  await vi.advanceTimersByTimeAsync(30)
  expect(steps).toEqual(['0', 'nested', 'flush'])
})

test('a tab that is left or closed lets others drain what is on its way; one that is hidden does not', () => {
  const events = new EventTarget()
  const drained = (): number => open().drain(new Sender())
  const store = filled(2, { eventTarget: events })
  store.drain(new Sender())
  events.dispatchEvent(new Event('visibilitychange'))
  expect(drained()).toBe(0)
  events.dispatchEvent(new Event('pagehide'))
  expect(drained()).toBe(2)
  for (const key of keys()) if (key.includes('beat')) storage.items.delete(key)
  const other = open()
  other.drain(new Sender())
  expect(drained()).toBe(0)
  other.close()
  expect(drained()).toBe(2)
})

test('a flush removes what was delivered', () => {
  const store = filled(2)
  const sender = new Sender()
  store.drain(sender)
  sender.origins[0]!.settle(true)
  const written = (): boolean[] => [1, 2].map((seq) => [...storage.items].join().includes(`{"seq":${seq},`))
  expect(written()).toEqual([true, true])
  store.flush()
  expect(written()).toEqual([false, true])
})

test('what was delivered in this very turn is not handed over again', () => {
  const store = filled(2)
  const sender = new Sender()
  expect(store.drain(sender)).toBe(2)
  sender.origins[0]!.settle(true)
  expect(store.drain(sender)).toBe(0)
  sender.origins[1]!.settle(true)
  expect(store.drain(new Sender())).toBe(0)
  expect(left(store)).toEqual([])
})

test('of two tabs whose records have the same text, only that goes which was delivered', () => {
  const [one] = [filled(1), filled(1)]
  const sender = new Sender()
  expect(one.drain(sender)).toBe(2)
  sender.origins[0]!.settle(true)
  one.flush()
  expect(left(one)).toEqual(['0'])
})

test('damaged lines go with what is drained', () => {
  const store = filled(1)
  const [key] = keys()
  storage.items.set(key!, `rubbish\n${storage.items.get(key!)}`)
  store.drain(new ListHandler())
  expect(keys()).toEqual([])
})

test('a drain that waits holds the lock, and gives it back in the end, whatever came before it', async () => {
  const locks = new FakeLocks()
  const journal = new Journal({ storage, eventTarget: null, locks: locks.tab().locks })
  const store = fill(2, new LocalStorageHandler({ journal }))
  store.drain(new ListHandler())
  fill(2, store)
  const sender = new Sender()
  store.drain(sender)
  await vi.advanceTimersByTimeAsync(1)
  expect([...locks.held.keys()]).toEqual(['treeline treeline drain'])
  for (const origin of sender.origins) origin.settle(true)
  await vi.advanceTimersByTimeAsync(1)
  expect([locks.held.size, keys()]).toEqual([0, []])
})

test('two tabs drain one after the other', async () => {
  const one = filled(3)
  const two = open()
  const sender = new Sender()
  expect(one.drain(sender)).toBe(3)
  expect(two.drain(new ListHandler())).toBe(0)
  for (const origin of sender.origins) origin.settle(true)
  await vi.advanceTimersByTimeAsync(1)
  expect(keys()).toEqual([])
  two.emit({ name: 'app', levelno: 50, levelname: 'CRITICAL', getMessage: () => 'x', created: 1 } as never)
  const list = new ListHandler()
  expect(one.drain(list)).toBe(1)
  expect(two.drain(list)).toBe(0)
  expect(list.texts).toEqual(['x'])
})

test('what a tab was draining when it was killed is drained by the next: with locks at once, else after five minutes', async () => {
  const locks = new FakeLocks()
  const first = locks.tab()
  const options = { storage, eventTarget: null, segmentBytes: 1000 }
  const killed = fill(3, new LocalStorageHandler({ journal: new Journal({ ...options, locks: first.locks }) }))
  killed.drain(new Sender())
  await vi.advanceTimersByTimeAsync(0)
  const second = locks.tab()
  const request = vi.spyOn(second.locks, 'request')
  const next = new LocalStorageHandler({ journal: new Journal({ ...options, locks: second.locks }) })
  const list = new ListHandler()
  expect(next.drain(list)).toBe(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(list.records).toEqual([])
  first.die()
  expect(next.drain(list)).toBe(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(list.texts).toEqual(['0', '1', '2'])
  expect(keys()).toEqual([])
  // What it has it does not ask for.
  expect(request).toHaveBeenCalledTimes(2)

  const plain = { journal: new Journal({ ...options, locks: null }) }
  const other = new LocalStorageHandler(plain)
  storage.items.set('treeline:beat:drain', `someone ${Date.now().toString(36)}`)
  other.emit({ name: 'app', levelno: 50, levelname: 'CRITICAL', getMessage: () => 'x', created: 1 } as never)
  expect(other.drain(list)).toBe(0)
  vi.advanceTimersByTime(300_001)
  expect(other.drain(list)).toBe(1)
  expect(keys()).toEqual([])
})

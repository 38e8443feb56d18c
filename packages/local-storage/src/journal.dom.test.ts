import { runInNewContext } from 'node:vm'
import type { OutboxEntry } from '@treeline/core/wire'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Journal, type JournalOptions, LocalStorageHandler } from './index.js'
import { FakeLocks } from './testing/fakeLocks.js'
import { FakeStorage } from './testing/fakeStorage.js'
import { entryOf, openTab, type Tab } from './testing/tab.js'

const NOW = 1_800_000_000_000
const DAY = 24 * 3600 * 1000
const KEY = /^treeline:outbox:[\da-z]+:2:[\da-z]{10}:[\da-z]+:[\da-z]+$/

let storage: FakeStorage
let locks: FakeLocks

beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  storage = new FakeStorage()
  locks = new FakeLocks()
})

afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const open = (src: string, options: JournalOptions = {}, destination?: string): Tab =>
  openTab(src, locks, { storage, ...options }, destination)
const openWithoutLocks = (src: string, options: JournalOptions = {}): Tab => openTab(src, null, { storage, ...options })

/** Adds records to a tab's outbox. */
function add(tab: Tab, first: number, last: number, isUrgent = false): void {
  for (let seq = first; seq <= last; seq++) tab.outbox.add(entryOf(tab.owner.src, seq), isUrgent)
}

/** Takes over all that there is, and gives `src:seq` of each. */
function takeAll({ outbox }: Tab): string[] {
  const all: string[] = []
  for (let some = outbox.takeOver(); some.length > 0; some = outbox.takeOver()) all.push(...some.map(nameOf))
  return all
}

const nameOf = ({ src, seq }: OutboxEntry): string => `${src}:${seq}`
const numbers = (src: string, first: number, last: number): string[] =>
  Array.from({ length: last - first + 1 }, (_, i) => `${src}:${first + i}`)
const segments = (): string[] => [...storage.items.keys()].filter((key) => KEY.test(key))
const stored = (): number[] =>
  segments().flatMap((key) =>
    storage.items
      .get(key)!
      .trimEnd()
      .split('\n')
      .map((line) => (JSON.parse(line) as OutboxEntry).seq),
  )
/** Lets the tabs look for pages that are gone. */
const look = (): Promise<unknown> => vi.advanceTimersByTimeAsync(31_000)

describe('what is accepted', () => {
  test('waits 250 ms together, and is written at once where it is urgent', () => {
    const tab = open('a')
    add(tab, 0, 1)
    expect(storage.writes).toBe(0)
    vi.advanceTimersByTime(250)
    expect([storage.writes, stored()]).toEqual([1, [0, 1]])
    add(tab, 2, 2)
    tab.outbox.add(entryOf('a', 3), true)
    expect([storage.writes, stored()]).toEqual([2, [0, 1, 2, 3]])
    expect(segments()).toHaveLength(1)
  })

  test('durability record writes each at once', () => {
    const tab = open('a', { durability: 'record' })
    add(tab, 0, 2)
    expect([storage.writes, stored()]).toEqual([3, [0, 1, 2]])
  })

  test.each(['pagehide', 'visibilitychange', 'freeze'])('%s writes what waits', (event) => {
    const tab = open('a')
    add(tab, 0, 0)
    tab.fire(event)
    expect(stored()).toEqual([0])
  })

  test('after the page was left, each is written at once', () => {
    const tab = open('a')
    tab.fire('pagehide', { persisted: true })
    add(tab, 0, 0)
    expect(stored()).toEqual([0])
  })

  test.each(['before', 'after'])(
    'is written where a listener was ended in its middle, %s the storage took it',
    async (when) => {
      const tab = open('a')
      add(tab, 0, 1)
      storage.setItem = function (key, value) {
        if (when === 'after') this.items.set(key, value)
        // It ends what runs in the context below, and no `finally` runs: Firefox does so where the tab is closed.
        process.kill(process.pid, 'SIGINT')
        for (;;);
      }
      const hide = (): void => tab.fire('pagehide')
      expect(() => runInNewContext('hide()', { hide }, { breakOnSigint: true })).toThrow('SIGINT')
      Reflect.deleteProperty(storage, 'setItem')
      // Promises have their turn between listeners.
      await Promise.resolve()
      tab.outbox.flush()
      expect(stored()).toEqual([0, 1])
      add(tab, 2, 2)
      expect(stored()).toEqual([0, 1, 2])
    },
  )

  test('is written where others are removed within the call into the storage', () => {
    const tab = open('a')
    add(tab, 0, 1)
    const setItem = storage.setItem.bind(storage)
    storage.setItem = (key, value) => {
      tab.outbox.remove([entryOf('a', 0)])
      setItem(key, value)
    }
    tab.outbox.flush()
    Reflect.deleteProperty(storage, 'setItem')
    add(tab, 2, 2, true)
    expect(stored()).toEqual([1, 2])
  })

  test('acknowledged before it was written, it never touches the storage', () => {
    const tab = open('a')
    add(tab, 0, 9)
    tab.outbox.remove(numbers('a', 0, 9).map((_, seq) => ({ src: 'a', seq })))
    vi.advanceTimersByTime(10_000)
    expect(storage.writes).toBe(0)
  })

  test('acknowledged, it leaves the storage by one write for each segment, or by none', () => {
    const tab = open('a', { segmentBytes: 2000 })
    add(tab, 0, 19, true)
    const keys = segments()
    expect(keys.length).toBeGreaterThan(2)
    storage.writes = 0
    tab.outbox.remove([0, 1, 2, 19, 77].map((seq) => ({ src: 'a', seq })))
    expect(storage.writes).toBe(2)
    expect(stored()).toEqual(Array.from({ length: 16 }, (_, i) => i + 3))
    storage.writes = 0
    tab.outbox.remove(Array.from({ length: 20 }, (_, seq) => ({ src: 'a', seq })))
    expect([storage.writes, storage.items.size]).toEqual([0, 0])
  })

  test('what was removed does not come back with what is added', () => {
    const tab = open('a')
    add(tab, 0, 3, true)
    tab.outbox.remove([{ src: 'a', seq: 1 }])
    add(tab, 4, 4, true)
    expect(stored()).toEqual([0, 2, 3, 4])
  })

  test('a record that is larger than everything is counted', () => {
    const tab = open('a', { maxBytes: 2000 })
    tab.outbox.add(entryOf('a', 0, 'x'.repeat(2000)), true)
    expect(tab.journal.stats()).toMatchObject({ dropped: 1, segments: 0 })
  })
})

describe('a page that is gone', () => {
  test('is taken over by the next one, with the very lines, in order, each once', async () => {
    const first = open('a', { segmentBytes: 2000 })
    await vi.advanceTimersByTimeAsync(0)
    const entries = Array.from({ length: 20 }, (_, seq) => entryOf('a', seq, `"é\u2028${seq}`, seq))
    for (const entry of entries) first.outbox.add(entry, true)
    first.die()
    const next = open('b', { segmentBytes: 2000 })
    expect(next.outbox.takeOver()).toEqual([])
    await look()
    expect(next.owner.calls).toBe(1)
    const some = next.outbox.takeOver()
    expect(some.length).toBeLessThan(20)
    const all = [...some]
    for (let more = next.outbox.takeOver(); more.length > 0; more = next.outbox.takeOver()) all.push(...more)
    expect(all).toEqual(entries)
    expect(stored()).toHaveLength(20)
    next.outbox.remove(all)
    expect(storage.items.size).toBe(0)
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(0)
  })

  test('a segment at a time: there is more once the first is removed', async () => {
    const first = open('a', { segmentBytes: 2000 })
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 19, true)
    first.die()
    const next = open('b')
    await look()
    const seen: string[] = []
    for (let calls = 1; next.owner.calls === calls && seen.length < 20; calls++) {
      const some = next.outbox.takeOver()
      seen.push(...some.map(nameOf))
      next.outbox.remove(some)
    }
    expect(seen).toEqual(numbers('a', 0, 19))
  })

  test('is not taken over as long as it lives', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 3, true)
    const next = open('b')
    await look()
    expect([next.owner.calls, takeAll(next)]).toEqual([0, []])
    first.die()
    await look()
    expect(takeAll(next)).toEqual(numbers('a', 0, 3))
  })

  test('is taken over by one of ten, and by another one if that dies', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 3, true)
    first.die()
    const tabs = Array.from({ length: 10 }, (_, i) => open(`b${i}`))
    await look()
    const takers = tabs.filter((tab) => takeAll(tab).length > 0)
    expect(takers).toHaveLength(1)
    takers[0]!.outbox.remove([{ src: 'a', seq: 0 }])
    takers[0]!.die()
    await look()
    const others = tabs.filter((tab) => tab !== takers[0]).map(takeAll)
    expect(others.flat()).toEqual(numbers('a', 1, 3))
  })

  test('an outbox that is closed leaves its records to the next', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 2)
    first.outbox.close()
    expect(stored()).toEqual([0, 1, 2])
    const next = open('b')
    await look()
    expect(takeAll(next)).toEqual(numbers('a', 0, 2))
    add(first, 3, 3)
    expect(stored()).toEqual([0, 1, 2, 3])
  })

  test('what was left for one server is not sent to another, nor what a LocalStorageHandler keeps', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 2, true)
    first.die()
    new LocalStorageHandler({ storage, caller: false }).close()
    storage.setItem(`treeline:2:x:1:${NOW.toString(36)}`, '{"seq":1,"levelno":20}\n')
    const other = open('b', {}, 'https://b.example/log')
    await look()
    expect([other.owner.calls, takeAll(other)]).toEqual([0, []])
  })

  test('damaged lines are counted and go with their segment', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 2, true)
    first.die()
    const [key] = segments()
    const [one, two, three] = storage.items.get(key!)!.split('\n')
    storage.items.set(
      key!,
      `${one}\nrubbish\n{"seq":5}\n\n${two!.replace('"levelno":20', '"levelno":"x"')}\n${three!.slice(0, -2)}`,
    )
    storage.items.set(key!.replace(/:1:/, ':2:'), 'rubbish only\n')
    const next = open('b')
    await look()
    expect(takeAll(next)).toEqual(['a:0'])
    expect(next.journal.stats().corrupt).toBe(5)
    next.outbox.remove([{ src: 'a', seq: 0 }])
    expect(storage.items.size).toBe(0)
  })

  test('what it added while it went, after its segment was read, stays for the next look', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 1, true)
    first.die()
    const next = open('b')
    await look()
    expect(takeAll(next)).toEqual(['a:0', 'a:1'])
    add(first, 2, 2, true)
    next.outbox.remove([{ src: 'a', seq: 0 }])
    expect(stored()).toEqual([1, 2])
    next.outbox.remove([{ src: 'a', seq: 1 }])
    expect(stored()).toEqual([2])
    await look()
    expect(takeAll(next)).toEqual(['a:2'])
  })
})

test('what a page logs in the middle of a call into the storage is stored with it: Firefox may end a page there', () => {
  const tab = open('a')
  const write = storage.setItem.bind(storage)
  vi.spyOn(storage, 'setItem').mockImplementationOnce((key, text) => {
    add(tab, 1, 2, true)
    write(key, text)
  })
  add(tab, 0, 0, true)
  expect(stored()).toEqual([0, 1, 2])
  vi.spyOn(storage, 'setItem').mockImplementationOnce((key, text) => {
    add(tab, 3, 4, true)
    write(key, text)
  })
  tab.outbox.remove([{ src: 'a', seq: 0 }])
  expect(stored()).toEqual([1, 2, 3, 4])
})

describe('a page that comes back', () => {
  test('and was left alone sends what it has, and keeps its lock', async () => {
    const tab = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(tab, 0, 2)
    tab.fire('pagehide', { persisted: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(0)
    tab.fire('pageshow', { persisted: true })
    await vi.advanceTimersByTimeAsync(0)
    expect([locks.held.size, tab.owner.gone]).toEqual([1, []])
    add(tab, 3, 3, true)
    expect(stored()).toEqual([0, 1, 2, 3])
  })

  test('is told what another one delivered meanwhile', async () => {
    const tab = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(tab, 0, 2)
    tab.fire('pagehide', { persisted: true })
    const next = open('b')
    await look()
    expect(takeAll(next)).toEqual(numbers('a', 0, 2))
    next.outbox.remove([0, 1].map((seq) => ({ src: 'a', seq })))
    next.die()
    tab.fire('pageshow', { persisted: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(tab.owner.gone).toEqual([0, 1])
    tab.outbox.remove([{ src: 'a', seq: 2 }])
    expect(segments()).toEqual([])
  })

  test('leaves to another one what that has, and goes on beside it', async () => {
    const tab = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(tab, 0, 2)
    tab.fire('freeze')
    const next = open('b')
    await look()
    expect(takeAll(next)).toEqual(numbers('a', 0, 2))
    tab.fire('resume')
    await vi.advanceTimersByTimeAsync(0)
    expect(tab.owner.gone).toEqual([0, 1, 2])
    add(tab, 3, 3, true)
    await look()
    expect(takeAll(next)).toEqual([])
    tab.outbox.remove([0, 3].map((seq) => ({ src: 'a', seq })))
    expect(stored()).toEqual([0, 1, 2])
    next.die()
    await look()
    expect(takeAll(tab)).toEqual(numbers('a', 0, 2))
  })

  test('and had taken another one over, gives up what others took then', async () => {
    const first = open('a', { segmentBytes: 2000 })
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 19, true)
    first.die()
    const second = open('b')
    await look()
    const some = second.outbox.takeOver()
    second.fire('pagehide', { persisted: true })
    const third = open('c')
    await look()
    expect(takeAll(third)).toEqual(numbers('a', 0, 19))
    second.fire('pageshow', { persisted: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(second.owner.gone).toEqual(some.map(({ seq }) => seq))
    expect(takeAll(second)).toEqual([])
  })
})

test('what a tab left that was killed, another one takes over within half a minute', async () => {
  const killed = open('a')
  const next = open('b')
  add(killed, 0, 2, true)
  await vi.advanceTimersByTimeAsync(5000)
  killed.die()
  const { calls } = next.owner
  await vi.advanceTimersByTimeAsync(30_000)
  expect(next.owner.calls).toBeGreaterThan(calls)
  expect(takeAll(next)).toEqual(numbers('a', 0, 2))
})

describe('where there are no locks', () => {
  test('a page that was left is taken over at once, without a loss of time', async () => {
    const first = openWithoutLocks('a')
    add(first, 0, 2)
    const next = openWithoutLocks('b')
    await look()
    expect(takeAll(next)).toEqual([])
    const [beat] = [...storage.items.keys()].filter((key) => key.includes(':beat:'))
    first.fire('pagehide', { persisted: false })
    expect(storage.items.has(beat!)).toBe(false)
    next.fire('storage', { key: beat, newValue: null })
    await vi.advanceTimersByTimeAsync(1000)
    expect(takeAll(next)).toEqual(numbers('a', 0, 2))
    next.outbox.remove(numbers('a', 0, 2).map((_, seq) => ({ src: 'a', seq })))
    next.outbox.close()
    expect(storage.items.size).toBe(0)
  })

  test('a page beats once a minute', async () => {
    const tab = openWithoutLocks('a')
    add(tab, 0, 2)
    await vi.advanceTimersByTimeAsync(1000)
    const beat = (): string => {
      const [key] = [...storage.items.keys()].filter((name) => name.includes(':beat:'))
      return storage.items.get(key!)!
    }
    const beats = new Set([beat()])
    for (let minute = 0; minute < 5; minute++) {
      await vi.advanceTimersByTimeAsync(60_000)
      beats.add(beat())
    }
    expect(beats.size).toBe(6)
  })

  test('a page that beats lives, however long; one that stands still for five minutes is dead', async () => {
    const first = openWithoutLocks('a')
    add(first, 0, 2)
    const next = openWithoutLocks('b')
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(takeAll(next)).toEqual([])
    // Put away: its timers stand still.
    first.fire('freeze')
    await vi.advanceTimersByTimeAsync(200_000)
    expect(takeAll(next)).toEqual([])
    await vi.advanceTimersByTimeAsync(200_000)
    expect(takeAll(next)).toEqual(numbers('a', 0, 2))
    first.fire('resume')
    await vi.advanceTimersByTimeAsync(1000)
    expect(first.owner.gone).toEqual([0, 1, 2])
  })

  test('one of ten tabs takes it over', async () => {
    const first = openWithoutLocks('a')
    add(first, 0, 2)
    first.fire('pagehide', { persisted: false })
    const tabs = Array.from({ length: 10 }, (_, i) => openWithoutLocks(`b${i}`, { random: () => i / 10 + 0.01 }))
    await look()
    expect(tabs.filter((tab) => takeAll(tab).length > 0)).toHaveLength(1)
  })

  test('a page whose clock is wrong is not dead by that', async () => {
    for (const off of [-30 * 365 * DAY, 70 * 365 * DAY]) {
      storage.items.clear()
      const first = openWithoutLocks('a', { now: () => Date.now() + off })
      add(first, 0, 2)
      const next = openWithoutLocks('b')
      await vi.advanceTimersByTimeAsync(1_000_000)
      expect(takeAll(next)).toEqual([])
      first.fire('freeze')
      await vi.advanceTimersByTimeAsync(700_000)
      expect(takeAll(next)).toEqual(numbers('a', 0, 2))
      next.outbox.close()
      first.outbox.close()
    }
  })
})

describe('the lock of a page: Firefox keeps none that holds one for the way back', () => {
  test('is held as long as there are records, each time under another name', async () => {
    const tab = open('a')
    await look()
    expect(locks.held.size).toBe(0)
    const names = new Set<string>()
    for (let seq = 0; seq < 3; seq++) {
      add(tab, seq, seq, true)
      // Asked for with the write, not later.
      await vi.advanceTimersByTimeAsync(0)
      const [name] = locks.held.keys()
      expect(name).toContain(segments()[0]!.split(':').at(-3))
      names.add(name!)
      tab.outbox.remove([{ src: 'a', seq }])
      await vi.advanceTimersByTimeAsync(0)
      expect(locks.held.size).toBe(0)
    }
    expect(names.size).toBe(3)
  })

  test('stays with a page that goes, until the browser frees it', async () => {
    const tab = open('a')
    add(tab, 0, 0, true)
    await vi.advanceTimersByTimeAsync(0)
    tab.fire('pagehide', { persisted: false })
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(1)
  })

  test('is not kept where it is granted when all has been acknowledged', async () => {
    const tab = open('a')
    add(tab, 0, 0, true)
    tab.outbox.remove([{ src: 'a', seq: 0 }])
    add(tab, 1, 1, true)
    await vi.advanceTimersByTimeAsync(0)
    expect([...locks.held.keys()]).toEqual([expect.stringContaining(segments()[0]!.split(':').at(-3)!)])
  })

  test('is not asked for by a page that is put away; what it writes then is taken by another one, and is not its own any more', async () => {
    const tab = open('a')
    tab.fire('pagehide', { persisted: true })
    add(tab, 0, 1)
    expect(stored()).toEqual([0, 1])
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(0)
    const other = open('b')
    await look()
    expect(takeAll(other)).toEqual(numbers('a', 0, 1))
    tab.fire('pageshow', { persisted: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(tab.owner.gone).toEqual([0, 1])
    add(tab, 2, 2, true)
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(2)
  })

  test('is asked for again by a page that comes back with records', async () => {
    const tab = open('a')
    tab.fire('pagehide', { persisted: true })
    add(tab, 0, 1)
    tab.fire('pageshow', { persisted: true })
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(1)
    const other = open('b')
    await look()
    expect(takeAll(other)).toEqual([])
    tab.outbox.remove([0, 1].map((seq) => ({ src: 'a', seq })))
    await vi.advanceTimersByTimeAsync(0)
    expect(locks.held.size).toBe(0)
  })
})

describe('room', () => {
  test('is shared by all tabs: the oldest go, and only the records of dead pages are lost, once', async () => {
    const options = { maxBytes: 8000, segmentBytes: 1000 }
    const dead = open('a', options)
    const living = open('b', options)
    const third = open('c', options)
    await vi.advanceTimersByTimeAsync(0)
    // So that nobody takes it over before it has to go.
    add(dead, 0, 5, true)
    add(living, 0, 5, true)
    await vi.advanceTimersByTimeAsync(0)
    dead.die()
    add(third, 0, 80, true)
    await vi.advanceTimersByTimeAsync(0)
    expect(storage.bytes).toBeLessThanOrEqual(8000)
    const lost = third.owner.lost.reduce((sum, [, count]) => sum + count, 0)
    expect([lost, third.journal.stats().dropped]).toEqual([6, 6])
    expect([living.owner.lost, living.journal.stats().dropped]).toEqual([[], 0])
    expect(new Set(third.owner.lost.map(([reason]) => reason))).toEqual(new Set(['overflow']))
  })

  test('what a page had already taken over is not lost with its segment', async () => {
    const options = { maxBytes: 8000, segmentBytes: 1000 }
    const dead = open('a', options)
    await vi.advanceTimersByTimeAsync(0)
    add(dead, 0, 5, true)
    dead.die()
    const next = open('b', options)
    await look()
    const some = next.outbox.takeOver()
    add(next, 0, 80, true)
    await vi.advanceTimersByTimeAsync(0)
    const lost = next.owner.lost.reduce((sum, [, count]) => sum + count, 0)
    expect(some.length + lost).toBe(6)
    next.outbox.remove(some)
    expect(takeAll(next)).toEqual([])
  })

  test('what another tab has removed is not counted again', () => {
    const options = { maxBytes: 4000, segmentBytes: 1000, storage, caller: false }
    const one = new LocalStorageHandler(options)
    const segment = `{"seq":0,"msg":"${'x'.repeat(400)}"}\n`
    for (const src of ['a', 'b', 'c', 'd']) storage.items.set(`treeline:2:${src}:1:${NOW.toString(36)}`, segment)
    const { removeItem } = FakeStorage.prototype
    // The other tab is faster by one.
    storage.removeItem = function (key) {
      for (const src of ['a', 'b']) removeItem.call(this, `treeline:2:${src}:1:${NOW.toString(36)}`)
      removeItem.call(this, key)
    }
    one.emit({ name: 'a', levelno: 50, levelname: 'CRITICAL', getMessage: () => 'x', created: 1 } as never)
    expect(one.stats().dropped).toBe(storage.items.has(`treeline:2:c:1:${NOW.toString(36)}`) ? 1 : 2)
    one.close()
  })

  test('too old goes under the lock of its page, and is counted by one tab', async () => {
    const first = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(first, 0, 4, true)
    first.die()
    vi.setSystemTime(NOW + 8 * DAY)
    const tabs = Array.from({ length: 5 }, (_, i) => open(`b${i}`))
    await look()
    expect(tabs.flatMap(({ owner }) => owner.lost)).toEqual([['expired', 5]])
    expect(tabs.map(({ journal }) => journal.stats().expired).sort()).toEqual([0, 0, 0, 0, 5])
    expect(tabs.flatMap(takeAll)).toEqual([])
    expect(segments()).toEqual([])
  })
})

describe('a clock that is wrong', () => {
  const options = { maxBytes: 8000, segmentBytes: 1000 }

  test.each([
    ['in 1970', 1000],
    ['in 2099', Date.UTC(2099, 0)],
    ['a month back', NOW - 30 * DAY],
    ['no number', Number.NaN],
  ])('%s: its records are neither first to go nor last', async (_, ms) => {
    const before = open('before', options)
    const wrong = open('wrong', { ...options, now: () => ms })
    const after = open('after', options)
    await vi.advanceTimersByTimeAsync(0)
    for (const tab of [before, wrong, after]) add(tab, 0, 5, true)
    const order = (): string[] => [
      ...new Set(
        segments()
          .sort((one, other) => numberOf(one) - numberOf(other))
          .map((key) => (JSON.parse(storage.items.get(key)!.split('\n')[0]!) as OutboxEntry).src),
      ),
    ]
    expect(order()).toEqual(['before', 'wrong', 'after'])
    const filler = open('filler', options)
    for (let seq = 0; order().includes('before'); seq++) add(filler, seq, seq, true)
    expect(order()).toContain('wrong')
    for (let seq = 500; order().includes('wrong'); seq++) add(filler, seq, seq, true)
    expect(order()).toContain('after')
  })

  test.each([
    ['in 1970', 1000],
    ['in 2099', Date.UTC(2099, 0)],
  ])('%s: its records are not too old at once, and not young for ever', async (_, ms) => {
    const wrong = open('wrong', { now: () => ms })
    await vi.advanceTimersByTimeAsync(0)
    add(wrong, 0, 2, true)
    const right = open('right')
    await vi.advanceTimersByTimeAsync(0)
    add(right, 0, 0, true)
    const kept = new Map(storage.items)
    wrong.die()
    right.die()
    vi.setSystemTime(NOW + 6 * DAY)
    const young = open('x')
    await look()
    expect(takeAll(young)).toHaveLength(4)
    young.die()
    storage.items.clear()
    for (const [key, text] of kept) storage.items.set(key, text)
    vi.setSystemTime(NOW + 8 * DAY)
    const old = open('y')
    await look()
    expect(takeAll(old)).toEqual([])
    expect(old.owner.lost.reduce((sum, [, count]) => sum + count, 0)).toBe(4)
  })

  const numberOf = (key: string): number => Number.parseInt(key.split(':').at(-2)!, 36)
})

describe('a storage that is full', () => {
  test('is tried again after some seconds, and takes what memory held, in order', async () => {
    const tab = open('a')
    add(tab, 0, 1, true)
    storage.quota = 0
    add(tab, 2, 3, true)
    expect(tab.owner.errors).toHaveLength(1)
    expect(tab.journal.stats().memory).toBe(true)
    storage.quota = Infinity
    const { writes } = storage
    add(tab, 4, 4, true)
    expect(storage.writes).toBe(writes)
    await vi.advanceTimersByTimeAsync(5000)
    add(tab, 5, 5, true)
    expect(stored()).toEqual([0, 1, 2, 3, 4, 5])
    expect(tab.journal.stats()).toMatchObject({ memory: false, dropped: 0 })
    storage.quota = 0
    tab.outbox.add(entryOf('a', 6, 'x'.repeat(9000)), true)
    expect(tab.owner.errors).toHaveLength(2)
  })

  test('is tried at once when the page goes', () => {
    const tab = open('a')
    storage.quota = 0
    add(tab, 0, 300, true)
    storage.quota = Infinity
    tab.fire('pagehide')
    expect(stored()).toEqual(Array.from({ length: 301 }, (_, i) => i))
  })

  test('what is acknowledged meanwhile does not come back with it', async () => {
    const tab = open('a')
    add(tab, 0, 3, true)
    storage.quota = 0
    add(tab, 4, 5, true)
    tab.outbox.remove([1, 4].map((seq) => ({ src: 'a', seq })))
    storage.quota = Infinity
    await vi.advanceTimersByTimeAsync(5000)
    tab.outbox.flush()
    expect(stored()).toEqual([0, 2, 3, 5])
  })

  test('halves once what stands in it, not at every try', () => {
    const tab = open('a', { segmentBytes: 1000, maxBytes: 20_000 })
    add(tab, 0, 50, true)
    const before = segments().length
    storage.quota = 0
    for (let i = 0; i < 10; i++) {
      vi.advanceTimersByTime(6000)
      add(tab, 100 + i, 100 + i, true)
    }
    expect(segments().length).toBeGreaterThan(before / 2 - 2)
  })
})

describe('a storage that others fill', () => {
  test('keeps what a page that is gone has left, where it is little: it is nowhere else', () => {
    const old = open('a', { segmentBytes: 1000 })
    add(old, 0, 50, true)
    old.die()
    storage.quota = 0
    const tab = open('b', { segmentBytes: 1000 })
    tab.outbox.add(entryOf('b', 100), true)
    expect(stored()).toEqual(Array.from({ length: 51 }, (_, i) => i))
    expect(tab.journal.stats()).toMatchObject({ memory: true, dropped: 0 })
    expect(tab.owner.lost).toEqual([])
  })

  test('gets back what is above half of the room, the oldest first', async () => {
    const old = open('a', { segmentBytes: 1000, maxBytes: 16_000 })
    add(old, 0, 50, true)
    old.die()
    const before = storage.bytes
    storage.quota = 0
    const tab = open('b', { segmentBytes: 1000, maxBytes: 16_000 })
    tab.outbox.add(entryOf('b', 100), true)
    await vi.advanceTimersByTimeAsync(0)
    expect(before).toBeGreaterThan(10_000)
    expect(storage.bytes).toBeGreaterThan(8000 - 1000)
    expect(storage.bytes).toBeLessThanOrEqual(8000)
    expect(stored().at(-1)).toBe(50)
    expect(tab.journal.stats().dropped).toBe(stored()[0])
  })
})

describe('stats and clear', () => {
  test('count all that stands under the key, for all servers', () => {
    const tab = open('a')
    const handler = new LocalStorageHandler({ journal: tab.journal })
    tab.journal
      .open({ ...tab.owner, src: 'c', destination: 'https://b.example/', onTakeover() {}, onLost() {}, onError() {} })
      .add(entryOf('c', 0), true)
    add(tab, 0, 0, true)
    handler.emit({ name: 'a', levelno: 50, levelname: 'CRITICAL', getMessage: () => 'x', created: 1 } as never)
    add(open('z'), 0, 0, true)
    const beats = [...storage.items.keys()].filter((key) => key.includes('beat'))
    expect(beats).toEqual([])
    expect(tab.journal.stats()).toEqual({
      bytes: storage.bytes,
      segments: 4,
      dropped: 0,
      expired: 0,
      corrupt: 0,
      memory: false,
    })
    storage.items.set('theme', 'dark')
    // One that has opened nothing sees what stands there.
    expect(new Journal({ storage, locks: null }).stats()).toMatchObject({
      bytes: expect.any(Number) as number,
      segments: 4,
    })
    add(tab, 1, 1)
    handler.clear()
    vi.advanceTimersByTime(1000)
    expect([...storage.items.keys()]).toEqual(['theme'])
    tab.outbox.remove([{ src: 'a', seq: 0 }])
    add(tab, 2, 2, true)
    expect(stored()).toEqual([2])
    handler.close()
  })
})

test('a journal that has opened nothing clears what stands under its key for all servers, and nothing else', () => {
  add(open('a'), 0, 2, true)
  add(open('b', {}, 'https://b.example/'), 0, 0, true)
  add(open('c', { key: 'other' }), 0, 0, true)
  storage.items.set('treeline', 'x')
  new Journal({ storage, locks: null }).clear()
  expect([...storage.items.keys()]).toEqual([expect.stringMatching(/^other:outbox:/), 'treeline'])
})

describe('hostile surroundings', () => {
  const rejected: unknown[] = []
  const note = (error: unknown): number => rejected.push(error)
  beforeEach(() => void process.on('unhandledRejection', note))
  afterEach(() => {
    process.off('unhandledRejection', note)
    expect(rejected).toEqual([])
  })

  const never = (): Promise<never> => new Promise(() => {})
  test.each<[string, unknown]>([
    [
      'throw',
      {
        request: () => {
          throw new Error('no')
        },
        query: () => {
          throw new Error('no')
        },
      },
    ],
    [
      'reject',
      {
        request: async () => {
          throw new Error('no')
        },
        query: async () => {
          throw new Error('no')
        },
      },
    ],
    ['never answer', { request: never, query: never }],
    ['answer nonsense', { request: () => 5, query: () => 'x' }],
    ['give nothing', { request: (_: string, __: object, granted: (lock: unknown) => unknown) => granted(undefined) }],
  ])('locks that %s', async (_, broken) => {
    storage.setItem(`treeline:outbox:x:2:a:1:${NOW.toString(36)}`, 'rubbish')
    const tab = openTab('a', null, { storage, locks: broken as never, maxBytes: 3000, segmentBytes: 700 })
    add(tab, 0, 30, true)
    tab.fire('pagehide', { persisted: true })
    tab.fire('pageshow', { persisted: true })
    await look()
    add(tab, 31, 60, true)
    expect(takeAll(tab)).toEqual([])
    tab.outbox.remove([{ src: 'a', seq: 60 }])
    tab.outbox.close()
    await look()
    vi.useRealTimers()
    await new Promise((resolve) => void setTimeout(resolve, 5))
  })

  const throwing = new Proxy({} as FakeStorage, {
    get() {
      throw new DOMException('denied', 'SecurityError')
    },
  })
  const silent = Object.assign(new FakeStorage(), { setItem() {} })
  test.each([
    ['null', null],
    ['throwing', throwing],
    ['silent', silent],
    ['full', Object.assign(new FakeStorage(), { quota: 0 })],
  ])('a storage that is %s: memory, told once', async (_, broken) => {
    for (const shared of [locks, null]) {
      const tab = openTab('a', shared, { storage: broken })
      for (let i = 0; i < 3; i++) {
        add(tab, 10 * i, 10 * i + 5, true)
        await look()
      }
      expect(tab.owner.errors).toHaveLength(1)
      tab.outbox.remove([{ src: 'a', seq: 3 }])
      expect(tab.journal.stats()).toMatchObject({ memory: true, dropped: 0 })
      tab.fire('pagehide')
      tab.journal.clear()
      tab.outbox.close()
    }
  })

  test('two tabs with the same random numbers: nothing is mixed up', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5)
    const one = open('a')
    const two = open('a')
    await vi.advanceTimersByTimeAsync(0)
    add(one, 0, 1, true)
    add(two, 0, 1, true)
    one.outbox.remove([{ src: 'a', seq: 0 }])
    expect(stored()).toEqual([1, 0, 1])
    two.die()
    await look()
    // The same ids: they go with its own.
    expect(takeAll(one)).toEqual(['a:0'])
    one.outbox.remove([0, 1].map((seq) => ({ src: 'a', seq })))
    expect(stored()).toEqual([])
  })

  test('a clock that goes back', async () => {
    const tab = open('a', { segmentBytes: 1000 })
    add(tab, 0, 5, true)
    vi.setSystemTime(NOW - 20 * DAY)
    add(tab, 6, 20, true)
    expect(stored()).toHaveLength(21)
    storage.failure = () => new Error('broken')
    storage.quota = 0
    add(tab, 21, 21, true)
    vi.setSystemTime(NOW - 300 * DAY)
    storage.quota = Infinity
    add(tab, 22, 22, true)
    expect(stored()).toHaveLength(23)
  })

  test('a count that somebody put near the end', () => {
    storage.items.set(`treeline:outbox:x:2:a:${(2 ** 53 - 1).toString(36)}:${NOW.toString(36)}`, 'x\n')
    storage.items.set(`treeline:2:a:${'z'.repeat(40)}:${NOW.toString(36)}`, 'x\n')
    const handler = new LocalStorageHandler({ storage, segmentBytes: 400 })
    for (let i = 0; i < 4; i++) {
      handler.emit({ name: 'a', levelno: 50, levelname: 'CRITICAL', getMessage: () => `${i}`, created: i } as never)
    }
    expect(handler.read().map(({ msg }) => msg)).toEqual(['0', '1', '2', '3'])
    handler.close()
  })
})

test('an empty segment goes with the page that left it, counts as nothing, and makes room as any other', async () => {
  const left = open('a')
  add(left, 0, 0, true)
  const [key] = segments()
  left.die()
  storage.items.set(key!, '')
  // As nobody reads it.
  storage.items.set(key!.replace(':2:', ':1:'), '')
  const next = open('b', { maxBytes: 600, segmentBytes: 300 })
  await look()
  expect([takeAll(next), segments()]).toEqual([[], []])
  expect(next.owner.lost).toEqual([])
  add(next, 0, 20, true)
  expect([...storage.items.values()].filter((text) => text === '')).toEqual([])
  expect(next.owner.lost).toEqual([])
  next.journal.clear()
  expect(storage.items.size).toBe(0)
})

test('an empty segment that makes room before anybody has looked is no loss', async () => {
  const left = open('a')
  add(left, 0, 0, true)
  const [key] = segments()
  left.die()
  storage.items.set(key!, '')
  const next = open('b', { maxBytes: 600, segmentBytes: 300 })
  add(next, 0, 20, true)
  await look()
  expect(storage.items.has(key!)).toBe(false)
  expect(next.owner.lost).toEqual([])
})

test('after a clear, what a sender has in memory is not stored again', async () => {
  const tab = open('a')
  add(tab, 0, 3, true)
  add(tab, 4, 5)
  tab.journal.clear()
  await look()
  tab.fire('pagehide')
  expect(storage.items.size).toBe(0)
  tab.outbox.remove(numbers('a', 0, 5).map((_, seq) => ({ src: 'a', seq })))
  add(tab, 6, 6, true)
  expect(stored()).toEqual([6])
})

test('options that are wrong are refused', () => {
  const make = (options: unknown) => () => new Journal(options as object)
  expect(make({ durability: 'each' })).toThrow(
    new RangeError("durability: expected one of 'batch', 'record', not 'each'"),
  )
  expect(make({ locks: {} })).toThrow(/^locks: expected a LockManager/)
  expect(make({ flushLevel: 10 })).toThrow(/^Journal: unknown option 'flushLevel'; there are: key maxBytes/)
  expect(make({ maxBytes: 0 })).toThrow(RangeError)
  expect(() => new LocalStorageHandler({ journal: new Journal(), key: 'x' })).toThrow(/unknown option 'key'/)
  expect(() => new LocalStorageHandler({ journal: {} as never })).toThrow(
    new TypeError('journal: expected a Journal, not {}'),
  )
  expect(make({ locks: null, storage: null })).not.toThrow()
  expect(make({ storage: {} })).toThrow(
    new TypeError('storage: expected an object with the methods of localStorage, not {}'),
  )
  expect(make({ storage: 'localStorage' })).toThrow(TypeError)
  expect(make({ eventTarget: {} })).toThrow(new TypeError('eventTarget: expected an EventTarget, not {}'))
  expect(make({ now: 5 })).toThrow(new TypeError('now: expected a function, not 5'))
  expect(make({ random: 0.5 })).toThrow(new TypeError('random: expected a function, not 0.5'))
  const handler = (options: unknown) => () => new LocalStorageHandler(options as object)
  expect(handler({ storage: {} })).toThrow(TypeError)
  expect(handler({ caller: 'no' })).toThrow(new TypeError("caller: expected true or false, not 'no'"))
  expect(handler({ reportUnavailable: 0 })).toThrow(new TypeError('reportUnavailable: expected true or false, not 0'))
  expect(handler({ flushLevel: 'LOUD' })).toThrow(new RangeError("flushLevel: Unknown level: 'LOUD'"))
})

test.each([
  [{ minlevel: 'ERROR' }, "read: unknown option 'minlevel'; there are: minLevel logger since"],
  [{ minLevel: 'LOUD' }, "minLevel: Unknown level: 'LOUD'"],
  [{ logger: 5 }, 'logger: expected a string, not 5'],
  [{ since: 'today' }, "since: expected seconds since the epoch, not 'today'"],
  ['ERROR', "read: unknown option 'ERROR'; there are: minLevel logger since"],
])('read and export refuse %j', (options, message) => {
  const handler = new LocalStorageHandler({ storage })
  expect(() => handler.read(options as object)).toThrow(message)
  expect(() => handler.export(options as object)).toThrow(message)
})

test.each([null, undefined, 'handler', {}])('drain refuses %j', (handler) => {
  const store = new LocalStorageHandler({ storage })
  expect(() => store.drain(handler as never)).toThrow(/^drain: expected a Handler, not /)
})

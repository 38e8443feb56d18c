import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Heartbeats, makeHeartbeats } from './heartbeats.js'
import { openStore } from './keyValueStorage.js'
import { checkSettings } from './settings.js'
import { FakeStorage } from './testing/fakeStorage.js'

const NOW = 1_800_000_000_000
let storage: FakeStorage
let randoms: number[]
beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  storage = new FakeStorage()
  randoms = [0.5]
})
afterEach(() => void vi.useRealTimers())

const KEY = 'p:beat:seg'
const beatAt = (ms: number, id = 'other'): string => `${id} ${Math.floor(ms).toString(36)}`

function beats(maxAgeMs = 1000): Heartbeats {
  const settings = checkSettings({
    storage,
    maxAgeMs,
    eventTarget: null,
    locks: null,
    random: () => randoms.shift() ?? 0,
  })
  const store = openStore(storage)
  return makeHeartbeats('p', settings, () => store)
}

test('a name that is held has a beat a minute', () => {
  const own = beats()
  own.hold('seg')
  expect(storage.items.get(KEY)).toBe(beatAt(NOW, 'i000000000'))
  vi.advanceTimersByTime(59_999)
  expect(storage.writes).toBe(1)
  vi.advanceTimersByTime(1)
  expect(storage.items.get(KEY)).toBe(beatAt(NOW + 60_000, 'i000000000'))
  vi.advanceTimersByTime(60_000)
  expect(storage.writes).toBe(3)
  own.free('seg')
  expect(storage.items.size).toBe(0)
  vi.advanceTimersByTime(600_000)
  expect(storage.writes).toBe(3)
})

test.each<[string, string | undefined, boolean]>([
  ['nobody', undefined, true],
  ['itself', beatAt(NOW, 'i000000000'), true],
  ['a page that lives', beatAt(NOW), false],
  ['a page that said so five minutes ago', beatAt(NOW - 300_000), false],
  ['a page that has been silent for longer', beatAt(NOW - 300_001), true],
  ['a page that has been silent for ten minutes', beatAt(NOW - 600_000), true],
  ['a page whose clock may be wrong', beatAt(NOW - 600_001), false],
  ['a page of the future', beatAt(NOW + 1), false],
  ['what has no time', 'other', false],
  ['what has no number', 'other !', false],
])('a name of %s', (_, text, isFree) => {
  const own = beats()
  if (text !== undefined) storage.items.set(KEY, text)
  expect(own.isFree('seg')).toBe(isFree)
  const tell = vi.fn<() => void>()
  own.ifDead('seg', tell)
  expect(tell).toHaveBeenCalledTimes(isFree ? 1 : 0)
})

test('maxAgeMs is how old a beat may be that is believed', () => {
  storage.items.set(KEY, beatAt(NOW - 900_000))
  expect(beats(900_000).isFree('seg')).toBe(true)
  expect(beats(899_999).isFree('seg')).toBe(false)
})

test('what no clock can be right about has to stand still for five minutes', () => {
  const own = beats()
  storage.items.set(KEY, beatAt(NOW + 1e9))
  expect(own.isFree('seg')).toBe(false)
  vi.setSystemTime(NOW + 300_000)
  expect(own.isFree('seg')).toBe(false)
  vi.setSystemTime(NOW + 300_001)
  expect(own.isFree('seg')).toBe(true)
  storage.items.set(KEY, beatAt(NOW + 2e9))
  expect(own.isFree('seg')).toBe(false)
  // Also where this page's clock is put back.
  vi.setSystemTime(NOW - 1)
  expect(own.isFree('seg')).toBe(true)
})

test('a name is taken where nobody else was faster', () => {
  const own = beats()
  const taken: unknown[] = []
  own.take('seg', (free) => taken.push(free))
  expect(storage.items.has(KEY)).toBe(true)
  vi.advanceTimersByTime(49)
  expect(taken).toEqual([])
  vi.advanceTimersByTime(1)
  expect(taken).toEqual([expect.any(Function)])
  ;(taken[0] as () => void)()
  expect(storage.items.size).toBe(0)
})

test('how long is waited is random, up to 250 ms', () => {
  randoms = [0.5, 0.99]
  const own = beats()
  const taken: unknown[] = []
  own.take('seg', (free) => taken.push(free))
  vi.advanceTimersByTime(247)
  expect(taken).toEqual([])
  vi.advanceTimersByTime(1)
  expect(taken).toHaveLength(1)
})

test('a name is not taken where it is held, or another page was faster', () => {
  const own = beats()
  const taken: unknown[] = []
  storage.items.set(KEY, beatAt(NOW))
  own.take('seg', (free) => taken.push(free))
  expect(taken).toEqual([undefined])
  storage.items.clear()
  own.take('seg', (free) => taken.push(free))
  storage.items.set(KEY, beatAt(NOW))
  vi.advanceTimersByTime(250)
  expect(taken).toEqual([undefined, undefined])
  vi.advanceTimersByTime(120_000)
  expect(storage.items.get(KEY)).toBe(beatAt(NOW))
})

test('a name that another page has taken is given up, and not removed', () => {
  const own = beats()
  own.hold('seg')
  own.hold('two')
  storage.items.set(KEY, beatAt(NOW))
  vi.advanceTimersByTime(60_000)
  expect(storage.items.get(KEY)).toBe(beatAt(NOW))
  expect(storage.items.get('p:beat:two')).toBe(beatAt(NOW + 60_000, 'i000000000'))
  own.free('seg')
  expect(storage.items.has(KEY)).toBe(true)
})

test('a beat that was removed comes again', () => {
  const own = beats()
  own.hold('seg')
  storage.items.clear()
  vi.advanceTimersByTime(60_000)
  expect(storage.items.get(KEY)).toBe(beatAt(NOW + 60_000, 'i000000000'))
})

test.each([
  ['frozen', 2],
  ['gone', 0],
])('a page that is %s leaves %d beats', (how, left) => {
  const own = beats()
  own.hold('seg')
  own.hold('two')
  own.leave(how as never)
  expect(storage.items.size).toBe(left)
  vi.advanceTimersByTime(120_000)
  expect(storage.writes).toBe(2)
})

test('a storage that is full, and one that there is not, do no harm', () => {
  storage.quota = 0
  const own = beats()
  own.hold('seg')
  expect(storage.items.size).toBe(0)
  const none = makeHeartbeats('p', checkSettings({ storage: null }), () => undefined)
  none.hold('seg')
  expect(none.isFree('seg')).toBe(true)
  none.free('seg')
})

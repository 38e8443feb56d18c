import { beforeEach, describe, expect, test } from 'vitest'
import { segmentKey } from './segments.js'
import { makeSegmentStore, type SegmentStore } from './segmentStore.js'
import { checkSettings } from './settings.js'
import { FakeStorage } from './testing/fakeStorage.js'

const NOW = Date.UTC(2026, 5)
const AGE_MS = 1000

let storage: FakeStorage
let nowMs: number
let told: unknown[]
let removed: string[]
let asked: number[]
let mayExpire: boolean
let store: SegmentStore

beforeEach(() => {
  storage = new FakeStorage()
  nowMs = NOW
  told = []
  removed = []
  asked = []
  mayExpire = true
  const settings = checkSettings({ storage, maxAgeMs: AGE_MS, locks: null, eventTarget: null, now: () => nowMs })
  store = makeSegmentStore('p', settings, {
    keptBytes: (total) => (asked.push(total), 0),
    onFailure: (cause) => told.push(cause),
    onRemoved: ({ number }, reason) => removed.push(`${number} ${reason}`),
    mayExpire: () => mayExpire,
  })
})

const keyOf = (number: number, begunMs = NOW): string => segmentKey('p', 'abcdefghij', number, begunMs)
const listed = (): string[] => store.list().map(({ number, text }) => `${number} ${text.trim()}`)
const bytesOf = (key: string, text: string): number => 2 * (key.length + text.length)

describe('while the storage takes nothing', () => {
  test('segments are kept in memory, in place of those in it, and all stand in order', () => {
    store.set(keyOf(1), 'a\n', true)
    store.set(keyOf(3), 'c\n', true)
    storage.failure = () => new Error('denied')
    storage.quota = 0
    store.set(keyOf(2), 'b\n', true)
    store.set(keyOf(1), 'a\nA\n', false)
    expect(listed()).toEqual(['1 a\nA', '2 b', '3 c'])
    expect([store.get(keyOf(1)), store.get(keyOf(3))]).toEqual(['a\nA\n', 'c\n'])
    store.delete(keyOf(1))
    expect([listed(), store.get(keyOf(1))]).toEqual([['2 b', '3 c'], null])
  })

  test.each([
    [4999, false, ['1']],
    [5000, false, []],
    [-5000, false, []],
    [0, true, []],
  ])('%d ms later, at once %s, it is tried again', (ms, atOnce, left) => {
    storage.quota = 0
    store.set(keyOf(1), 'a\n', true)
    storage.quota = Infinity
    nowMs += ms
    store.retry(atOnce)
    // What another tab removes is gone, unless it is in memory still.
    storage.items.clear()
    expect(store.list().map(({ number }) => String(number))).toEqual(left)
  })

  test('that is told once for a run of failures', () => {
    storage.quota = 0
    for (let i = 1; i < 4; i++) {
      store.set(keyOf(i), 'a\n', true)
      store.retry(true)
    }
    expect([told.length, asked.length]).toEqual([1, 1])
    storage.quota = Infinity
    store.retry(true)
    expect(storage.items.size).toBe(3)
    storage.quota = 0
    store.set(keyOf(4), 'a\n', true)
    expect([told.length, asked.length]).toEqual([2, 2])
  })
})

test('a full storage loses other segments, and not the one that is written', () => {
  store.set(keyOf(1), 'a\n', true)
  store.set(keyOf(2), 'b\n', true)
  storage.quota = storage.bytes / 2
  store.set(keyOf(2), 'bb\n', false)
  expect([removed, asked, told]).toEqual([['1 overflow'], [bytesOf(keyOf(1), 'a\n')], []])
  expect(listed()).toEqual(['2 bb'])
})

test('whether the storage keeps what it is given is asked for what is new', () => {
  storage.setItem = () => {}
  store.set(keyOf(1), 'a\n', false)
  expect([told, listed()]).toEqual([[], []])
  store.set(keyOf(1), 'a\n', true)
  expect([told, listed()]).toEqual([[new TypeError('the storage keeps nothing')], ['1 a']])
})

test('room is made for the next number: what takes no more than there may be stays', () => {
  expect(store.makeRoom(0)).toBe(1)
  for (const number of [3, 4, 7]) store.set(keyOf(number), 'a\n', true)
  const one = bytesOf(keyOf(3), 'a\n')
  expect([store.makeRoom(3 * one), removed]).toEqual([8, []])
  expect([store.makeRoom(3 * one - 1), removed]).toEqual([8, ['3 overflow']])
  expect([store.makeRoom(one), removed]).toEqual([8, ['3 overflow', '4 overflow']])
})

test('what is older than it may be is not read any more, and goes where it may', () => {
  store.set(keyOf(1, NOW), 'a\n', true)
  store.set(keyOf(2, NOW + 1), 'b\n', true)
  nowMs = NOW + AGE_MS
  expect(store.fresh()).toHaveLength(2)
  nowMs++
  expect(store.fresh().map(({ number }) => number)).toEqual([2])
  mayExpire = false
  store.makeRoom(Infinity)
  expect(removed).toEqual([])
  mayExpire = true
  store.makeRoom(Infinity)
  expect([removed, listed()]).toEqual([['1 expired'], ['2 b']])
})

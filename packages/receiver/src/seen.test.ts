import { expect, test } from 'vitest'
import { Lru } from './lru.js'
import { Seen } from './seen.js'
import { Source, Sources } from './sources.js'

test('any order of arrival is remembered exactly', () => {
  // A fixed shuffle of 1..500 with every seventh left out.
  const numbers = Array.from({ length: 500 }, (_, i) => ((i * 211) % 500) + 1).filter((n) => n % 7 !== 0 || n > 300)
  const seen = new Seen()
  const small = numbers.filter((n) => n <= 60 || n > 440)
  for (const n of small) {
    expect(seen.has(n)).toBe(false)
    seen.add(n)
    expect(seen.has(n)).toBe(true)
  }
  for (let n = 0; n <= 501; n++) expect(seen.has(n), String(n)).toBe(small.includes(n))
})

test('adding twice changes nothing', () => {
  const seen = new Seen()
  for (const n of [5, 5, 3, 4, 4, 3]) seen.add(n)
  expect([2, 3, 4, 5, 6].map((n) => seen.has(n))).toEqual([false, true, true, true, false])
})

test('a source that leaves gaps without end is held in bounded memory and forgets only its oldest', () => {
  const seen = new Seen()
  for (let n = 1; n < 100_000; n += 2) seen.add(n)
  expect((seen as unknown as { edges: number[] }).edges.length).toBe(128)
  expect(seen.has(99_999)).toBe(true)
  expect(seen.has(99_998)).toBe(false)
  expect(seen.has(99_999 - 2 * 63)).toBe(true)
  expect(seen.has(99_999 - 2 * 64)).toBe(false)
  // Nothing below is taken for seen that never came.
  expect(seen.has(2)).toBe(false)
})

test('a gap that stays open costs one span however long the source lives', () => {
  const seen = new Seen()
  for (let n = 1; n <= 10_000; n++) if (n !== 5) seen.add(n)
  expect((seen as unknown as { edges: number[] }).edges).toEqual([1, 4, 6, 10_000])
})

test('the least recently used goes first', () => {
  const lru = new Lru<number>(2)
  lru.open('a', () => 1)
  lru.open('b', () => 2)
  lru.open('a', () => 0)
  lru.open('c', () => 3)
  expect(lru.size).toBe(2)
  expect(lru.open('a', () => 9)).toBe(1)
  expect(lru.open('b', () => 9)).toBe(9)
})

test('the number of sources is bounded', () => {
  const sources = new Sources(3)
  for (let n = 0; n < 100; n++) sources.open(`s${n}`).seen.add(1)
  expect(sources.size).toBe(3)
  expect(sources.open('s99').seen.has(1)).toBe(true)
  expect(sources.open('s0').seen.has(1)).toBe(false)
})

test('loss counters tell only what is new, and keep a bounded number of reasons', () => {
  const source = new Source()
  expect(source.newlyLost(new Map([['overflow', 3]]))).toEqual(new Map([['overflow', 3]]))
  expect(source.newlyLost(new Map([['overflow', 3]])).size).toBe(0)
  expect(
    source.newlyLost(
      new Map([
        ['overflow', 5],
        ['quota', 1],
      ]),
    ),
  ).toEqual(
    new Map([
      ['overflow', 2],
      ['quota', 1],
    ]),
  )
  expect(source.newlyLost(new Map([['overflow', 3]])).size).toBe(0)
  for (let n = 0; n < 100; n++) source.newlyLost(new Map([[`r${n}`, 1]]))
  expect((source as unknown as { lost: Map<string, number> }).lost.size).toBe(16)
})

import { expect, test } from 'vitest'
import { type Source, Sources } from './sources.js'

/** Takes a record, unless it is known. */
function take(sources: Sources, src: string, client: string, digest: number): boolean {
  const source = sources.begin(src, client)
  if (sources.isKnown(source, digest)) return false
  source.seen.add(digest)
  sources.count(source)
  return true
}

test('a source is one id at one address; a copy is known from every address', () => {
  const sources = new Sources(10, 1000)
  expect(take(sources, 'p', '1', 5)).toBe(true)
  expect(take(sources, 'p', '2', 5)).toBe(false)
  expect(take(sources, 'p', '2', 6)).toBe(true)
  expect(take(sources, 'p', '1', 6)).toBe(false)
  expect(take(sources, 'q', '1', 5)).toBe(true)
  expect(sources.size).toBe(3)
})

test('of each source the last five thousand records are known, and no more than ten thousand', () => {
  const sources = new Sources(2, 1_000_000)
  for (let n = 1; n <= 15_000; n++) take(sources, 'p', '1', n)
  const source = sources.open('p', '1')
  expect(source.seen.size).toBeLessThanOrEqual(10_000)
  for (const n of [10_001, 12_345, 15_000]) expect(take(sources, 'p', '1', n)).toBe(false)
  for (const n of [1, 5000]) expect(take(sources, 'p', '1', n)).toBe(true)
})

test('the number of sources is bounded, and the least recent goes', () => {
  const sources = new Sources(3, 1000)
  for (let n = 0; n < 100; n++) take(sources, `s${n}`, '1', 1)
  expect(sources.size).toBe(3)
  expect((sources as unknown as { byId: Map<string, unknown> }).byId.size).toBe(3)
  expect(take(sources, 's99', '1', 1)).toBe(false)
  expect(take(sources, 's0', '1', 1)).toBe(true)
})

test('ids without end push out each other, and no page at their address that has sent again', () => {
  const sources = new Sources(10, 1000)
  take(sources, 'page', '1', 1)
  take(sources, 'page', '1', 2)
  for (let n = 0; n < 100; n++) take(sources, `flood${n}`, '1', 1)
  expect(sources.size).toBe(10)
  expect([take(sources, 'page', '1', 1), take(sources, 'page', '1', 2)]).toEqual([false, false])
  expect(take(sources, 'flood99', '1', 1)).toBe(false)
})

test('where most have sent again, the least recent goes, whoever it is', () => {
  const sources = new Sources(4, 1000)
  for (const src of ['a', 'b', 'c', 'a', 'b', 'c', 'new', 'newer']) take(sources, src, '1', 1)
  expect(take(sources, 'new', '1', 1)).toBe(false)
  expect(take(sources, 'a', '1', 1)).toBe(true)
})

test('as many records as may be are remembered, beside what a source takes; with one more the oldest source goes', () => {
  const sources = new Sources(10, 3)
  for (const src of ['p', 'q', 'r']) take(sources, src, '1', 1)
  expect(sources.size).toBe(3)
  take(sources, 'r', '1', 2)
  expect(sources.size).toBe(2)
  expect(take(sources, 'q', '1', 1)).toBe(false)
})

test('of a source that was forgotten meanwhile nothing is known', () => {
  const sources = new Sources(1, 1000)
  const page = sources.open('p', '1')
  page.seen.add(5)
  expect(sources.isKnown(page, 5)).toBe(true)
  sources.open('q', '1')
  expect(sources.isKnown(page, 5)).toBe(false)
  expect(lost(sources, page, { overflow: 3 })).toEqual({ overflow: 3 })
  expect(sources.newlyLeft(page, 2)).toBe(2)
})

test('an address that opens sources without end pushes out only its own', () => {
  const sources = new Sources(100, 1000)
  for (let n = 0; n < 10; n++) take(sources, `page${n}`, `10.0.0.${n}`, 1)
  for (let n = 0; n < 1000; n++) take(sources, `flood${n}`, '6.6.6.6', 1)
  for (let n = 0; n < 10; n++) expect(take(sources, `page${n}`, `10.0.0.${n}`, 1)).toBe(false)
  expect(sources.size).toBe(100)
})

test('an address that sends records without end makes others forget nothing', () => {
  const sources = new Sources(100, 1000)
  take(sources, 'page', '10.0.0.1', 1)
  for (let n = 0; n < 50; n++) for (let digest = 0; digest < 100; digest++) take(sources, `f${n}`, '6.6.6.6', digest)
  expect(take(sources, 'page', '10.0.0.1', 1)).toBe(false)
  const { weight, size } = (sources as unknown as { shares: { weight: number; size: number } }).shares
  expect(weight - 16 * size).toBeLessThanOrEqual(1000)
})

test('an id that many addresses use is looked up in a bounded number of sources: the one that began, and the last', () => {
  const sources = new Sources(1000, 100_000)
  for (let n = 0; n < 100; n++) take(sources, 'p', 'page', n)
  for (let n = 0; n < 100; n++) {
    take(sources, 'p', `6.6.6.${n}`, 1000 + n)
    take(sources, 'p', 'moved', 2000 + n)
  }
  expect(sources.size).toBe(16)
  for (let n = 0; n < 100; n++) {
    expect(take(sources, 'p', '7.7.7.7', n)).toBe(false)
    expect(take(sources, 'p', 'page', n)).toBe(false)
    expect(take(sources, 'p', 'moved', 2000 + n)).toBe(false)
  }
})

const lost = (sources: Sources, source: Source, counts: Record<string, number>): Record<string, number> =>
  Object.fromEntries(sources.newlyLost(source, new Map(Object.entries(counts))))

test('loss counters tell only what is new, and keep a bounded number of reasons', () => {
  const sources = new Sources(10, 1000)
  const source = sources.open('p', '1')
  expect(lost(sources, source, { overflow: 3 })).toEqual({ overflow: 3 })
  expect(lost(sources, source, { overflow: 3 })).toEqual({})
  expect(lost(sources, source, { overflow: 5, quota: 1 })).toEqual({ overflow: 2, quota: 1 })
  expect(lost(sources, source, { overflow: 3 })).toEqual({})
  for (let n = 0; n < 100; n++) lost(sources, source, { [`r${n}`]: 1, overflow: 5 + n })
  const kept = (source as unknown as { lost: Map<string, number[]> }).lost
  expect(kept.size).toBe(16)
  expect(kept.get('overflow')).toHaveLength(16)
})

test('a forged count hides no loss, and a page whose address changes does not tell its losses again', () => {
  const sources = new Sources(10, 1000)
  const page = sources.open('p', '1')
  expect(lost(sources, page, { overflow: 3 })).toEqual({ overflow: 3 })
  for (const client of ['1', '6.6.6.6']) lost(sources, sources.open('p', client), { overflow: 2 ** 53 - 1 })
  expect(lost(sources, page, { overflow: 4 })).toEqual({ overflow: 1 })
  const moved = sources.open('p', '2')
  expect(lost(sources, moved, { overflow: 4 })).toEqual({})
  expect(lost(sources, moved, { overflow: 6 })).toEqual({ overflow: 2 })
})

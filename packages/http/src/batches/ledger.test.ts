import { beforeEach, describe, expect, test } from 'vitest'
import { type Entry, makeEntry } from './entry.js'
import { type Ledger, makeLedger } from './ledger.js'
import type { Limits } from './bufferingHTTPHandlerOptions.js'

let released: string[]
beforeEach(() => {
  released = []
})

/** Each entry has five bytes. */
function ledgerOf(limits: Partial<Limits> = {}): Ledger {
  const all = { maxQueueBytes: 1000, maxQueueRecords: 100, ...limits } as Limits
  return makeLedger(all, ({ seq }, isLost) => void released.push(`${seq} ${isLost ? 'lost' : 'kept'}`))
}

const entry = (seq: number, levelno = 20, src = 'page'): Entry => makeEntry({ src, seq, levelno, line: 'line\n' })
const seqs = (entries: Iterable<Entry>): number[] => [...entries].map(({ seq }) => seq)

function filled(ledger: Ledger, count: number): Entry[] {
  const entries = Array.from({ length: count }, (_, i) => entry(i + 1))
  for (const each of entries) ledger.add(each)
  return entries
}

describe('room', () => {
  test.each([
    [{ maxQueueRecords: 3 }, 3],
    [{ maxQueueBytes: 15 }, 3],
    [{ maxQueueBytes: 14 }, 2],
  ])('of %j is for %d; the oldest make room', (limits, count) => {
    const ledger = ledgerOf(limits)
    filled(ledger, 5)
    expect(seqs(ledger.queue)).toEqual([1, 2, 3, 4, 5].slice(-count))
    expect(ledger.stats(0)).toMatchObject({ accepted: 5, queued: count, lost: { overflow: 5 - count } })
    expect(released).toEqual(Array.from({ length: 5 - count }, (_, i) => `${i + 1} lost`))
  })

  test('the one that came last stays, however long it is', () => {
    const ledger = ledgerOf({ maxQueueBytes: 1 })
    filled(ledger, 2)
    expect(seqs(ledger.queue)).toEqual([2])
  })

  test('what is finished makes room, and what a request carries takes some', () => {
    const ledger = ledgerOf({ maxQueueRecords: 2 })
    const [first] = filled(ledger, 2)
    ledger.take(1, 100, false)
    ledger.add(entry(3))
    // The first is on its way: of those that wait the oldest goes.
    expect(seqs(ledger.queue)).toEqual([3])
    ledger.finish([first!])
    ledger.add(entry(4))
    expect(seqs(ledger.queue)).toEqual([3, 4])
  })
})

test('each record is finished once, and counted as what it was first', () => {
  const ledger = ledgerOf()
  const [first, second, third] = filled(ledger, 3)
  ledger.finish([first!])
  ledger.finish([first!, second!], 'refused' as never)
  ledger.finish([second!])
  expect(released).toEqual(['1 kept', '2 lost'])
  expect(ledger.stats(7)).toEqual({
    accepted: 3,
    acknowledged: 1,
    queued: 1,
    inFlight: 0,
    lost: { refused: 1 },
    retries: 7,
  })
  expect([ledger.losses(), ledger.last(), seqs(ledger.pending)]).toEqual([1, 3, [third!.seq]])
})

test('losses elsewhere count', () => {
  const ledger = ledgerOf()
  filled(ledger, 1)
  ledger.lose('overflow', 2)
  ledger.lose('overflow', 3)
  expect(ledger.stats(0)).toMatchObject({ accepted: 6, queued: 1, lost: { overflow: 5 } })
  expect(ledger.losses()).toBe(5)
})

test('what a storage keeps is no loss', () => {
  const ledger = ledgerOf()
  const kept = makeEntry({ src: 'page', seq: 1, levelno: 20, line: 'line\n' }, {} as never)
  ledger.add(kept)
  ledger.finish([kept], 'closed')
  expect(ledger.stats(0)).toMatchObject({ accepted: 0, lost: {} })
  expect(released).toEqual(['1 lost'])
})

test('what another page has is forgotten, by its page and number', () => {
  const ledger = ledgerOf({ maxQueueBytes: 15 })
  filled(ledger, 2)
  ledger.add(entry(1, 20, 'other'))
  ledger.forget([
    { src: 'page', seq: 1 },
    { src: 'other', seq: 2 },
  ])
  expect([...ledger.pending].map(({ src, seq }) => `${src} ${seq}`)).toEqual(['page 2', 'other 1'])
  expect([ledger.stats(0).accepted, ledger.losses(), released]).toEqual([2, 0, []])
  // Its bytes are free.
  ledger.add(entry(3))
  expect(ledger.queue).toHaveLength(3)
})

test('of the queue, the next are taken in their order, or the most severe first', () => {
  const ledger = ledgerOf()
  for (const [seq, levelno] of [
    [1, 20],
    [2, 40],
    [3, 30],
    [4, 40],
  ] as const)
    ledger.add(entry(seq, levelno))
  expect(seqs(ledger.take(2, 100, true))).toEqual([2, 4])
  expect(seqs(ledger.queue)).toEqual([1, 3])
  expect(seqs(ledger.take(5, 5, false))).toEqual([1])
  expect(seqs(ledger.queue)).toEqual([3])
})

test('what no request carries any more is queued again, in its place', () => {
  const ledger = ledgerOf()
  const entries = filled(ledger, 3)
  const taken = ledger.take(2, 100, false)
  for (const each of taken) each.holders++
  expect(ledger.stats(0)).toMatchObject({ queued: 1, inFlight: 2 })
  entries[0]!.holders--
  ledger.requeue()
  expect(seqs(ledger.queue)).toEqual([1, 3])
})

test('those that were separated come one group after the other, and not with the rest', () => {
  const ledger = ledgerOf()
  const [first, second, third] = filled(ledger, 4)
  expect(ledger.separated()).toEqual([])
  ledger.separate([second!, third!])
  ledger.separate([first!])
  ledger.requeue()
  expect([seqs(ledger.queue), seqs(ledger.separated())]).toEqual([[4], [2, 3]])
  second!.holders = third!.holders = 1
  expect(seqs(ledger.separated())).toEqual([1])
  second!.holders = 0
  ledger.separate([second!])
  expect(seqs(ledger.separated())).toEqual([1])
  ledger.finish([first!])
  expect(seqs(ledger.separated())).toEqual([2])
})

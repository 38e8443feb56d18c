import { expect, test } from 'vitest'
import { HEADER_BYTES } from './batch.js'
import { cutForExit, type Luggage } from './departure.js'
import { type Entry, makeEntry } from './entry.js'

const entry = (seq: number, bytes: number, levelno = 20, group = 0): Entry =>
  Object.assign(makeEntry({ src: 'p', seq, levelno, line: 'x'.repeat(bytes) }), { group })

/** The numbers of the records in each request. */
function cut(luggage: Partial<Luggage>, room = 60 * 1024): number[][] {
  const chunks = cutForExit({ waiting: [], flying: [], isStored: false, ...luggage }, room)
  return chunks.map((chunk) => chunk.map(({ seq }) => seq))
}

const CHUNK = 16 * 1024 - HEADER_BYTES

test('a request takes 16 KiB, its header among them', () => {
  expect(cut({ waiting: [entry(1, CHUNK - 10), entry(2, 10)] })).toEqual([[1, 2]])
  expect(cut({ waiting: [entry(1, CHUNK - 10), entry(2, 11)] })).toEqual([[1], [2]])
})

test('what fits to the byte leaves, and one byte more stays, without keeping the next', () => {
  const room = HEADER_BYTES + 100
  expect(cut({ waiting: [entry(1, 100)] }, room)).toEqual([[1]])
  expect(cut({ waiting: [entry(1, 101), entry(2, 100)] }, room)).toEqual([[2]])
  expect(cut({ waiting: [entry(1, 60), entry(2, 40), entry(3, 1)] }, room)).toEqual([[1, 2]])
})

test('the most severe leave first, in their order, with what was in flight', () => {
  const waiting = [entry(3, 10, 20), entry(4, 10, 40), entry(5, 10, 20)]
  const flying = [entry(1, 10, 20), entry(2, 10, 40)]
  expect(cut({ waiting, flying })).toEqual([[2, 4, 1, 3, 5]])
  expect(cut({ waiting, flying, isStored: true })).toEqual([[4, 3, 5, 1, 2]])
})

test('what requests failed with before leaves behind the others, each group by itself', () => {
  const waiting = [entry(1, 10, 50, 2), entry(2, 10, 50, 1), entry(3, 10, 20), entry(4, 10, 50, 1)]
  expect(cut({ waiting })).toEqual([[3], [1], [2, 4]])
})

test('nothing is no request', () => {
  expect(cut({})).toEqual([])
  expect(cut({ waiting: [entry(1, 1)] }, 0)).toEqual([])
})

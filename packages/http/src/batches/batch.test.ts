import { expect, test } from 'vitest'
import { type Entry, takeEntries } from './batch.js'

test('takes entries up to both limits, one at least', () => {
  const entries = Array.from({ length: 10 }, (_, index): Entry => ({ seq: index + 1, line: '', bytes: 10, holders: 0 }))
  const take = (maxRecords: number, maxBytes: number): number[] =>
    takeEntries(entries, maxRecords, maxBytes).map(({ seq }) => seq)
  expect(take(3, 1000)).toEqual([1, 2, 3])
  expect(take(100, 25)).toEqual([4, 5])
  expect(take(100, 1)).toEqual([6])
  expect(take(Infinity, Infinity)).toEqual([7, 8, 9, 10])
  expect(take(1, 1)).toEqual([])
})

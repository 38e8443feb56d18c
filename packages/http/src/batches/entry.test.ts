import { expect, test } from 'vitest'
import { makeEntry, takeEntries } from './entry.js'

test('takes entries up to both limits, one at least', () => {
  const line = '123456789\n'
  const entries = Array.from({ length: 10 }, (_, index) => makeEntry({ src: 'a', seq: index + 1, levelno: 20, line }))
  const take = (maxRecords: number, maxBytes: number): number[] =>
    takeEntries(entries, maxRecords, maxBytes).map(({ seq }) => seq)
  expect(take(3, 1000)).toEqual([1, 2, 3])
  expect(take(100, 25)).toEqual([4, 5])
  expect(take(100, 1)).toEqual([6])
  expect(take(Infinity, Infinity)).toEqual([7, 8, 9, 10])
  expect(take(1, 1)).toEqual([])
})

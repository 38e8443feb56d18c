// A few seconds of `npm run soak`: a program that logs to every kind of sink, while disks, files, readers and servers fail.
import { expect, test } from 'vitest'
import { Ledger, message } from './soak/ledger.mjs'
import { soak } from './soak/soak.mjs'

test('the ledger notices what is missing, doubled and torn', () => {
  const ledger = new Ledger('file')
  for (const number of [0, 1, 1, 3, 70_000]) ledger.take(`2026 INFO ${message('file', number)} n=7`)
  ledger.take(message('file', 4).slice(0, -2))
  ledger.take(message('file', 5) + message('file', 6))
  ledger.take(message('json', 2))
  ledger.take('Error: soaked')
  // 2 is missing, 4, 5 and 6 are torn, 1 is doubled, 70 000 was never logged.
  expect(ledger.verdict(7)).toEqual({ missing: 4, doubled: 2, torn: 2 })
})

test('whatever fails, each record is there once', async () => {
  const { faults, logged, moods } = await soak(1, 8)
  expect(faults).toEqual([])
  expect(Object.keys(logged)).toHaveLength(7)
  expect(Object.keys(moods).length).toBeGreaterThan(2)
})

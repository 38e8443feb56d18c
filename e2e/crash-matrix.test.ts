// A sixth of the crash matrix: the whole is `npm run crash-matrix`, and docs/reliability.md.
import { describe, expect, test } from 'vitest'
import { faults, subjectsOf } from './crash-matrix/judge.mjs'
import { ROWS } from './crash-matrix/rows.mjs'
import { run } from './crash-matrix/world.mjs'

describe.each(ROWS.filter(({ quick }) => quick))('$what', (row) => {
  test.each(subjectsOf(row, false))('%s', async (subject) => {
    const verdict = await run(row, subject)
    expect(faults(row, subject, verdict), verdict.stderr).toEqual([])
  })
})

test('rows have names of their own', () => {
  expect(new Set(ROWS.map(({ id }) => id)).size).toBe(ROWS.length)
})

// A small part of `npm run fuzz`: other calls on each run, in two of its environments.
import { expect, test } from 'vitest'
import { ENVIRONMENTS, run } from './fuzz/verdict.mjs'

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_007)
const [plain, ...odd] = ENVIRONMENTS

test.each([plain!, odd[seed % odd.length]!])(`$name, from seed ${seed} on`, (environment) => {
  const { calls, wrong } = run(seed, 1000, environment)
  expect(wrong).toEqual([])
  expect(calls).toBeGreaterThanOrEqual(1000)
})

// A tenth of the chaos: the whole is `npm run chaos -- --lives 200` for each browser, and docs/reliability-pages.md.
import { expect, test } from 'vitest'
import { BROWSERS } from './chaos/browsers.mjs'
import { LIVES_IN_WORLD, planOf } from './chaos/plan.mjs'
import { faultsOf, lineOf } from './chaos/report.mjs'
import { World } from './chaos/world.mjs'

test.each([
  ['chromium', 2, LIVES_IN_WORLD],
  ['firefox', 2, 3],
  ['webkit', 2, 3],
] as const)('%s, seed %d, %d lives: zero lost, zero doubled', async (browser, seed, lives) => {
  const verdict = await new World(browser).run(planOf(seed, lives))
  console.log(`${browser}, seed ${seed}: ${lineOf(verdict)}`)
  expect(faultsOf(verdict)).toEqual([])
  expect(verdict.arrived).toBeGreaterThan(0)
})

test.each(['deaf', 'forgets'] as const)('the harness notices: %s', async (mutant) => {
  const verdict = await new World('chromium', { mutant }).run(planOf(2, LIVES_IN_WORLD))
  expect(faultsOf(verdict)).not.toEqual([])
})

test('a seed is a plan', () => {
  expect(planOf(7, 10)).toEqual(planOf(7, 10))
  expect(planOf(7, 10)).not.toEqual(planOf(8, 10))
  expect(Object.keys(BROWSERS)).toContain('chromium')
})

// Some of the scenarios of delivery: `npm run scenarios` plays all, and writes docs/measured/scenarios.md.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { BROWSERS } from './chaos/browsers.mjs'
import { play, SCENARIOS } from './scenarios/scenario.mjs'
import { removeProfile } from './tools/browserProcess.mjs'

test.each([
  ['chromium', [3, 13]],
  ['firefox', [3, 11]],
  ['webkit', [2]],
] as const)('%s: scenarios %j', async (browser, numbers) => {
  const profile = mkdtempSync(join(tmpdir(), 'treeline-scenarios-'))
  const shared = await BROWSERS[browser](profile)
  try {
    for (const number of numbers) {
      const scenario = SCENARIOS.find((each) => each.number === number)!
      const { accepted, arrived, faults } = await play(scenario, browser, shared)
      expect(faults, scenario.name).toEqual([])
      expect(accepted).toBeGreaterThan(0)
      expect(arrived).toBe(accepted)
    }
  } finally {
    await shared.kill()
    removeProfile(profile)
  }
})

test('there are twenty', () => {
  expect(SCENARIOS.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
})

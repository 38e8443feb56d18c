// `npm run scenarios [-- --browser chromium|firefox|webkit] [--scenario N]`: plays the scenarios, and writes
// docs/measured/scenarios.md where all are played in all browsers.
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { BROWSERS } from '../chaos/browsers.mjs'
import { removeProfile } from '../tools/browserProcess.mjs'
import { play, SCENARIOS } from './scenario.mjs'
import { tableOf } from './table.mjs'

/** @typedef {import('../chaos/browsers.mjs').BrowserName} BrowserName */

const { values } = parseArgs({ options: { browser: { type: 'string' }, scenario: { type: 'string' } } })
const { browser: only, scenario: number } = values
if (only !== undefined && !Object.hasOwn(BROWSERS, only))
  throw new Error(`--browser: expected ${Object.keys(BROWSERS).join(', ')}`)
const scenarios = SCENARIOS.filter((scenario) => number === undefined || scenario.number === Number(number))
if (scenarios.length === 0) throw new Error('--scenario: expected a number from 1 to 20')

/** @type {Map<string, import('./scenario.mjs').Outcome>} */
const outcomes = new Map()
const names = /** @type {BrowserName[]} */ (Object.keys(BROWSERS))
await Promise.all(names.filter((name) => only === undefined || name === only).map(playAll))

const isWhole = only === undefined && number === undefined
if (isWhole) writeFileSync(new URL('../../docs/measured/scenarios.md', import.meta.url), tableOf(outcomes))
process.exitCode = [...outcomes.values()].some(({ faults }) => faults.length > 0) ? 1 : 0

/** @param {BrowserName} browser */
async function playAll(browser) {
  const profile = mkdtempSync(join(tmpdir(), 'treeline-scenarios-'))
  const shared = await BROWSERS[browser](profile)
  try {
    for (const scenario of scenarios) {
      if (scenario.elsewhere || scenario.cannot?.[browser]) continue
      const outcome = await play(scenario, browser, shared).catch((/** @type {Error} */ error) => {
        return { accepted: 0, arrived: 0, faults: [error.message] }
      })
      outcomes.set(`${scenario.number} ${browser}`, outcome)
      const { arrived, accepted, faults } = outcome
      console.log(
        `${browser}, ${scenario.number}: ${arrived} of ${accepted}${faults.map((fault) => `\n    ✗ ${fault}`).join('')}`,
      )
    }
  } finally {
    await shared.kill()
    removeProfile(profile)
  }
}

// `npm run chaos -- --seed N --lives M --browser chromium|firefox|webkit [--mutant deaf|forgets] [--steps]`: random lives of pages
// against a receiver that is killed, and a verdict on each record.
import { parseArgs } from 'node:util'
import { BROWSERS } from './browsers.mjs'
import { LIVES_IN_WORLD, planOf } from './plan.mjs'
import { faultsOf, lineOf } from './report.mjs'
import { World } from './world.mjs'

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lives: { type: 'string', default: '20' },
    browser: { type: 'string', default: 'chromium' },
    mutant: { type: 'string' },
    steps: { type: 'boolean', default: false },
  },
})
const { browser, mutant } = values
if (!Object.hasOwn(BROWSERS, browser)) throw new Error(`--browser: expected ${Object.keys(BROWSERS).join(', ')}`)
if (mutant !== undefined && mutant !== 'deaf' && mutant !== 'forgets')
  throw new Error('--mutant: expected deaf, forgets')

let failed = 0
for (let done = 0, seed = Number(values.seed); done < Number(values.lives); done += LIVES_IN_WORLD, seed++) {
  const plan = planOf(seed, Math.min(LIVES_IN_WORLD, Number(values.lives) - done))
  if (values.steps) for (const step of plan.flat()) console.log(JSON.stringify(step))
  const world = new World(/** @type {import('./browsers.mjs').BrowserName} */ (browser), { mutant })
  const verdict = await world.run(plan)
  const faults = faultsOf(verdict)
  failed += Number(faults.length > 0)
  console.log(`seed ${seed}, ${plan.length} lives: ${lineOf(verdict)}`)
  for (const fault of faults) console.log(`    ✗ ${fault}`)
  if (faults.length > 0) console.log(`    npm run chaos -- --seed ${seed} --lives ${plan.length} --browser ${browser}`)
}
console.log(failed === 0 ? 'zero lost, zero doubled' : `${failed} worlds lost or doubled records`)
process.exitCode = failed === 0 ? 0 : 1

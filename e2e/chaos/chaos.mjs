// `npm run chaos -- --seed N --lives M --browser chromium|firefox|webkit [--sender treeline|opentelemetry|datadog]
// [--mutant deaf|forgets] [--steps]`: random lives of pages against a receiver that is killed, and a verdict on each record.
import { parseArgs } from 'node:util'
import { BROWSERS } from './browsers.mjs'
import { LIVES_IN_WORLD, planOf } from './plan.mjs'
import { addUp, faultsOf, lineOf, traceOf } from './report.mjs'
import { SENDERS } from './senders.mjs'
import { World } from './world.mjs'

/** Of lost records so many are told more of. */
const TRACED = 3
const MUTANTS = /** @type {const} */ (['deaf', 'forgets'])

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    lives: { type: 'string', default: '20' },
    browser: { type: 'string', default: 'chromium' },
    sender: { type: 'string', default: 'treeline' },
    mutant: { type: 'string' },
    steps: { type: 'boolean', default: false },
  },
})
const { browser } = values
const sender = SENDERS.find((name) => name === values.sender)
if (!sender) throw new Error(`--sender: expected ${SENDERS.join(', ')}`)
if (!Object.hasOwn(BROWSERS, browser)) throw new Error(`--browser: expected ${Object.keys(BROWSERS).join(', ')}`)
const mutant = MUTANTS.find((name) => name === values.mutant)
if (mutant !== values.mutant) throw new Error(`--mutant: expected ${MUTANTS.join(', ')}`)

/** @type {import('./ledger.mjs').Verdict[]} */
const verdicts = []
let failed = 0
for (let done = 0, seed = Number(values.seed); done < Number(values.lives); done += LIVES_IN_WORLD, seed++) {
  const plan = planOf(seed, Math.min(LIVES_IN_WORLD, Number(values.lives) - done))
  if (values.steps) for (const step of plan.flat()) console.log(JSON.stringify(step))
  const faults = await live(seed, plan)
  failed += Number(faults.length > 0)
  for (const fault of faults) console.log(`    ✗ ${fault}`)
  if (faults.length > 0) console.log(`    npm run chaos -- --seed ${seed} --lives ${plan.length} --browser ${browser}`)
}
console.log(`in all: ${lineOf(addUp(verdicts))}`)
// A peer guarantees nothing: its figures are no faults.
if (sender === 'treeline') {
  console.log(failed === 0 ? 'zero lost, zero doubled' : `${failed} worlds lost or doubled records`)
  process.exitCode = failed === 0 ? 0 : 1
}

/**
 * Lives one world. Returns what is wrong with it.
 *
 * @param {number} seed
 * @param {import('./plan.mjs').Step[][]} plan
 */
async function live(seed, plan) {
  try {
    const world = new World(/** @type {import('./browsers.mjs').BrowserName} */ (browser), { mutant, sender })
    const verdict = await world.run(plan)
    verdicts.push(verdict)
    console.log(`seed ${seed}, ${plan.length} lives: ${lineOf(verdict)}`)
    if (sender !== 'treeline') return []
    return [...faultsOf(verdict), ...verdict.lost.slice(0, TRACED).map((id) => traceOf(id, verdict.front))]
  } catch (error) {
    console.log(`seed ${seed}, ${plan.length} lives: not lived to the end`)
    return [String(error)]
  }
}

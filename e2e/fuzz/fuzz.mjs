// `npm run fuzz -- --seed N --count M`: so many random calls with hostile values, in batches, each in a process and an
// environment of its own. No call may throw, leave a rejection, write a line that is none, or take more than 200 ms of CPU.
import { parseArgs } from 'node:util'
import { ENVIRONMENTS, run } from './verdict.mjs'

const LONGEST_MS = 200
const BATCH = 5000

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    count: { type: 'string', default: '1000000' },
  },
})
const [seed, count] = [Number(values.seed), Number(values.count)]
if (!Number.isSafeInteger(seed) || !(count >= 1)) throw new Error('--seed and --count are whole numbers')

let calls = 0
let failed = 0
for (let at = 0, batch = 0; at < count; at += BATCH, batch++) {
  const environment = /** @type {typeof ENVIRONMENTS[number]} */ (ENVIRONMENTS[batch % ENVIRONMENTS.length])
  const { calls: made, wrong, slowest } = run(seed + at, Math.min(BATCH, count - at), environment)
  calls += made
  if (slowest.ms > LONGEST_MS && !environment.isSlow)
    wrong.push(`call ${slowest.index} took ${slowest.ms.toFixed(0)} ms`)
  const verdict = wrong.length === 0 ? 'ok' : 'FAILED'
  console.log(`${verdict}  seed ${seed + at}  ${made} calls  longest ${slowest.ms.toFixed(0)} ms  ${environment.name}`)
  for (const each of wrong.slice(0, 5)) console.log(`  ${each}`)
  if (wrong.length > 0) failed++
}
console.log(`${calls} calls, ${failed} batches failed`)
process.exitCode = failed === 0 ? 0 : 1

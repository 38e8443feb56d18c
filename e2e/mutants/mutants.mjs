// `npm run mutants -- --seed N --share 0.05`: changes the sources at random places, one at a time, and asks whether the unit
// tests notice. The survivors are shown: each wants a test, or a reason.
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Random } from '../tools/random.mjs'
import { copyTree, removeTree } from './copy.mjs'
import { mutantsOf, shown, sources } from './mutant.mjs'
import { runTests, tryMutant } from './trial.mjs'

const root = resolve(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    share: { type: 'string', default: '0.05' },
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
})
const [seed, share, workers] = [Number(values.seed), Number(values.share), Number(values.workers)]
if (!Number.isSafeInteger(seed) || !(share > 0 && share <= 1) || !(workers >= 1))
  throw new Error('--seed is a whole number, --share a number up to 1, --workers a number from 1 on')

const random = new Random(seed)
const chosen = []
let all = 0
for (const file of sources(root)) {
  const mutants = await mutantsOf(root, file)
  // A choice for each, so that --only changes none of the others.
  const picked = mutants.filter(() => random.chance(share))
  all += mutants.length
  if (file.includes(values.only)) chosen.push(...picked)
}
console.log(`${chosen.length} of ${all} mutants, seed ${seed}`)

/** @type {Record<import('./trial.mjs').Fate, number>} */
const fates = { killed: 0, timeout: 0, survived: 0 }
const left = [...chosen]

async function work() {
  const copy = copyTree(root)
  try {
    if ((await runTests(copy, ['--project', 'node', 'packages/core/'])) !== 'survived')
      throw new Error('the tests fail without any mutant')
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const fate = await tryMutant(copy, mutant)
      fates[fate]++
      const tried = chosen.length - left.length
      if (tried % 25 === 0) console.error(`${tried} of ${chosen.length} tried`)
      if (fate === 'survived') console.log(`survived ${shown(readFileSync(join(root, mutant.file), 'utf8'), mutant)}`)
    }
  } finally {
    removeTree(copy)
  }
}

await Promise.all(Array.from({ length: workers }, work))
const noticed = fates.killed + fates.timeout
console.log(
  `${noticed} of ${chosen.length} noticed (${((100 * noticed) / chosen.length).toFixed(1)} %), ` +
    `${fates.timeout} of them by a timeout; ${fates.survived} survived`,
)

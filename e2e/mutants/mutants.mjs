// `npm run mutants -- --seed N --share 0.05`: changes the sources at random places, one at a time, and asks whether the unit
// tests notice. The survivors are shown: each wants a test, or a reason. `--only core/src/tree,timer.ts:13:` tries those of a
// folder or a line; `--again FILE` those that an earlier run has shown, wherever they stand by now.
import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { Random } from '../tools/random.mjs'
import { copyTree, removeTree } from './copy.mjs'
import { mutantsOf, shown, shownBefore, shownKey, sources } from './mutant.mjs'
import { reachOf } from './reach.mjs'
import { TestRunner, keyOf } from './testRunner.mjs'
import { testsFor, tryMutant } from './trial.mjs'

const root = resolve(import.meta.dirname, '../..')
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1e9) },
    share: { type: 'string', default: '0.05' },
    only: { type: 'string', default: '' },
    again: { type: 'string', default: '' },
    workers: { type: 'string', default: String(availableParallelism()) },
  },
})
const [seed, share, workers] = [Number(values.seed), Number(values.share), Number(values.workers)]
if (!Number.isSafeInteger(seed) || !(share > 0 && share <= 1) || !(workers >= 1))
  throw new Error('--seed is a whole number, --share a number up to 1, --workers a number from 1 on')

const random = new Random(seed)
const again = values.again === '' ? undefined : shownBefore(readFileSync(values.again, 'utf8'))
/** @type {import('./mutant.mjs').Mutant[]} */
const chosen = []
/** @type {Map<string, string>} */
const contents = new Map()
let all = 0
for (const file of sources(root)) {
  const content = readFileSync(join(root, file), 'utf8')
  contents.set(file, content)
  const mutants = await mutantsOf(root, file)
  all += mutants.length
  // A choice for each, so that --only changes none of the others.
  const picked = mutants.filter((mutant) => {
    const isPicked = random.chance(share)
    return again === undefined ? isPicked : again.has(shownKey(shown(content, mutant)))
  })
  const isWanted = (/** @type {import('./mutant.mjs').Mutant} */ { line }) =>
    values.only.split(',').some((part) => `${file}:${line}:`.includes(part))
  chosen.push(...picked.filter(isWanted))
}
console.log(`${chosen.length} of ${all} mutants, seed ${seed}`)
if (chosen.length === 0) process.exit()

/** @param {(copy: string) => Promise<void>} use */
async function withCopy(use) {
  const copy = copyTree(root)
  try {
    await use(copy)
  } finally {
    removeTree(copy)
  }
}

/** @type {import('./reach.mjs').Reach} */
let reach = new Map()
/** @type {import('./testRunner.mjs').Verdict[]} */
const verdicts = []
await withCopy(async (copy) => {
  const counted = await reachOf(copy, chosen)
  reach = counted.reach
  verdicts.push(...counted.verdicts)
})
const usual = new Map(verdicts.map(({ file, ms }) => [keyOf(file), ms]))
console.error(
  `${verdicts.length} files of tests, ${(verdicts.reduce((sum, { ms }) => sum + ms, 0) / 1000).toFixed(0)} s`,
)
const files = verdicts.map(({ file }) => file)

/** @type {Record<import('./trial.mjs').Fate, number>} */
const fates = { killed: 0, timeout: 0, survived: 0 }

/**
 * Tries mutants by some of their tests, and returns those that survived.
 *
 * @param {readonly import('./mutant.mjs').Mutant[]} mutants
 * @param {'near' | 'far'} part
 */
async function round(mutants, part) {
  const left = [...mutants]
  /** @type {typeof left} */
  const survivors = []
  const tryAll = async (/** @type {string} */ copy, /** @type {TestRunner} */ runner) => {
    for (let mutant = left.shift(); mutant !== undefined; mutant = left.shift()) {
      const tests = testsFor(mutant, files, reach.get(mutant) ?? new Set(), usual)
      const fate = await tryMutant(copy, runner, mutant, tests[part])
      if (fate === 'survived') survivors.push(mutant)
      else fates[fate]++
      const tried = mutants.length - left.length
      if (fate === 'survived') console.error(`${part}: ${describe(mutant)}`)
      if (tried % 25 === 0) console.error(`${part}: ${tried} of ${mutants.length} tried, ${survivors.length} left`)
    }
  }
  const work = async (/** @type {string} */ copy) => {
    const runner = new TestRunner(copy, { usual })
    try {
      await tryAll(copy, runner)
    } finally {
      await runner.stop()
    }
  }
  await Promise.all(Array.from({ length: Math.min(workers, left.length) }, () => withCopy(work)))
  return survivors
}

/** @param {import('./mutant.mjs').Mutant} mutant */
function describe(mutant) {
  const unseen = reach.get(mutant)?.size ? '' : ' (no test comes to it)'
  return shown(/** @type {string} */ (contents.get(mutant.file)), mutant).replace('\n', `${unseen}\n`)
}

/** Tests that fail on the sources that count have to pass on the sources as they are. */
async function checkFailures() {
  const failed = verdicts.filter(({ ok }) => !ok).map(({ file }) => file)
  await withCopy(async (copy) => {
    const runner = new TestRunner(copy)
    const { result } = await runner.run(failed)
    await runner.stop()
    if (result !== 'passed') throw new Error(`tests fail without any mutant, of ${failed.map(keyOf).join(', ')}`)
  })
}

await checkFailures()
// What the nearest tests do not notice waits: the others take far longer.
const survivors = await round(await round(chosen, 'near'), 'far')
fates.survived = survivors.length
for (const mutant of survivors) console.log(`survived ${describe(mutant)}`)
const noticed = fates.killed + fates.timeout
console.log(
  `${noticed} of ${chosen.length} noticed (${((100 * noticed) / chosen.length).toFixed(1)} %), ` +
    `${fates.timeout} of them by a timeout; ${fates.survived} survived`,
)

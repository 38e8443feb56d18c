// Which files of tests come to the place of a mutant: no others can notice it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { counted } from './mutant.mjs'
import { TestRunner, keyOf } from './testRunner.mjs'

/**
 * @typedef {import('./mutant.mjs').Mutant} Mutant
 * @typedef {import('./testRunner.mjs').TestFile} TestFile
 * @typedef {import('./testRunner.mjs').Verdict} Verdict
 * @typedef {ReadonlyMap<Mutant, ReadonlySet<string>>} Reach the keys of the files of tests
 */

/** What each file of tests loads first of our own. */
const SET_UP = 'e2e/tools/setup.ts'

/** Counts for one file of tests after the other. It loads before all else, so that what modules do on import counts too. */
const COUNTER = `
import { appendFileSync } from 'node:fs'
import { afterAll } from 'vitest'

const { filepath, config } = globalThis.__vitest_worker__
const stryker = (globalThis.__stryker__ ??= {})
stryker.mutantCoverage ??= { static: {}, perTest: {} }
stryker.mutantCoverage.perTest = {}
stryker.currentTestId = filepath
afterAll(() => {
  const ids = Object.keys(stryker.mutantCoverage.perTest[filepath] ?? {})
  appendFileSync(process.env.TREELINE_VISITS, JSON.stringify({ project: config.name, filepath, ids }) + '\\n')
})
`

/**
 * Returns which files of tests come to each mutant. It runs the tests once.
 *
 * @param {string} copy a tree that it writes into, of no use to anybody else
 * @param {readonly Mutant[]} mutants
 * @param {readonly TestFile[]} [among] default all unit tests
 * @returns {Promise<{ reach: Reach, verdicts: readonly Verdict[] }>} `verdicts`: of the sources that count; some tests fail on
 *   them, as lines have other numbers
 */
export async function reachOf(copy, mutants, among) {
  const { files, ids } = await counted(copy, mutants)
  for (const [name, content] of files) writeFileSync(join(copy, name), content)
  writeFileSync(join(copy, 'e2e/tools/setup.visits.mjs'), COUNTER)
  writeFileSync(join(copy, SET_UP), `import './setup.visits.mjs'\n${readFileSync(join(copy, SET_UP), 'utf8')}`)
  const visits = join(copy, 'visits.jsonl')
  writeFileSync(visits, '')
  const runner = new TestRunner(copy, { bail: 0, env: { TREELINE_VISITS: visits } })
  const { verdicts } = await runner.run(among ?? (await runner.files()))
  await runner.stop()

  /** @type {Map<string, string[]>} */
  const visitors = new Map()
  for (const line of readFileSync(visits, 'utf8').split('\n').slice(0, -1)) {
    const visit = /** @type {{ project: string, filepath: string, ids: string[] }} */ (JSON.parse(line))
    const key = keyOf({ project: visit.project, path: relative(copy, visit.filepath) })
    for (const id of visit.ids) visitors.set(id, [...(visitors.get(id) ?? []), key])
  }
  const reach = new Map(
    mutants.map((mutant) => [mutant, new Set((ids.get(mutant) ?? []).flatMap((id) => visitors.get(id) ?? []))]),
  )
  return { reach, verdicts }
}

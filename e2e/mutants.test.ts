// A little of `npm run mutants`: mutants are made, tried in a copy of the tree, and noticed there.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { copyTree, removeTree } from './mutants/copy.mjs'
import { type Mutant, mutantsOf, mutated, shown, shownBefore, shownKey, sources } from './mutants/mutant.mjs'
import { reachOf } from './mutants/reach.mjs'
import { type TestFile, TestRunner } from './mutants/testRunner.mjs'
import { testsFor, tryMutant } from './mutants/trial.mjs'

const root = resolve(import.meta.dirname, '..')
const FILE = 'packages/core/src/runtime/timer.ts'
const BESIDE: TestFile = { project: 'node', path: 'packages/core/src/runtime/timer.test.ts' }
const ELSEWHERE: TestFile = { project: 'node', path: 'packages/core/src/text/float.test.ts' }

function newCopy(): string {
  const copy = copyTree(root)
  onTestFinished(() => removeTree(copy))
  return copy
}

/** The wait is stopped, and its task runs all the same. */
async function noticeable(): Promise<Mutant> {
  const mutants = await mutantsOf(root, FILE)
  return mutants.find(({ kind, replacement }) => kind === 'BooleanLiteral' && replacement === 'false')!
}

test('the sources are found, and no tests among them', () => {
  const all = sources(root)
  expect(all).toContain(FILE)
  expect(all.filter((file) => file.includes('.test.') || file.includes('/testing/'))).toEqual([])
})

test('a mutant differs from its source at its place', async () => {
  const content = readFileSync(join(root, FILE), 'utf8')
  const mutants = await mutantsOf(root, FILE)
  expect(mutants.length).toBeGreaterThan(20)
  for (const mutant of mutants) expect(mutated(content, mutant)).not.toBe(content)
  const [first] = mutants
  expect(shown(content, first!)).toMatch(/^packages\/core\/src\/runtime\/timer\.ts:\d+ \w+\n {4}- .+\n {4}\+ .*$/)
})

test('what a run has shown is found again, on another line', async () => {
  const content = readFileSync(join(root, FILE), 'utf8')
  const mutants = await mutantsOf(root, FILE)
  const [one, other] = [mutants[0]!, mutants.at(-1)!]
  const output = [
    '423 of 30037 mutants, seed 12',
    `near: ${shown(content, { ...one, line: 7 }).replace('\n', ' (no test comes to it)\n')}`,
    'near: 25 of 423 tried, 3 left',
    `survived ${shown(content, other)}`,
  ].join('\n')
  const keys = shownBefore(output)
  expect(keys.size).toBe(2)
  expect(mutants.filter((mutant) => keys.has(shownKey(shown(content, mutant))))).toEqual(
    expect.arrayContaining([one, other]),
  )
})

test('a mutant is noticed or survives in the copy, which is whole again', async () => {
  const copy = newCopy()
  const runner = new TestRunner(copy, { patienceMs: 20_000, usual: new Map([['node ' + BESIDE.path, 0]]) })
  onTestFinished(() => runner.stop())
  const mutant = await noticeable()
  const endless = { ...mutant, replacement: '(() => { for (;;); })()' }
  const same = { ...mutant, replacement: 'true && true' }
  expect((await runner.files()).map(({ path }) => path)).toContain(BESIDE.path)
  expect(await tryMutant(copy, runner, same, [BESIDE])).toBe('survived')
  expect(await tryMutant(copy, runner, mutant, [BESIDE])).toBe('killed')
  expect(await tryMutant(copy, runner, endless, [BESIDE])).toBe('timeout')
  expect(await runner.run([BESIDE])).toMatchObject({ result: 'passed', verdicts: [{ file: BESIDE, ok: true }] })
  expect(readFileSync(join(copy, FILE), 'utf8')).toBe(readFileSync(join(root, FILE), 'utf8'))
})

test('the tests that come to a mutant are found; those beside it are tried in any case', async () => {
  const mutant = await noticeable()
  const { reach } = await reachOf(newCopy(), [mutant], [BESIDE, ELSEWHERE])
  expect([...reach.get(mutant)!]).toEqual([`node ${BESIDE.path}`])
  const far: TestFile = { project: 'records', path: ELSEWHERE.path }
  const all = [far, ELSEWHERE, BESIDE]
  const tests = (keys: string[], ms: number): unknown =>
    testsFor(mutant, all, new Set(keys), new Map([[`records ${far.path}`, ms]]))
  expect(tests([], 0)).toEqual({ near: [BESIDE], far: [] })
  expect(tests([`records ${far.path}`], 1)).toEqual({ near: [BESIDE, far], far: [] })
  expect(tests([`records ${far.path}`], 1e6)).toEqual({ near: [BESIDE], far: [far] })
})

// A little of `npm run mutants`: mutants are made, tried in a copy of the tree, and noticed there.
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { copyTree, removeTree } from './mutants/copy.mjs'
import { mutantsOf, mutated, shown, sources } from './mutants/mutant.mjs'
import { runTests, tryMutant } from './mutants/trial.mjs'

const root = resolve(import.meta.dirname, '..')
const FILE = 'packages/core/src/runtime/timer.ts'

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

test('the tests notice a mutant in the copy, and the copy is whole again', async () => {
  const copy = copyTree(root)
  onTestFinished(() => removeTree(copy))
  const near = ['--project', 'node', 'packages/core/src/runtime/']
  expect(await runTests(copy, near)).toBe('survived')
  // The wait is stopped, and its task runs all the same.
  const mutant = (await mutantsOf(root, FILE)).find(
    ({ kind, replacement }) => kind === 'BooleanLiteral' && replacement === 'false',
  )
  expect(await tryMutant(copy, mutant!)).toBe('killed')
  expect(readFileSync(join(copy, FILE), 'utf8')).toBe(readFileSync(join(root, FILE), 'utf8'))
})

// Tries mutants: do the unit tests notice them? The nearest tests come first, as they notice most.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mutated } from './mutant.mjs'
import { keyOf } from './testRunner.mjs'

/**
 * @typedef {import('./mutant.mjs').Mutant} Mutant
 * @typedef {import('./testRunner.mjs').TestFile} TestFile
 * @typedef {import('./testRunner.mjs').TestRunner} TestRunner
 * @typedef {'killed' | 'timeout' | 'survived'} Fate
 */

/** In the order in which they run: the long ones, and those that do the same once more, come last. */
const PROJECTS = ['node', 'dom', 'properties', 'records']

/** Most mutants are noticed within this time. */
const NEAR_MS = 15_000

/**
 * Returns what became of a mutant.
 *
 * @param {string} copy the tree that it is written into, and taken out of again
 * @param {TestRunner} runner of the copy
 * @param {Mutant} mutant
 * @param {readonly TestFile[]} files in their order
 * @returns {Promise<Fate>}
 */
export async function tryMutant(copy, runner, mutant, files) {
  const path = join(copy, mutant.file)
  const original = readFileSync(path, 'utf8')
  writeFileSync(path, mutated(original, mutant))
  runner.change(mutant.file)
  try {
    const { result } = await runner.run(files)
    if (result === 'hung') return 'timeout'
    return result === 'passed' ? 'survived' : 'killed'
  } finally {
    writeFileSync(path, original)
    runner.change(mutant.file)
  }
}

/**
 * Returns the files of tests for a mutant: those beside it, whatever they come to (processes and threads of a test are not
 * counted), and all that come to it. The near ones are the first that take less than `NEAR_MS` together.
 *
 * @param {Mutant} mutant
 * @param {readonly TestFile[]} all
 * @param {ReadonlySet<string>} reach their keys
 * @param {ReadonlyMap<string, number>} usual how long they take, by their keys
 */
export function testsFor({ file }, all, reach, usual) {
  const [packages, name] = file.split('/')
  const usualMs = (/** @type {TestFile} */ one) => usual.get(keyOf(one)) ?? 0
  const distance = (/** @type {TestFile} */ { path }) => {
    if (dirname(path) === dirname(file)) return 0
    return path.startsWith(`${packages}/${name}/`) ? 1 : 2
  }
  const tests = all
    .filter((one) => distance(one) === 0 || reach.has(keyOf(one)))
    .toSorted(
      (a, b) =>
        PROJECTS.indexOf(a.project) - PROJECTS.indexOf(b.project) ||
        distance(a) - distance(b) ||
        usualMs(a) - usualMs(b),
    )
  let sum = 0
  const near = tests.filter((one) => (sum += usualMs(one)) < NEAR_MS)
  return { near, far: tests.slice(near.length) }
}

// Tries a mutant: do the unit tests notice it? The nearest tests come first, as they notice most.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { mutated } from './mutant.mjs'

/** Tests that take so long go in circles: a mutant may do that, and is noticed by it. */
const HANGS_MS = 240_000

/**
 * @typedef {import('./mutant.mjs').Mutant} Mutant
 * @typedef {'killed' | 'timeout' | 'survived'} Fate
 */

/**
 * Returns what became of a mutant.
 *
 * @param {string} copy the tree that it is written into, and taken out of again
 * @param {Mutant} mutant
 * @returns {Promise<Fate>}
 */
export async function tryMutant(copy, mutant) {
  const path = join(copy, mutant.file)
  const original = readFileSync(path, 'utf8')
  writeFileSync(path, mutated(original, mutant))
  try {
    for (const args of stages(mutant)) {
      const fate = await runTests(copy, args)
      if (fate !== 'survived') return fate
    }
    return 'survived'
  } finally {
    writeFileSync(path, original)
  }
}

/**
 * The tests beside the source; those of its package; all.
 *
 * @param {Mutant} mutant
 */
function stages({ file }) {
  const [packages, name] = file.split('/')
  const near = ['--project', 'node', '--project', 'dom']
  return [
    [...near, `${dirname(file)}/`],
    [...near, `${packages}/${name}/`],
    [...near, '--project', 'properties'],
  ]
}

/**
 * Runs tests up to the first that fails.
 *
 * @param {string} copy
 * @param {readonly string[]} args
 * @returns {Promise<Fate>}
 */
export async function runTests(copy, args) {
  const vitest = [
    'node_modules/vitest/vitest.mjs',
    'run',
    '--bail',
    '1',
    '--passWithNoTests',
    '--maxWorkers',
    '1',
    ...args,
  ]
  // Tests that end early leave files behind.
  const env = { ...process.env, TMPDIR: join(copy, 'tmp') }
  const child = spawn(process.execPath, vitest, { cwd: copy, env, stdio: 'ignore', detached: true })
  const ended = once(child, 'exit')
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    // With all that it has started.
    process.kill(-(/** @type {number} */ (child.pid)), 'SIGKILL')
  }, HANGS_MS)
  const [code] = await ended
  clearTimeout(timer)
  if (isLate) return 'timeout'
  return code === 0 ? 'survived' : 'killed'
}

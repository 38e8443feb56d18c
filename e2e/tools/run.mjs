// `npm test`: everything, from a fresh clone with nothing but Node and npm. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { chromiumPath } from './chromium.mjs'
import { firefoxPath } from './firefox.mjs'
import { NODES, nodeOf } from './node.mjs'
import { installed, installedFile } from './installed.mjs'
import { webkitPaths } from './webkit.mjs'

process.chdir(resolve(import.meta.dirname, '../..'))

let passed = 0
let failed = 0

/**
 * Counts as one test, which passes when `run` gives true.
 *
 * @param {string} name
 * @param {() => boolean} run
 * @returns {boolean}
 */
function step(name, run) {
  console.log(`\n— ${name}`)
  const startedAt = Date.now()
  let ok = false
  try {
    ok = run()
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
  }
  if (ok) passed++
  else failed++
  console.log(`— ${name}: ${ok ? 'passed' : 'FAILED'} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`)
  return ok
}

/** @param {string} name a script of package.json */
function script(name) {
  return step(name, () => succeeds('npm', ['run', '--silent', name]))
}

/**
 * @param {string} command
 * @param {string[]} args
 */
function succeeds(command, args) {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (error) console.error(error.message)
  return status === 0
}

/** Finds or installs what the tests run beside Node; CPython is the oracle, the one from npm aside. */
const programs = {
  chromium: () => (process.env.CHROMIUM_PATH = chromiumPath()),
  firefox: firefoxPath,
  webkit: () => webkitPaths().miniBrowser,
  python: () => installed(['python3'], ['python3']),
  'time zones': () => installedFile('/usr/share/zoneinfo/Europe/Paris', ['tzdata']),
  ...Object.fromEntries(NODES.map((major) => [`node ${major}`, () => nodeOf(major).path])),
}

/** @param {() => string} path */
function found(path) {
  console.log(path())
  return true
}

/**
 * @typedef {object} Report what vitest's json reporter writes, as far as it counts here
 * @property {number} numTotalTests
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {{ name: string, status: string, assertionResults: { status: string }[] }[]} testResults
 */

/**
 * Runs all tests and adds vitest's counts. What did not run did not pass: a skipped test, a file that does not load, a run
 * without tests, one that ended in an error outside of its tests.
 */
function vitest() {
  console.log('\n— vitest')
  const folder = mkdtempSync(join(tmpdir(), 'treeline-test-'))
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const ok = succeeds(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters])
  const report = readReport(file)
  rmSync(folder, { recursive: true, force: true })
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some(({ status }) => status === 'failed'),
  )
  for (const { name } of broken) console.error(`${name} did not run`)
  const unfinished = report.numTotalTests - report.numPassedTests - report.numFailedTests
  if (unfinished > 0) console.error(`${unfinished} tests were skipped or not finished: that counts as failed`)
  const failures = report.numFailedTests + unfinished + broken.length
  const unexplained = failures === 0 && (!ok || report.numPassedTests === 0)
  if (unexplained) console.error('vitest failed outside of its tests, or found none')
  passed += report.numPassedTests
  failed += failures + Number(unexplained)
}

/**
 * @param {string} file
 * @returns {Report}
 */
function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return { numTotalTests: 0, numPassedTests: 0, numFailedTests: 0, testResults: [] }
  }
}

/** Runs the steps in order; without the dependencies there is no point in going on. */
function run() {
  if (!script('setup')) return
  for (const [name, path] of Object.entries(programs)) step(name, () => found(path))
  for (const name of ['lint', 'format:check', 'build', 'typecheck']) script(name)
  vitest()
}

run()
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

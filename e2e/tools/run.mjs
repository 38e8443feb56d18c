// `npm test`: everything, from a fresh clone with nothing but Node and npm. The last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { chromiumPath } from './chromium.mjs'
import { firefoxPath } from './firefox.mjs'
import { installed, installedFile } from './installed.mjs'
import { VERSIONS } from '../runtimes/versions.mjs'
import { NODES, nodeOf } from './node.mjs'
import { programFromNpm } from './npx.mjs'
import { webkitPath } from './webkit.mjs'
import { abandonedSockets, xvfbPath } from './xvfb.mjs'

const SLOWEST = 5

process.chdir(resolve(import.meta.dirname, '../..'))

const folder = mkdtempSync(join(tmpdir(), 'treeline-test-'))
/** The temporary folder of all that this starts, apart from what others on the machine have in theirs. */
const temporary = join(folder, 'tmp')
mkdirSync(temporary)

let passed = 0
let failed = 0

/** @typedef {{ name: string, seconds: number }} Time */

/** @type {Time[]} */
const steps = []
/** @type {Time[]} the files of tests */
let files = []

/**
 * Does one step and notes how long it took.
 *
 * @template Result
 * @param {string} name
 * @param {() => Result} run
 */
function timed(name, run) {
  console.log(`\n— ${name}`)
  const startedAt = performance.now()
  const result = run()
  const seconds = (performance.now() - startedAt) / 1000
  steps.push({ name, seconds })
  return { result, seconds }
}

/**
 * Counts as one test, which passes when `run` gives true.
 *
 * @param {string} name
 * @param {() => boolean} run
 * @returns {boolean}
 */
function step(name, run) {
  const { result: ok, seconds } = timed(name, () => {
    try {
      return run()
    } catch (error) {
      console.error(error instanceof Error ? error.message : error)
      return false
    }
  })
  if (ok) passed++
  else failed++
  console.log(`— ${name}: ${ok ? 'passed' : 'FAILED'} (${seconds.toFixed(1)} s)`)
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
  const { status, error } = spawnSync(command, args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
    env: { ...process.env, TMPDIR: temporary, TMP: temporary, TEMP: temporary },
  })
  if (error) console.error(error.message)
  return status === 0
}

/** Finds or installs what the tests run beside Node; CPython is the oracle, the one from npm aside. */
const programs = {
  chromium: () => (process.env.CHROMIUM_PATH = chromiumPath()),
  firefox: firefoxPath,
  webkit: webkitPath,
  xvfb: xvfbPath,
  python: () => installed(['python3'], ['python3']),
  'time zones': () => installedFile('/usr/share/zoneinfo/Europe/Paris', ['tzdata']),
  ...Object.fromEntries(NODES.map((major) => [`node ${major}`, () => nodeOf(major).path])),
  bun: () => programFromNpm('bun', [`bun@${VERSIONS.bun}`]),
  deno: () => programFromNpm('deno', [`deno@${VERSIONS.deno}`]),
  workerd: () => programFromNpm('workerd', [`workerd@${VERSIONS.workerd}`]),
  jest: () => programFromNpm('jest', [`jest@${VERSIONS.jest}`, `jest-environment-jsdom@${VERSIONS.jest}`]),
}

/** @param {() => string} path */
function found(path) {
  console.log(path())
  return true
}

/**
 * @typedef {object} Report the part of what vitest's json reporter writes that counts here
 * @property {number} numTotalTests
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {FileReport[]} testResults
 */

/** @typedef {{ name: string, status: string, startTime: number, endTime: number, assertionResults: { status: string }[] }} FileReport */

/**
 * Runs all tests and adds vitest's counts. What did not run did not pass: a skipped test, a file that does not load, a run
 * without tests, one that ended in an error outside of its tests.
 */
function vitest() {
  const file = join(folder, 'report.json')
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const { result: ok } = timed('vitest', () =>
    succeeds(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters]),
  )
  const report = readReport(file)
  files = report.testResults.map(({ name, startTime, endTime }) => {
    return { name: relative('.', name), seconds: (endTime - startTime) / 1000 }
  })
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
  const abandoned = abandonedSockets()
  if (!script('setup')) return
  for (const [name, path] of Object.entries(programs)) step(name, () => found(path))
  for (const name of ['lint', 'format:check', 'build', 'typecheck']) script(name)
  vitest()
  step('nothing is left in the temporary folder', () => {
    const left = readdirSync(temporary).map((name) => join(temporary, name))
    left.push(...abandonedSockets().filter((socket) => !abandoned.includes(socket)))
    for (const name of left) console.error(`left behind: ${name}`)
    return left.length === 0
  })
}

/**
 * @param {string} title
 * @param {Time[]} times
 */
function list(title, times) {
  const lines = times.map(({ name, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${name}`)
  console.log(['', title, ...lines].join('\n'))
}

try {
  run()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
list(`Where ${Math.round(steps.reduce((sum, { seconds }) => sum + seconds, 0))} seconds went`, steps)
list('The slowest files of tests', files.toSorted((a, b) => b.seconds - a.seconds).slice(0, SLOWEST))
console.log(`\n${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1

import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** @param {string} file */
export function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/**
 * Returns the path of the first of these programs that is on the PATH.
 *
 * @param {string[]} names
 */
export function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** What one apt-get at a time has: the others wait, where apt itself would give up. */
const ONE_AT_A_TIME = '/var/lib/dpkg'

/**
 * @param {string[]} args
 * @param {string} advice
 */
function apt(args, advice) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('flock', [ONE_AT_A_TIME, 'apt-get', ...args], {
    env,
    stdio: ['ignore', process.stderr, process.stderr],
  })
  if (status !== 0) throw new Error(`apt-get ${args.join(' ')} failed: ${advice}`)
}

let isUpdated = false

/**
 * Fetches the lists of packages, once for all that this process installs.
 *
 * @param {string} advice
 */
function updateLists(advice) {
  if (isUpdated) return
  apt(['update'], advice)
  isUpdated = true
}

/**
 * Returns the path of a program that a test needs: the first of `names` on the PATH, else what Debian's `packages` bring,
 * which are installed where that is allowed.
 *
 * @param {string[]} names the program's names
 * @param {string[]} packages
 * @returns {string}
 * @throws Error of one line that says what to do, when there is none
 */
export function installed(names, packages) {
  return foundOrInstalled(names[0] ?? '', () => onPath(names), packages)
}

/**
 * As `installed` for a file that is no program.
 *
 * @param {string} file
 * @param {string[]} packages
 */
export function installedFile(file, packages) {
  return foundOrInstalled(file, () => (existsSync(file) ? file : undefined), packages)
}

/**
 * @param {string} what
 * @param {() => string | undefined} find
 * @param {string[]} packages
 */
function foundOrInstalled(what, find, packages) {
  const found = find()
  if (found !== undefined) return found
  const advice = `the tests need ${what} (on Debian: apt-get install ${packages.join(' ')})`
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === undefined) throw new Error(`No ${what} here: ${advice}`)
  updateLists(advice)
  apt(['install', '-y', '--no-install-recommends', ...packages], advice)
  const now = find()
  if (now === undefined) throw new Error(`No ${what} after installing ${packages.join(' ')}: ${advice}`)
  return now
}

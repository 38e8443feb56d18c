import { spawnSync } from 'node:child_process'

/** The major versions that are supported: the oldest, and those after it with long-term support. */
export const NODES = [20, 22, 24]

const PATIENCE_MS = 300_000

/**
 * Returns a Node of a major version: the one that runs this where it is of that version, else the newest that the npm package
 * `node` has, which npx fetches once and keeps.
 *
 * @param {number} major
 * @returns {{ version: string, path: string }} the version without a `v`, the program's file
 * @throws Error of one line that says what to do, when there is none
 */
export function nodeOf(major) {
  if (isOf(major, process.versions.node)) return { version: process.versions.node, path: process.execPath }
  const fetched = ['--yes', '--prefer-offline', '--loglevel=error', `--package=node@${major}`, 'node']
  const path = printed(major, 'npx', [...fetched, '-p', 'process.execPath'], process.platform === 'win32')
  const version = printed(major, path, ['-p', 'process.versions.node'])
  // A package without its program, as npm's `ignore-scripts` leaves it: npx then runs what is on the PATH.
  if (!isOf(major, version))
    throw new Error(`No Node ${major} here: npx ran ${version}; are npm's scripts switched off?`)
  return { version, path }
}

/**
 * @param {number} major
 * @param {string} version
 */
function isOf(major, version) {
  return version.startsWith(`${major}.`)
}

/**
 * Returns what a program prints; what it complains of goes to standard error.
 *
 * @param {number} major the Node that is looked for
 * @param {string} command
 * @param {string[]} args
 * @param {boolean} [shell]
 */
function printed(major, command, args, shell = false) {
  const { status, stdout, error } = spawnSync(command, args, {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    timeout: PATIENCE_MS,
    shell,
  })
  if (status === 0) return stdout.trim()
  const why = error?.message ?? `${command} ended with ${status}`
  throw new Error(`No Node ${major} here: npx has to fetch node@${major} from the npm registry (${why})`)
}

import { printed, printedByNpx } from './npx.mjs'

/** The major versions that are supported: the oldest, and those after it with long-term support. */
export const NODES = [20, 22, 24]

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
  const wanted = `node@${major}`
  const path = printedByNpx([wanted], ['node', '-p', 'process.execPath'])
  const version = printed(wanted, path, ['-p', 'process.versions.node'])
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

import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const ADVICE = 'install Chromium (on Debian: apt-get install chromium) or set CHROMIUM_PATH to a binary'

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** @param {string[]} names */
function onPath(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable)
}

/** @param {string[]} args */
function apt(args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const { status } = spawnSync('apt-get', args, { env, stdio: ['ignore', process.stderr, process.stderr] })
  if (status !== 0) throw new Error(`No Chromium, and apt-get ${args.join(' ')} failed: ${ADVICE}`)
}

/**
 * Gives the path of a Chromium (or Chrome): the one that CHROMIUM_PATH names, else the first on the PATH, else Debian's,
 * which it installs when it may.
 *
 * @returns {string}
 * @throws Error of one line that says what to do, when there is none
 */
export function chromiumPath() {
  const { CHROMIUM_PATH } = process.env
  if (CHROMIUM_PATH) {
    if (isExecutable(CHROMIUM_PATH)) return CHROMIUM_PATH
    throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which is no program: ${ADVICE}`)
  }
  const found = onPath(NAMES)
  if (found !== undefined) return found
  if (process.getuid?.() !== 0 || onPath(['apt-get']) === undefined) throw new Error(`No Chromium here: ${ADVICE}`)
  apt(['update'])
  apt(['install', '-y', 'chromium'])
  const installed = onPath(NAMES)
  if (installed === undefined) throw new Error(`No Chromium on the PATH after installing it: ${ADVICE}`)
  return installed
}

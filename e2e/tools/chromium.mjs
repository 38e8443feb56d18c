import { installed, isExecutable } from './installed.mjs'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/**
 * Returns the path of a Chromium (or Chrome): the one that CHROMIUM_PATH names, else the first on the PATH, else Debian's,
 * which it installs when it may.
 *
 * @returns {string}
 * @throws Error of one line that says what to do, when there is none
 */
export function chromiumPath() {
  const { CHROMIUM_PATH } = process.env
  if (!CHROMIUM_PATH) return installed(NAMES, ['chromium'])
  if (isExecutable(CHROMIUM_PATH)) return CHROMIUM_PATH
  throw new Error(`CHROMIUM_PATH is ${CHROMIUM_PATH}, which is no program`)
}

import { existsSync, mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, removeProfile } from './browserProcess.mjs'
import { installed, isExecutable } from './installed.mjs'
import { openScreen } from './xvfb.mjs'

/** Where distributions keep WebKitGTK's programs, which are not on the PATH. */
const FOLDERS = ['/usr/lib', '/usr/lib64', '/usr/libexec']

/**
 * Returns the path of what shows a page in WebKit: the `MiniBrowser` that comes with WebKitGTK, or the one that
 * MINIBROWSER_PATH names. Installs Debian's when it may.
 *
 * @returns {string}
 * @throws Error of one line that says what to do, when there is none
 */
export function webkitPath() {
  // The driver is on the PATH, the browser that comes with it is not.
  installed(['WebKitWebDriver'], ['webkit2gtk-driver'])
  const miniBrowser = process.env.MINIBROWSER_PATH || findMiniBrowser()
  if (miniBrowser !== undefined && isExecutable(miniBrowser)) return miniBrowser
  throw new Error(`No MiniBrowser (${miniBrowser ?? 'beside WebKitWebDriver'}): set MINIBROWSER_PATH to WebKitGTK's`)
}

/** Looks into `<folder>/webkit2gtk-*` and, as Debian has it, `<folder>/<architecture>/webkit2gtk-*`; the newest first. */
function findMiniBrowser() {
  return FOLDERS.flatMap((folder) => [folder, ...subfolders(folder, /-linux-gnu/)])
    .flatMap((folder) => subfolders(folder, /^webkit(2gtk|gtk)-\d/).toReversed())
    .map((folder) => join(folder, 'MiniBrowser'))
    .find(isExecutable)
}

/**
 * @param {string} folder
 * @param {RegExp} name
 */
function subfolders(folder, name) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && name.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .toSorted()
}

/**
 * Opens a page in WebKit on a screen that nobody sees.
 *
 * @param {string} url
 * @returns {Promise<import('./browserProcess.mjs').BrowserProcess>}
 */
export async function openWebKit(url) {
  const program = webkitPath()
  const screen = await openScreen()
  const home = mkdtempSync(join(tmpdir(), 'treeline-webkit-'))
  const env = webkitEnvironment(home, screen.display)
  return launch(program, ['--private', url], env, async () => {
    await screen.close()
    removeProfile(home)
  })
}

/**
 * Returns the environment of a WebKit that leaves nothing outside of a folder.
 *
 * @param {string} home
 * @param {string} display
 */
export function webkitEnvironment(home, display) {
  return {
    DISPLAY: display,
    HOME: home,
    TMPDIR: home,
    XDG_CACHE_HOME: home,
    XDG_DATA_HOME: home,
    // Root has no sandbox; a screen that nobody sees has no compositor.
    WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
    WEBKIT_DISABLE_COMPOSITING_MODE: '1',
    LIBGL_ALWAYS_SOFTWARE: '1',
    NO_AT_BRIDGE: '1',
  }
}

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, removeProfile } from './browserProcess.mjs'
import { installed, isExecutable } from './installed.mjs'

const NAMES = ['firefox-esr', 'firefox']

/** A new profile shows pages and asks for updates before it does what it was started for. */
export const PREFERENCES = `
user_pref('app.normandy.enabled', false);
user_pref('app.update.enabled', false);
user_pref('browser.aboutwelcome.enabled', false);
user_pref('browser.shell.checkDefaultBrowser', false);
user_pref('browser.startup.homepage_override.mstone', 'ignore');
user_pref('datareporting.policy.dataSubmissionEnabled', false);
user_pref('datareporting.policy.firstRunURL', '');
user_pref('network.captive-portal-service.enabled', false);
user_pref('network.connectivity-service.enabled', false);
user_pref('toolkit.telemetry.enabled', false);
`

/**
 * Returns the path of a Firefox: the one that FIREFOX_PATH names, else the first on the PATH, else Debian's, which it installs
 * when it may.
 *
 * @returns {string}
 * @throws Error of one line that says what to do, when there is none
 */
export function firefoxPath() {
  const { FIREFOX_PATH } = process.env
  if (!FIREFOX_PATH) return installed(NAMES, ['firefox-esr'])
  if (isExecutable(FIREFOX_PATH)) return FIREFOX_PATH
  throw new Error(`FIREFOX_PATH is ${FIREFOX_PATH}, which is no program`)
}

/**
 * Opens a page in a Firefox without a window, in a profile of its own.
 *
 * @param {string} url
 * @returns {import('./browserProcess.mjs').BrowserProcess}
 */
export function openFirefox(url) {
  const profile = mkdtempSync(join(tmpdir(), 'treeline-firefox-'))
  writeFileSync(join(profile, 'user.js'), PREFERENCES)
  const args = ['--headless', '--no-remote', '--profile', profile, url]
  return launch(firefoxPath(), args, { HOME: profile, TMPDIR: profile }, () => removeProfile(profile))
}

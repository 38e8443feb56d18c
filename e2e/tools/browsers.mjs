import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, removeProfile } from './browserProcess.mjs'
import { chromiumPath } from './chromium.mjs'
import { openFirefox } from './firefox.mjs'
import { openWebKit } from './webkit.mjs'

/**
 * Opens a page in a Chromium without a window, in a profile of its own, driven by nothing but the page.
 *
 * @param {string} url
 */
function openChromium(url) {
  const profile = mkdtempSync(join(tmpdir(), 'treeline-chromium-'))
  const args = ['--headless=new', '--no-sandbox', '--no-first-run', '--disable-gpu', `--user-data-dir=${profile}`, url]
  return launch(chromiumPath(), args, { HOME: profile, TMPDIR: profile }, () => removeProfile(profile))
}

/** How each browser is opened. */
export const BROWSERS = { chromium: openChromium, firefox: openFirefox, webkit: openWebKit }

import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { launch, removeProfile } from '../../../../e2e/tools/browserProcess.mjs'
import { chromiumPath } from '../../../../e2e/tools/chromium.mjs'

// Nothing that runs beside the page.
const QUIET = ['quic', 'background-networking', 'component-update', 'sync', 'extensions', 'default-apps']

/**
 * Opens a page in a Chromium without a window, in a profile of its own, driven by nothing but the page.
 *
 * @param {string} url
 */
export function openChromium(url) {
  const profile = mkdtempSync(join(tmpdir(), 'treeline-chromium-'))
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--no-first-run',
    '--disable-dev-shm-usage',
    ...QUIET.map((part) => `--disable-${part}`),
    `--user-data-dir=${profile}`,
    url,
  ]
  return launch(chromiumPath(), args, { HOME: profile, TMPDIR: profile }, () => removeProfile(profile))
}

import { type Browser, chromium } from 'playwright'
import { chromiumPath } from './chromium.mjs'

/** After which a browser that does not start is taken to hang, on a machine that does much else. */
const PATIENCE_MS = 300_000

// Without them it asks servers of its maker, and paints by a graphics card that is computed: a fifth of a test's time.
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * Starts a Chromium that a test drives.
 *
 * @param more further arguments
 */
export function launchChromium(more: readonly string[] = []): Promise<Browser> {
  return chromium.launch({ executablePath: chromiumPath(), args: [...ARGUMENTS, ...more], timeout: PATIENCE_MS })
}

// The three browsers.
import { join } from 'node:path'
import { build } from 'esbuild'
import { chromium as playwright } from 'playwright'
import type { BrowserProcess } from '../../tools/browserProcess.mjs'
import { chromiumPath } from '../../tools/chromium.mjs'
import { openFirefox } from '../../tools/firefox.mjs'
import { openWebKit } from '../../tools/webkit.mjs'
import type { Outcome, Runtime } from './runtime.js'

// After which a page is taken to hang.
const PATIENCE_MS = 300_000

async function openChromium(url: string): Promise<BrowserProcess> {
  const args = ['--no-sandbox', '--disable-quic']
  const browser = await playwright.launch({ executablePath: chromiumPath(), args, timeout: PATIENCE_MS })
  let output = ''
  const page = await browser.newPage()
  page.on('pageerror', (error) => (output += `${error.message}\n`))
  await page.goto(url, { timeout: PATIENCE_MS })
  return { output: () => output, close: () => browser.close() }
}

function browser(name: string, open: (url: string) => BrowserProcess | Promise<BrowserProcess>): Runtime {
  return {
    name,
    async run({ project, server }) {
      const { outputFiles } = await build({
        entryPoints: [join(project, 'entries/page.mjs')],
        bundle: true,
        format: 'esm',
        conditions: ['browser'],
        write: false,
        // esbuild renames classes that name themselves.
        keepNames: true,
        logLevel: 'error',
      })
      server.files.set('/page.js', outputFiles[0]!.text)
      server.files.set(
        '/',
        '<!doctype html><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      )
      const shown = await open(`${server.url}/`)
      let timer
      const silence = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(new Error(`no outcomes from ${name}: ${shown.output()}`)), PATIENCE_MS)
      })
      try {
        return JSON.parse(await Promise.race([server.outcomes(), silence])) as Outcome[]
      } finally {
        clearTimeout(timer)
        await shown.close()
      }
    },
  }
}

export const chromium: Runtime = browser('Chromium', openChromium)
export const firefox: Runtime = browser('Firefox', openFirefox)
export const webkit: Runtime = browser('WebKit', openWebKit)

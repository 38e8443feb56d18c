// Measures the same calls in Chromium, Firefox and WebKit, and writes docs/measured/browsers.md:
//   node browsers.mjs [browser …] [--tiny] [--to folder] [--before an earlier treeline.min.js]
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { openFirefox } from '../../../../e2e/tools/firefox.mjs'
import { openWebKit } from '../../../../e2e/tools/webkit.mjs'
import { CALLS, LOADS, RECORDS_A_SECOND } from './calls.mjs'
import { openChromium } from './chromium.mjs'
import { page } from './page.mjs'
import { scripts } from './scripts.mjs'
import { serve } from './server.mjs'

const DOCS = fileURLToPath(new URL('../../../../docs/measured', import.meta.url))
const OPEN = { Chromium: openChromium, Firefox: openFirefox, WebKit: openWebKit }
const FULL = { leastMs: 60, rounds: 7, startUps: 30, loadMs: 10_000 }
const TINY = { leastMs: 5, rounds: 1, startUps: 2, loadMs: 200 }
const PATIENCE_MS = 300_000

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { tiny: { type: 'boolean' }, to: { type: 'string', default: DOCS }, before: { type: 'string' } },
})
const wanted = positionals.length === 0 ? Object.keys(OPEN) : positionals
const unknown = wanted.filter((name) => !(name in OPEN))
if (unknown.length > 0) fail(`no browser ${unknown.join(', ')}; there are ${Object.keys(OPEN).join(', ')}`)

const texts = scripts(options.before)
const settings = options.tiny ? TINY : FULL
const measured = []
// One after the other: they would take the processor from each other.
for (const name of wanted) {
  measured.push({ name, ...(await measure(OPEN[name])) })
  process.stderr.write(`${name}\n`)
}
const text = page(measured, texts, {
  machine: `${cpus()[0]?.model ?? 'unknown processor'}, ${cpus().length} cores`,
  date: new Date().toISOString().slice(0, 10),
  ...settings,
})
mkdirSync(options.to, { recursive: true })
// A page of a part would take the place of the whole, unless a folder was asked for.
if (wanted.length === Object.keys(OPEN).length || options.to !== DOCS)
  writeFileSync(join(options.to, 'browsers.md'), text)
else process.stdout.write(text)
const wrong = measured.flatMap(({ name, results, underLoad }) =>
  [...results, ...underLoad]
    .filter(({ lost, error }) => lost !== 0 || error)
    .map((result) => `${name}: ${JSON.stringify(result)}`),
)
if (wrong.length > 0) fail(wrong.join('\n'))

function fail(message) {
  process.stderr.write(`bench:browsers: ${message}\n`)
  process.exit(1)
}

async function measure(open) {
  const server = await serve(texts, { calls: CALLS, loads: LOADS, perSecond: RECORDS_A_SECOND, ...settings })
  const browser = await open(`${server.address}/`)
  const silence = new AbortController()
  const patience = setTimeout(() => silence.abort(), PATIENCE_MS)
  try {
    return await server.report(silence.signal)
  } catch (error) {
    throw new Error(`no report from the page: ${browser.output()}`, { cause: error })
  } finally {
    clearTimeout(patience)
    await browser.close()
    server.close()
  }
}

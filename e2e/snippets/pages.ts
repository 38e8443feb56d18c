import { existsSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { basename, join, resolve } from 'node:path'
import { inspect } from 'node:util'
import { buildSync } from 'esbuild'
import type { Browser, ConsoleMessage } from 'playwright'
import { launchChromium } from '../tools/launchChromium.js'
import { isShown, shown } from './output.js'
import type { Place } from './place.js'

/** How long a page may take to write what stands under it: this only ends a test that fails. */
const HANG_MS = 30_000

let browser: Promise<Browser> | undefined

/** Ends the browser that all pages share. */
export async function closeBrowser(): Promise<void> {
  await (await browser)?.close()
  browser = undefined
}

/** Returns a page's module with what it imports, as a bundler makes it. */
function bundled(path: string): Uint8Array | undefined {
  const options = { bundle: true, write: false, format: 'esm', target: 'es2022', logLevel: 'error' } as const
  return buildSync({ ...options, entryPoints: [path] }).outputFiles[0]?.contents
}

function contentsOf(path: string): Uint8Array | undefined {
  return path.endsWith('.mjs') ? bundled(path) : readFileSync(path)
}

/** Serves an example's files, its modules bundled, and the script-tag files. */
async function staticServer({ folder }: Place): Promise<Server> {
  const server = createServer((request, response) => {
    const name = basename(request.url ?? '/') || 'index.html'
    const path = [join(folder, name), resolve('packages/treeline/dist', name)].find((one) => existsSync(one))
    response.setHeader('Content-Type', name.endsWith('.html') ? 'text/html; charset=utf-8' : 'text/javascript')
    response.writeHead(path === undefined ? 204 : 200).end(path && contentsOf(path))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

/** Returns a value as Chromium's console shows it: `{user: 'ann'}`. */
const asShown = (value: unknown): string =>
  typeof value === 'string' ? value : inspect(value, { breakLength: Infinity }).replace(/^\{ (.*) \}$/s, '{$1}')

/** Returns the line that the console shows of a message: `%s` is the next argument; the style that `%c` takes is no text. */
async function lineOf(message: ConsoleMessage): Promise<string> {
  const [format, ...others] = await Promise.all(message.args().map((handle) => handle.jsonValue() as Promise<unknown>))
  if (typeof format !== 'string') return message.text()
  const head = format.replaceAll(/%[scd]/g, (found) => (found === '%c' ? (others.shift(), '') : String(others.shift())))
  return [head, ...others].map(asShown).join(' ')
}

/** Opens a page in Chromium and returns what its console shows, once it is what is expected, or will not be. */
export async function consoleOf(file: string, expected: string, place: Place): Promise<string> {
  browser ??= launchChromium()
  const context = await (await browser).newContext()
  const own = place.hasServer ? undefined : await staticServer(place)
  const port = own === undefined ? place.port : (own.address() as AddressInfo).port
  try {
    const page = await context.newPage()
    const lines: Promise<string>[] = []
    const written = async (): Promise<string> =>
      shown(place.there((await Promise.all(lines)).map((line) => `${line}\n`).join('')), place.folder)
    let arrive = (): void => undefined
    const arrived = new Promise<void>((done) => (arrive = done))
    const look = async (): Promise<void> => (isShown(await written(), expected) ? arrive() : undefined)
    page.on('console', (message) => {
      if (message.args().length > 0) lines.push(lineOf(message).catch(() => message.text())) // others are the browser's own
      void look()
    })
    page.on('pageerror', (error) => void (lines.push(Promise.resolve(String(error))), look()))
    await page.goto(`http://localhost:${port}/${place.hasServer ? '' : file}`)
    await Promise.race([look().then(() => arrived), new Promise((done) => setTimeout(done, HANG_MS).unref())])
    await page.evaluate('0') // what was written before has come now
    return await written()
  } finally {
    await context.close()
    own?.close()
  }
}

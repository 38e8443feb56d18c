// The script tag in layers, and the stub that stands in for it until it has arrived: the built files in Chromium.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Browser, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getLogger, type LogRecord } from '../packages/core/dist/index.js'
import { ListHandler, resetLogging } from '../packages/core/dist/testing.js'
import { listener } from '../packages/receiver/dist/node.js'
import { launchChromium } from './tools/launchChromium.js'

const folder = resolve(import.meta.dirname, '../packages/treeline')
const published = (file: string): string => readFileSync(join(folder, 'dist', file), 'utf8')
const LAYERS = ['http', 'storage', 'form', 'config'] as const
const STUB = published('treeline.stub.min.js').trim()

const tag = (name: string, how = ''): string => `<script ${how} src="/treeline.${name}.min.js"></script>`

/** An inline script, and nothing else inline, may run. */
function policy(...inline: string[]): string {
  const hashes = inline.map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`)
  return `default-src 'none'; connect-src 'self'; img-src data:; script-src 'self' ${hashes.join(' ')}; require-trusted-types-for 'script'`
}

let browser: Browser
let server: Server
let address: string
let page: Page
let records: ListHandler
/** What the server serves, by path; a function answers when it likes. */
let files: Map<string, string | ((res: ServerResponse) => void)>
let csp: string
/** What the page's console shows, and the errors that nobody caught. */
let shown: string[]
let uncaught: string[]

beforeAll(async () => {
  browser = await launchChromium()
})
afterAll(() => browser?.close())

beforeEach(async () => {
  records = new ListHandler()
  const logger = getLogger('page')
  logger.propagate = false
  logger.addHandler(records)
  const intake = listener({ rate: null })
  server = createServer((req, res) => {
    const path = req.url!.split('?', 1)[0]!
    if (path === '/intake') return intake(req, res)
    const file = files.get(path)
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
    res.writeHead(file === undefined ? 404 : 200, {
      'content-type': `${type};charset=utf-8`,
      'content-security-policy': csp,
    })
    if (typeof file === 'function') file(res)
    else res.end(file)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  files = new Map(['core', ...LAYERS].map((name) => [`/treeline.${name}.min.js`, published(`treeline.${name}.min.js`)]))
  csp = policy()
  shown = []
  uncaught = []
  page = await browser.newPage()
  page.on('console', (message) => shown.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => uncaught.push(error.message))
})

afterEach(async () => {
  await page.close()
  server.closeAllConnections()
  server.close()
  resetLogging()
})

/** Opens a page with this head, and this script behind it. */
async function open(head: string, script = ''): Promise<void> {
  files.set('/page.js', script)
  files.set('/', `<!doctype html><link rel="icon" href="data:,">${head}<script defer src="/page.js"></script>`)
  await page.goto(address)
}

const USE = `
  const log = logging.getLogger('app')
  logging.basicConfig({ level: 'DEBUG' })
  log.info('%d items', 3)`

describe('layers', () => {
  test('the core file alone logs to the console', async () => {
    await open(tag('core'), USE)
    expect(shown).toEqual(['info: INFO:app:3 items'])
    expect(uncaught).toEqual([])
  })

  test.each([
    ['http', 'storage', 'form', 'config'],
    ['config', 'form', 'storage', 'http'],
    ['storage', 'config', 'http', 'form'],
  ])('%s, %s, %s, %s: a configuration of all of them', async (...order) => {
    const script = `
      logging.config.dictConfig({
        version: 1,
        formatters: { line: { format: '{levelname} {message}', style: '{' } },
        handlers: {
          console: { class: 'logging.ConsoleHandler', formatter: 'line' },
          http: { class: 'logging.handlers.BufferingHTTPHandler', url: '/intake' },
          store: { class: 'logging.handlers.LocalStorageHandler', key: 'shop' },
          form: { class: 'logging.handlers.HTTPHandler', host: location.host, url: '/form', level: 'CRITICAL' },
        },
        root: { level: 'INFO', handlers: ['console', 'http', 'store', 'form'] },
      })
      logging.getLogger('app').error('%d items', 3)
      window.stored = logging.getHandlerByName('store').read().map((record) => record.getMessage())`
    await open([tag('core'), ...order.map((name) => tag(name))].join(''), script)
    expect(shown).toEqual(['error: ERROR 3 items'])
    expect(await page.evaluate('stored')).toEqual(['3 items'])
    await expect.poll(() => records.texts).toEqual(['3 items'])
    expect(uncaught).toEqual([])
  })

  test('stay when the core file is loaded once more', async () => {
    await open(
      [tag('core'), tag('http'), tag('core'), tag('storage')].join(''),
      'window.own = [typeof logging.handlers.BufferingHTTPHandler, typeof logging.handlers.LocalStorageHandler]',
    )
    expect(await page.evaluate('own')).toEqual(['function', 'function'])
    expect(uncaught).toEqual([])
  })

  test('share the classes of the core file', async () => {
    await open(
      [tag('core'), ...LAYERS.map((name) => tag(name))].join(''),
      `window.own = Object.entries(logging.handlers)
        .filter(([name, value]) => name.endsWith('Handler') && !(value.prototype instanceof logging.Handler))
        .map(([name]) => name)`,
    )
    expect(await page.evaluate('own')).toEqual([])
    expect(await page.evaluate('logging.JSONFormatter.prototype instanceof logging.Formatter')).toBe(true)
  })

  test('each weighs less than with all of the core file in it', () => {
    for (const name of ['http', 'storage', 'form']) {
      expect(published(`treeline.${name}.min.js`)).not.toMatch(/\bLogger\b/)
    }
  })
})

const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
const LOAD = `load treeline.core.min.js ${version} before it`

describe('a layer that does not find its core file says so, and nothing else happens', () => {
  test.each(LAYERS)('%s alone', async (layer) => {
    await open(tag(layer))
    expect(shown).toEqual([`error: treeline.${layer}.min.js ${version}: ${LOAD} (found: none)`])
    expect(uncaught).toEqual([])
  })

  test('before it', async () => {
    await open(tag('http') + tag('core') + tag('storage'), USE)
    expect(shown).toEqual([`error: treeline.http.min.js ${version}: ${LOAD} (found: none)`, 'info: INFO:app:3 items'])
    expect(await page.evaluate('Object.keys(logging.handlers)')).toEqual(['Journal', 'LocalStorageHandler'])
    expect(uncaught).toEqual([])
  })

  test('of another version', async () => {
    const core = published('treeline.core.min.js')
    expect(core.split(`"${version}"`)).toHaveLength(3)
    files.set('/treeline.core.min.js', core.replaceAll(`"${version}"`, '"0.0.9"'))
    await open(tag('core') + tag('http'), USE)
    expect(shown).toEqual([`error: treeline.http.min.js ${version}: ${LOAD} (found: 0.0.9)`, 'info: INFO:app:3 items'])
    expect(await page.evaluate('Object.keys(logging.handlers)')).toEqual([])
    expect(uncaught).toEqual([])
  })

  test('over a one-file sum', async () => {
    files.set('/treeline.min.js', published('treeline.min.js'))
    await open(`<script src="/treeline.min.js"></script>${tag('config')}`)
    const found = 'a file that takes no layers'
    expect(shown).toEqual([`error: treeline.config.min.js ${version}: ${LOAD} (found: ${found})`])
    expect(uncaught).toEqual([])
  })
})

describe('the stub', () => {
  const inline = `<script>${STUB}</script>`
  // As strings: what throws here is meant to be caught by nobody.
  const EARLY = `
    window.log = logging.getLogger('early')
    log.info('%d items', 3)
    window.calledAt = Date.now()
    logging.warning('slow')
    addEventListener('unhandledrejection', () => { throw new TypeError('thrown') })
    Promise.reject(new RangeError('rejected'))`

  const message = (record: LogRecord): string => `${record.name} ${record.levelname} ${record.getMessage()}`

  test.each(['treeline.core.min.js', 'treeline.min.js', 'treeline.full.min.js'])(
    'queues until %s, loaded async, has come, and then gives way',
    async (file) => {
      csp = policy(STUB, EARLY)
      let send: () => void
      const sent = new Promise<void>((done) => (send = done))
      files.set(`/${file}`, (res) => void sent.then(() => res.end(published(file))))
      const head = `${inline}<script>${EARLY}</script><script async src="/${file}"></script>`
      const opened = open(head, "logging.basicConfig({ level: 'DEBUG' })")
      await expect.poll(() => page.evaluate('window.logging?.queue?.length')).toBe(5)
      expect(shown).toEqual([])
      const arrivedAt = await page.evaluate<number>('Date.now()')
      send!()
      await opened
      await expect.poll(() => shown).toHaveLength(4)
      expect(shown.map((line) => line.split('\n', 1)[0])).toEqual([
        'info: INFO:early:3 items',
        'warning: WARNING:root:slow',
        expect.stringContaining('ERROR:window:Uncaught (in promise)'),
        expect.stringContaining('ERROR:window:Uncaught TypeError: thrown'),
      ])
      expect(await page.evaluate<number>('calledAt')).toBeLessThanOrEqual(arrivedAt)
      // The logger of the stub goes on, and what fails from now on is the browser's alone.
      await page.evaluate("log.error('late'); setTimeout(() => { throw new Error('later') })")
      await expect.poll(() => uncaught.at(-1)).toBe('later')
      expect(shown.slice(4)).toEqual(['error: ERROR:early:late'])
      expect(await page.evaluate("logging.getLogger('early').filters.length")).toBe(0)
    },
  )

  test('what was logged before the layers came goes to the server, with its times', async () => {
    csp = policy(STUB, EARLY)
    const script = `
      logging.basicConfig({ level: 'DEBUG', handlers: [new logging.handlers.BufferingHTTPHandler('/intake')] })
      logging.getLogger('late').info('configured')`
    await open(`${inline}<script>${EARLY}</script>${tag('core', 'defer')}${tag('http', 'defer')}`, script)
    await expect
      .poll(() => records.records.map(message))
      .toEqual([
        'page.late INFO configured',
        'page.early INFO 3 items',
        'page WARNING slow',
        'page.window ERROR Uncaught (in promise)',
        'page.window ERROR Uncaught TypeError: thrown',
      ])
    const [configured, early, , rejected] = records.records
    expect(early!.created).toBeLessThanOrEqual((await page.evaluate<number>('calledAt')) / 1000)
    expect(early!.created).toBeLessThan(configured!.created)
    expect(rejected!.exc_text).toContain('RangeError: rejected')
  })

  test.each(['treeline.core.min.js', 'treeline.min.js'])('gives way to %s as a module', async (file) => {
    files.set(`/${file}`, published(file))
    const early = "logging.basicConfig({ level: 'DEBUG' }); logging.getLogger('early').info('module')"
    csp = policy(STUB, early)
    await open(`${inline}<script>${early}</script><script type="module" src="/${file}"></script>`)
    await expect.poll(() => shown).toEqual(['info: INFO:early:module'])
  })

  test('is the one that the README shows', () => {
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toContain(`<script>${STUB}</script>`)
  })
})

test('the one-file sums have the names they had, and nothing internal', async () => {
  for (const file of ['treeline.min.js', 'treeline.full.min.js']) files.set(`/${file}`, published(file))
  const names =
    '[Object.keys(logging), Object.keys(logging.handlers), Object.keys(logging.config)].map((n) => n.sort())'
  await open(tag('core') + LAYERS.map((name) => tag(name)).join(''))
  const layers = await page.evaluate<string[][]>(names)
  layers[0] = layers[0]!.filter((name) => name !== 'internal')
  for (const file of ['treeline.min.js', 'treeline.full.min.js']) {
    await open(`<script src="/${file}"></script>`)
    expect(await page.evaluate(names)).toEqual(layers)
  }
})

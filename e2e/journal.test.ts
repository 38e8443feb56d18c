// The storage's side of a journal in real browsers: what a tab left is taken over, by one tab at a time. What is asserted is what
// the tabs were given, and what stands in the storage.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BROWSERS } from './tools/browsers.mjs'
import { launchChromium } from './tools/launchChromium.js'

const root = resolve(import.meta.dirname, '..')
// After which a page is taken to hang.
const PATIENCE_MS = 300_000
const FILES: Readonly<Record<string, string>> = {
  '/treeline.min.js': readFileSync(join(root, 'packages/treeline/dist/treeline.min.js'), 'utf8'),
  '/tab.js': readFileSync(join(root, 'e2e/journal/tab.js'), 'utf8'),
  '/frames.js': readFileSync(join(root, 'e2e/journal/frames.js'), 'utf8'),
  '/tab': page('<script src="/treeline.min.js"></script><script src="/tab.js"></script>'),
  '/app': page('<script src="/treeline.min.js"></script>'),
  '/frames': page('<script src="/frames.js" type="module"></script>'),
}

function page(scripts: string): string {
  return `<!doctype html><link rel="icon" href="data:,"><body>${scripts}</body>`
}

/** What a life in frames came to. */
interface Life {
  readonly hasLocks: boolean
  readonly takers: number
  readonly taken: readonly string[]
  readonly rest: readonly string[]
  readonly segments: number
  readonly errors: readonly string[]
  readonly keys: readonly string[]
}

let server: Server
let port: number
/** How often each record came, by its source and number, and whether the server can be reached. */
const arrived = new Map<string, number>()
let isDown = false
let reported: (report: Record<string, Life>) => void

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of req) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

async function take(req: IncomingMessage, res: ServerResponse): Promise<void> {
  if (isDown) return void res.destroy()
  const [header, ...lines] = (await bodyOf(req).catch(() => '')).trimEnd().split('\n')
  const { src } = JSON.parse(header || '{}') as { src: string }
  for (const line of lines) {
    const name = `${src}:${(JSON.parse(line) as { seq: number }).seq}`
    arrived.set(name, (arrived.get(name) ?? 0) + 1)
  }
  res.writeHead(204, { treeline: '1' }).end()
}

async function serve(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const path = req.url!.split('?', 1)[0]!
  if (path === '/intake') return take(req, res)
  if (path === '/report') {
    const report = await bodyOf(req)
    res.end()
    return reported(JSON.parse(report) as Record<string, Life>)
  }
  const text = FILES[path]
  const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
  res.writeHead(text === undefined ? 404 : 200, { 'content-type': `${type};charset=utf-8` })
  res.end(text)
}

beforeAll(async () => {
  server = createServer((req, res) => void serve(req, res)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  port = (server.address() as AddressInfo).port
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const ALL = ['a:0', 'a:1', 'a:2', 'a:3', 'a:4']

describe('tabs in Chromium', () => {
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    // A place of plain http that is not this machine's own name: there are no locks.
    browser = await launchChromium(['--host-resolver-rules=MAP plain.test 127.0.0.1'])
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE_MS)
  })
  afterEach(() => context.close())

  async function open(src: string, host = '127.0.0.1'): Promise<Page> {
    const tab = await context.newPage()
    await tab.goto(`http://${host}:${port}/tab?src=${src}`)
    return tab
  }

  const takenBy = (tab: Page): Promise<string[]> => tab.evaluate('taken')

  /** Waits until somebody has taken over that many records, and gives what each has. */
  async function takers(tabs: readonly Page[], count: number): Promise<string[][]> {
    const all = (): Promise<string[][]> => Promise.all(tabs.map(takenBy))
    await expect.poll(async () => (await all()).flat().length, { timeout: PATIENCE_MS }).toBeGreaterThanOrEqual(count)
    return (await all()).filter((taken) => taken.length > 0)
  }

  async function crash(tab: Page): Promise<void> {
    const session = await context.newCDPSession(tab)
    const crashed = tab.waitForEvent('crash')
    // It has nobody left to answer.
    session.send('Page.crash').catch(() => {})
    await crashed
  }

  test.each(['127.0.0.1', 'plain.test'])('on %s: a tab that is closed is taken over by one of ten', async (host) => {
    const first = await open('a', host)
    expect(await first.evaluate('hasLocks')).toBe(host === '127.0.0.1')
    await first.evaluate('add(0, 3, true); add(4, 4, false)')
    await first.close({ runBeforeUnload: true })
    const tabs = await Promise.all(Array.from({ length: 10 }, (_, i) => open(`b${i}`, host)))
    expect(await takers(tabs, 5)).toEqual([ALL])
    const taker = (await Promise.all(tabs.map(takenBy))).findIndex((taken) => taken.length > 0)
    await tabs[taker]!.evaluate('acknowledge(taken)')
    await expect.poll(() => tabs[9]!.evaluate('segments()'), { timeout: PATIENCE_MS }).toBe(0)
  })

  test('a tab whose renderer crashed is taken over with what was written, an open one is not', async () => {
    // A process of its own, which sees what a crash can no longer take away; and no journal.
    const observer = await context.newPage()
    await observer.goto(`http://127.0.0.1:${port}/tab.js`)
    const seen = (src: string): Promise<number> =>
      observer.evaluate((name) => Object.values(localStorage).join('').split(`"src":"${name}"`).length - 1, src)
    const has = (src: string, count: number): Promise<void> =>
      expect.poll(() => seen(src), { timeout: PATIENCE_MS }).toBe(count)

    const first = await open('a')
    await first.evaluate('add(0, 4, true)')
    await has('a', 5)
    await crash(first)
    const next = await open('b')
    expect(await takers([next], 5)).toEqual([ALL])
    const living = await open('l')
    await living.evaluate('add(0, 4, true)')
    await next.evaluate('acknowledge(["a:1", "a:2"])')
    await has('a', 3)
    await crash(next)
    const last = await open('c')
    expect(await takers([last, living], 3)).toEqual([['a:0', 'a:3', 'a:4']])
    for (const tab of [last, living]) await tab.evaluate('acknowledge(taken)')
    await has('a', 0)
    await has('l', 5)
    expect(await living.evaluate('[lost, errors, gone]')).toEqual([0, [], []])
  })

  test('a reload takes over what the page before it left', async () => {
    const tab = await open('a')
    await tab.evaluate('add(0, 4, false)')
    await tab.goto(`http://127.0.0.1:${port}/tab?src=b`)
    expect(await takers([tab], 5)).toEqual([ALL])
  })
})

describe('what a handler sends', () => {
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())
  beforeEach(async () => {
    context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE_MS)
    arrived.clear()
    isDown = false
  })
  afterEach(() => context.close())

  const HTTP = `
    const journal = new logging.handlers.Journal()
    const http = new logging.handlers.BufferingHTTPHandler('/intake', { journal })
    const log = logging.getLogger('app')
    log.setLevel('DEBUG')`

  async function open(script: string): Promise<Page> {
    const tab = await context.newPage()
    await tab.goto(`http://127.0.0.1:${port}/app`)
    await tab.addScriptTag({ content: script })
    return tab
  }

  const count = (): number => arrived.size
  const isEmpty = (tab: Page): Promise<void> =>
    expect.poll(() => tab.evaluate('journal.stats().segments'), { timeout: PATIENCE_MS }).toBe(0)

  test('while the server is down comes from the next page, each record under the number that it had', async () => {
    isDown = true
    const first = await open(`${HTTP}; log.addHandler(http); for (let i = 0; i < 500; i++) log.info('record %d', i)`)
    await Promise.all([first.waitForEvent('close'), first.close({ runBeforeUnload: true })])
    isDown = false
    const next = await open(`${HTTP}; log.addHandler(http)`)
    await expect.poll(count, { timeout: PATIENCE_MS }).toBe(500)
    await isEmpty(next)
    // What the first page's last requests still bring has the same numbers.
    expect(count()).toBe(500)
  })

  test('a drain and a close at once lose nothing, and what comes again has the number that it had', async () => {
    const store = 'const store = new logging.handlers.LocalStorageHandler()'
    const first = await open(
      `${HTTP}; ${store}; log.addHandler(store); for (let i = 0; i < 2500; i++) log.info('%d', i)`,
    )
    await Promise.all([first.waitForEvent('close'), first.close({ runBeforeUnload: true })])
    const second = await open(`${HTTP}; ${store}; window.handed = store.drain(http)`)
    expect(await second.evaluate('handed')).toBe(2500)
    await Promise.all([second.waitForEvent('close'), second.close({ runBeforeUnload: true })])
    const third = await open(`${HTTP}; ${store}; window.handed = store.drain(http)`)
    await isEmpty(third)
    expect(count()).toBe(2500)
    const [src] = [...arrived.keys()][0]!.split(':')
    const names = Array.from({ length: 2500 }, (_, index) => `${src}:${index + 1}`)
    expect(names.filter((name) => !arrived.has(name))).toEqual([])
  })
})

describe('frames, each a document of its own', () => {
  test.each(Object.entries(BROWSERS))(
    'in %s, with locks and without: one takes over, and another one when that is gone',
    async (_, open) => {
      const report = new Promise<Record<string, Life>>((resolve) => (reported = resolve))
      const browser = await open(`http://127.0.0.1:${port}/frames?report=/report`)
      try {
        const life = {
          hasLocks: true,
          takers: 1,
          taken: ALL,
          rest: ['a:1', 'a:2', 'a:4'],
          segments: 0,
          errors: [],
          keys: [],
        }
        expect(await report, browser.output()).toEqual({ own: life, none: life })
      } finally {
        await browser.close()
      }
    },
  )
})

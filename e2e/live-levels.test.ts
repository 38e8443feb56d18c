// Levels that are set while pages run: two documents of one origin in three engines, and two tabs of Chromium.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { getLogger } from '../packages/core/dist/index.js'
import { ListHandler, resetLogging } from '../packages/core/dist/testing.js'
import { listener } from '../packages/receiver/dist/node.js'
import { BROWSERS } from './tools/browsers.mjs'
import { launchChromium } from './tools/launchChromium.js'

// After which a page is taken to hang.
const PATIENCE_MS = 300_000
const DIST = resolve(import.meta.dirname, '../packages/treeline/dist')

const TAB = `
  var db = logging.getLogger('app.db')
  db.setLevel('ERROR')
  var effective = () => db.getEffectiveLevel()
`

/** Levels of two documents after each step that one of them takes; the other one hears of it by its own `storage` event. */
const DIALOGUE = `${TAB}
  var heard = []
  var next = () => new Promise((resolve) => heard.push(resolve))
  var clock = parent.clock ?? { ms: 1_800_000_000_000 }
  var levels = logging.liveLevels({
    now: () => clock.ms,
    onChange: () => heard.splice(0).forEach((resolve) => resolve()),
  })
  addEventListener('load', async () => {
    const other = document.querySelector('iframe').contentWindow
    const seen = []
    const note = (step) => seen.push([step, effective(), other.effective()])
    const step = async (name, work, isHeard) => {
      const heard = isHeard()
      work()
      await heard
      note(name)
    }
    note('begin')
    await step('set here', () => levels.set('app.db', 'DEBUG'), other.next)
    db.setLevel('CRITICAL')
    other.db.setLevel('INFO')
    await step('cleared there', () => other.levels.clear('app.db'), next)
    await step('set there for a while', () => other.levels.set('app.db', 'DEBUG', 900), next)
    clock.ms += 900_000
    for (const page of [window, other]) page.dispatchEvent(new Event('pageshow'))
    note('ended')
    await fetch('/report', { method: 'POST', body: JSON.stringify(seen) })
  })`

const FILES: Readonly<Record<string, string>> = {
  '/treeline.min.js': readFileSync(join(DIST, 'treeline.min.js'), 'utf8'),
  '/dialogue.js': DIALOGUE,
  '/other.js': DIALOGUE.replace(/addEventListener\('load'[^]*/, ''),
  '/tab.js': `${TAB} logging.liveLevels({ query: 'log', server: true })`,
  '/served.js': `${TAB}
    var clock = { ms: Date.now() }
    logging.getLogger().handlers = []
    var levels = logging.liveLevels({ server: true, now: () => clock.ms })
    var http = new logging.handlers.BufferingHTTPHandler('/intake', { onLevels: levels.take })
    logging.getLogger().addHandler(http)`,
  '/dialogue': page('/dialogue.js', '<iframe src="/other"></iframe>'),
  '/other': page('/other.js'),
  '/tab': page('/tab.js'),
  '/served': page('/served.js'),
}

function page(script: string, body = ''): string {
  const scripts = `<script src="/treeline.min.js"></script><script src="${script}"></script>`
  return `<!doctype html><link rel="icon" href="data:,"><body>${scripts}${body}`
}

let server: Server
let address: string
/** What the receiver tells pages that ask for levels, and how often it was asked. */
let told: Record<string, { level: string; seconds: number }> = {}
let asked = 0
const intake = listener({
  rate: null,
  levels: () => {
    asked++
    return told
  },
})
let report: (body: string) => void

function serve(req: IncomingMessage, res: ServerResponse): void {
  const path = req.url!.split('?', 1)[0]!
  if (path === '/intake') return intake(req, res)
  const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
  res.writeHead(200, { 'content-type': `${type};charset=utf-8` }).end(FILES[path] ?? '')
  if (path !== '/report') return
  let body = ''
  req.setEncoding('utf8').on('data', (text: string) => (body += text))
  req.on('end', () => report(body))
}

beforeAll(async () => {
  server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

test.each(Object.entries(BROWSERS))(
  '%s: what one document sets is in effect in the other, until it is cleared or ends',
  async (_, open) => {
    const reported = new Promise<string>((resolve) => (report = resolve))
    const browser = await open(`${address}/dialogue`)
    try {
      const silence = new Promise<never>((_, reject) => {
        setTimeout(() => reject(new Error(`no report from the page: ${browser.output()}`)), PATIENCE_MS).unref()
      })
      expect(JSON.parse(await Promise.race([reported, silence]))).toEqual([
        ['begin', 40, 40],
        ['set here', 10, 10],
        ['cleared there', 50, 20],
        ['set there for a while', 10, 10],
        ['ended', 50, 20],
      ])
    } finally {
      await browser.close()
    }
  },
)

describe('two tabs', () => {
  let browser: Browser
  let context: BrowserContext

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(async () => browser?.close())
  beforeEach(async () => {
    context = await browser.newContext()
    context.setDefaultTimeout(PATIENCE_MS)
  })
  afterEach(async () => context.close())

  async function open(path = '/tab'): Promise<Page> {
    const page = await context.newPage()
    await page.goto(address + path)
    return page
  }
  const become = (page: Page, level: number): Promise<unknown> =>
    page.waitForFunction(`logging.getLogger('app.db').getEffectiveLevel() === ${level}`)

  test('share what is set in the tools of one, and so does the next page', async () => {
    const [one, two] = [await open(), await open()]
    await one.evaluate("logging.liveLevels().set('app.db', 'DEBUG')")
    await Promise.all([become(one, 10), become(two, 10)])
    await one.reload()
    await become(one, 10)
    await become(await open(), 10)
    await two.evaluate('logging.liveLevels().clear()')
    await Promise.all([become(one, 40), become(two, 40)])
    expect(await two.evaluate("localStorage.getItem('treeline.levels')")).toBeNull()
  })

  test('a level by the address is of one tab; one that a server has set ends in both', async () => {
    const [one, two] = [await open('/tab?log=app.db:INFO,root:CRITICAL'), await open()]
    await Promise.all([become(one, 20), become(two, 40)])
    await two.evaluate(
      `logging.liveLevels().take({ treeline: 1, levels: { 'app.db': { level: 'DEBUG', seconds: 1 } } })`,
    )
    await become(two, 40)
    const until = await one.evaluate("JSON.parse(localStorage.getItem('treeline.levels'))['app.db']")
    expect(until).toMatchObject({ level: 'DEBUG', seconds: 1 })
    await Promise.all([become(one, 20), become(two, 40)])
  })

  test('a page of the back/forward cache catches up', async () => {
    const [one, two] = [await open(), await open()]
    await one.goto(`${address}/other`)
    await two.evaluate("logging.liveLevels().set('app.db', 'DEBUG')")
    await one.goBack()
    await become(one, 10)
  })

  test('a page without storage has levels all the same', async () => {
    const page = await context.newPage()
    await page.setContent(`<iframe sandbox="allow-scripts" src="${address}/tab"></iframe>`)
    const frame = page.frames()[1]!
    await frame.waitForFunction("typeof logging === 'object' && logging.liveLevels().list().length === 0")
    await frame.evaluate("logging.liveLevels().set('app.db', 'DEBUG')")
    expect(await frame.evaluate('effective()')).toBe(10)
    await expect(frame.evaluate('localStorage')).rejects.toThrow('SecurityError')
  })

  test('a receiver sets levels by its answers: in all tabs, also after a reload, until they end', async () => {
    const list = new ListHandler()
    getLogger('page').addHandler(list)
    getLogger('page').propagate = false
    try {
      const [one, two] = [await open('/served'), await open('/served')]
      const log = (tab: Page, text: string): Promise<unknown> =>
        tab.evaluate(`db.debug('${text} debug'); db.error('${text} error'); http.flush()`)
      told = {}
      await log(one, 'first')
      expect([await one.evaluate('effective()'), asked]).toEqual([40, 1])
      told = { 'app.db': { level: 'DEBUG', seconds: 900 } }
      await log(one, 'second')
      expect(await one.evaluate('effective()')).toBe(10)
      await two.waitForFunction('effective() === 10')
      told = {}
      await log(one, 'third')
      await log(two, 'fourth')
      expect(list.records.map((record) => record.getMessage())).toEqual([
        'first error',
        'second error',
        'third debug',
        'third error',
        'fourth debug',
        'fourth error',
      ])
      await one.reload()
      expect(await one.evaluate('[effective(), db.level]')).toEqual([10, 40])
      await one.evaluate('clock.ms += 900_000; dispatchEvent(new Event("pageshow"))')
      expect(await one.evaluate('effective()')).toBe(40)
    } finally {
      getLogger('page').removeHandler(list)
      resetLogging()
    }
  })
})

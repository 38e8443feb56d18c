// The script tag and a bundle in Chromium. What is asserted is what the server received.
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { type AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright'
import { rollup } from 'rollup'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import spa from '../examples/page-and-server/spa/rollup.config.mjs'
import { getLogger } from '../packages/core/dist/index.js'
import { ListHandler, resetLogging } from '../packages/core/dist/testing.js'
import { Receiver } from '../packages/receiver/dist/index.js'
import { listener } from '../packages/receiver/dist/node.js'
import { launchChromium } from './tools/launchChromium.js'

const root = resolve(import.meta.dirname, '..')
// After which a page is taken to hang.
const PATIENCE_MS = 300_000
const scriptTag = (file: string): string => readFileSync(join(root, 'packages/treeline/dist', file), 'utf8')
const scriptTags = new Map(['/treeline.min.js', '/treeline.full.min.js'].map((path) => [path, scriptTag(path)]))

/** The head of a page that needs more than the small script tag. */
const WHOLE = '<script src="/treeline.full.min.js"></script>'

// No inline script, no eval, no blob, and no text where a script's source belongs.
const POLICY =
  "default-src 'none'; script-src 'self'; connect-src 'self'; img-src data:; require-trusted-types-for 'script'"

/** Records wait for the page's end, or for an ERROR. */
const HOLDING = `
  const http = new logging.handlers.BufferingHTTPHandler('/intake', {
    flushIntervalMs: 3_600_000,
    capacity: 10_000,
    maxBatchBytes: 500_000,
  })
  logging.basicConfig({ level: 'DEBUG', handlers: [http] })
  const log = logging.getLogger('app')
`

/** Takes records as a server does, and remembers every line that came over the wire. */
class Intake {
  readonly records = new ListHandler()
  /** How often each record came, by its source and number. */
  readonly ledger = new Map<string, number>()
  bytes = 0
  /** How many batches are still to be taken without an answer. */
  answersToLose = 0
  private readonly receiver = new Receiver({ rate: null })
  readonly listener: (req: IncomingMessage, res: ServerResponse) => void

  constructor() {
    const logger = getLogger('page')
    logger.addHandler(this.records)
    logger.propagate = false
    const take = listener({
      handle: async (request, info) => {
        this.note(await request.clone().text())
        return this.receiver.handle(request, info)
      },
    })
    this.listener = (req, res) => {
      if (this.answersToLose > 0) {
        this.answersToLose--
        res.writeHead = () => res.destroy()
      }
      take(req, res)
    }
  }

  get messages(): string[] {
    return this.records.records.map(({ name, levelname, msg }) => `${name} ${levelname} ${String(msg)}`)
  }

  private note(body: string): void {
    this.bytes += Buffer.byteLength(body)
    const [header, ...lines] = body.trimEnd().split('\n')
    const { src } = JSON.parse(header!) as { src: string }
    for (const line of lines) {
      const key = `${src}:${(JSON.parse(line) as { seq: number }).seq}`
      this.ledger.set(key, (this.ledger.get(key) ?? 0) + 1)
    }
  }
}

let browser: Browser
let context: BrowserContext
let server: Server
let address: string
let intake: Intake
/** What the server serves beside the script tag, by path. */
let files: Map<string, string>
let violations: string[]

function serve(req: IncomingMessage, res: ServerResponse): void {
  const path = req.url!.split('?', 1)[0]!
  if (path === '/intake') return intake.listener(req, res)
  const text = scriptTags.get(path) ?? files.get(path)
  const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
  res.writeHead(text === undefined ? 404 : 200, {
    'content-type': `${type};charset=utf-8`,
    'content-security-policy': POLICY,
  })
  res.end(text)
}

/** Makes a page of a script, with the script tag before it, and gives its address. */
function pageOf(script: string, head = '<script src="/treeline.min.js"></script>', type = 'text/javascript'): string {
  files.set('/page.js', script)
  files.set(
    '/page',
    `<!doctype html><link rel="icon" href="data:,">${head}<script src="/page.js" type="${type}"></script>`,
  )
  return `${address}/page`
}

async function open(url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(url)
  return page
}

/** Bundles a module for a page, as the example's app is. */
async function bundle(source: string): Promise<string> {
  const input = join(root, 'examples/page-and-server/spa/test.js')
  const virtual = { name: 'virtual', load: (id: string) => (id === input ? source : null) }
  const resolveInput = { name: 'input', resolveId: (id: string) => (id === input ? id : null) }
  const build = await rollup({ input, plugins: [resolveInput, virtual, ...spa.plugins] })
  const { output } = await build.generate({ format: 'es' })
  return output[0].code
}

/** Waits until an expression has that value in the page; Playwright's own way needs eval. */
async function becomes(page: Page, expression: string, value: unknown): Promise<void> {
  await expect
    .poll(() => page.evaluate(expression).catch(() => 'the page is gone'), { timeout: PATIENCE_MS })
    .toBe(value)
}

/**
 * Runs what ends the page, which may be over before it can answer, and waits for the page that comes next: Chromium may never
 * answer to the closing of a context in the middle of a navigation.
 */
async function leave(page: Page, script: string): Promise<void> {
  const ended = page.evaluate(script).catch((error: Error) => {
    if (!error.message.includes('Execution context was destroyed')) throw error
  })
  await Promise.all([page.waitForEvent('load'), ended])
}

/** Waits until exactly these have arrived, and checks that none came to its logger twice. */
async function arrived(messages: readonly string[]): Promise<void> {
  await expect.poll(() => intake.messages, { timeout: PATIENCE_MS }).toEqual(messages)
}

beforeAll(async () => {
  browser = await launchChromium()
})

afterAll(async () => {
  await browser?.close()
})

// A server for each test: what a page of another still has to say goes nowhere.
beforeEach(async () => {
  server = createServer(serve).listen(0, '127.0.0.1')
  await once(server, 'listening')
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  intake = new Intake()
  files = new Map()
  violations = []
  context = await browser.newContext()
  context.setDefaultTimeout(PATIENCE_MS)
  await context.exposeFunction('onViolation', (text: string) => violations.push(text))
  await context.addInitScript(`
    addEventListener('securitypolicyviolation', (event) => onViolation(event.violatedDirective + ' ' + event.blockedURI))
  `)
})

afterEach(async () => {
  await context.close()
  server.closeAllConnections()
  server.close()
  resetLogging()
})

const LEVELS = ['debug', 'info', 'warning', 'error', 'critical'] as const
const LOG_ALL = LEVELS.map((level) => `log.${level}('at %s, 100%%', '${level}')`).join('\n')
const ALL = LEVELS.map((level) => `page.app ${level.toUpperCase()} at ${level}, 100%`)

describe('a page logs and the server has it', () => {
  test('with the script tag', async () => {
    await open(pageOf(`${HOLDING}${LOG_ALL}`))
    await arrived(ALL)
    expect(violations).toEqual([])
  })

  test('from a bundle of modules', async () => {
    const source = `
      import { basicConfig, getLogger } from 'treeline'
      import { BufferingHTTPHandler } from 'treeline/handlers'
      basicConfig({ level: 'DEBUG', handlers: [new BufferingHTTPHandler('/intake')] })
      const log = getLogger('app')
      ${LOG_ALL}`
    await open(pageOf(await bundle(source), '', 'module'))
    await arrived(ALL)
    expect(violations).toEqual([])
  })

  test('from a worker, under the worker’s name', async () => {
    files.set(
      '/worker.js',
      await bundle(`
        import { getLogger } from 'treeline'
        import { BufferingHTTPHandler } from 'treeline/handlers'
        getLogger().addHandler(new BufferingHTTPHandler('/intake'))
        getLogger('worker').warning('at work')`),
    )
    const script = `
      const policy = trustedTypes.createPolicy('worker', { createScriptURL: (url) => url })
      new Worker(policy.createScriptURL('/worker.js'), { type: 'module', name: 'clerk' })`
    await open(pageOf(script, ''))
    await arrived(['page.worker WARNING at work'])
    expect(intake.records.records[0]).toMatchObject({ threadName: 'clerk' })
    expect(violations).toEqual([])
  })

  test('with an error, the place of the call and fields', async () => {
    const script = `
      ${HOLDING}
      function fetchUser() {
        try {
          null.name
        } catch (error) {
          log.exception('no user %d', 7, { exc_info: error, extra: { tenant: 'acme' } })
        }
      }
      fetchUser()`
    await open(pageOf(script, WHOLE))
    await arrived(['page.app ERROR no user 7'])
    const [record] = intake.records.records
    expect(record).toMatchObject({ funcName: 'fetchUser', filename: 'page.js', module: 'page', tenant: 'acme' })
    const line = script.split('\n').findIndex((text) => text.includes('log.exception')) + 1
    expect(record!.lineno).toBe(line)
    expect(record!.exc_text).toMatch(/TypeError: .*null[^]*at fetchUser/)
  })
})

describe('what a page held when it ended', () => {
  test('arrives when the tab is closed right after', async () => {
    const page = await open(pageOf(`${HOLDING} addEventListener('pagehide', () => log.info('gone'))`))
    await page.evaluate("log.info('last words')")
    expect(intake.messages).toEqual([])
    await page.close({ runBeforeUnload: true })
    await arrived(['page.app INFO last words', 'page.app INFO gone'])
  })

  test('arrives when the page is reloaded right after', async () => {
    const page = await open(
      pageOf(`${HOLDING} log.info('visit %d', (sessionStorage.visits = 1 + Number(sessionStorage.visits ?? 0)))`),
    )
    await leave(page, "log.info('reloading'); location.reload()")
    await becomes(page, 'sessionStorage.visits', '2')
    await arrived(['page.app INFO visit 1', 'page.app INFO reloading'])
    await leave(page, "log.info('reloading once more'); location.reload()")
    await arrived([
      'page.app INFO visit 1',
      'page.app INFO reloading',
      'page.app INFO visit 2',
      'page.app INFO reloading once more',
    ])
  })

  test('arrives when the user goes elsewhere while a batch is on its way', async () => {
    const page = await open(pageOf(HOLDING))
    await leave(page, "log.error('under way'); log.info('behind it'); location.href = '/elsewhere'")
    await expect
      .poll(() => intake.messages.toSorted(), { timeout: PATIENCE_MS })
      .toEqual(['page.app ERROR under way', 'page.app INFO behind it'])
  })

  // Half of the batch is out when the page ends, and the browser cancels the rest.
  test('arrives when the page ends in the middle of a batch', async () => {
    const page = await open(pageOf(HOLDING))
    const session = await context.newCDPSession(page)
    const slow = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: 4000 }
    await session.send('Network.emulateNetworkConditions', slow)
    await leave(page, "log.error('x'.repeat(8000)); location.href = 'about:blank'")
    await arrived([`page.app ERROR ${'x'.repeat(8000)}`])
  })

  test('200 KiB: what browsers allow arrives, the oldest first, nothing twice', async () => {
    const page = await open(pageOf(HOLDING))
    await page.evaluate("for (let n = 0; n < 200; n++) log.info('%d %s', n, 'x'.repeat(1024))")
    await page.close({ runBeforeUnload: true })
    // The handler takes 60 of the 64 KiB that a page has for this: three requests of 16 KiB and a smaller one.
    await expect.poll(() => intake.bytes, { timeout: PATIENCE_MS }).toBeGreaterThan(56 * 1024)
    await afterAnotherPage()
    const numbers = intake.messages.filter((text) => text.endsWith('x')).map((text) => Number(text.split(' ')[2]))
    expect(intake.bytes).toBeLessThan(61 * 1024)
    expect(numbers.toSorted((a, b) => a - b)).toEqual(numbers.map((_, n) => n))
    expect(new Set(intake.ledger.values())).toEqual(new Set([1]))
  })
})

/** Waits until one more page's record has arrived: what left before it has, too. */
async function afterAnotherPage(): Promise<void> {
  await open(pageOf(`${HOLDING} log.error('another page')`))
  await expect.poll(() => intake.messages, { timeout: PATIENCE_MS }).toContain('page.app ERROR another page')
}

// Playwright keeps its own pages in front for ever, so the two tabs are made past it.
test('a tab behind another sends what it holds, all 200 KiB, and from then on what is urgent at once', async () => {
  const script = `${HOLDING}
    addEventListener('visibilitychange', () => {
      log.info('now %s', document.visibilityState)
      setTimeout(() => log.error('later'), 100)
    })
    for (let n = 0; n < 200; n++) log.debug('%d %s', n, 'x'.repeat(1024))
    document.title = 'ready'`
  const session = await browser.newBrowserCDPSession()
  const { targetId: tab } = await session.send('Target.createTarget', { url: pageOf(script) })
  await expect
    .poll(async () => (await session.send('Target.getTargetInfo', { targetId: tab })).targetInfo.title, {
      timeout: PATIENCE_MS,
    })
    .toBe('ready')
  expect(intake.messages).toEqual([])
  const { targetId: other } = await session.send('Target.createTarget', { url: 'about:blank' })
  await session.send('Target.activateTarget', { targetId: other })

  await expect.poll(() => intake.messages.length, { timeout: PATIENCE_MS }).toBe(202)
  const first = intake.messages.map((text) => text.split(' x', 1)[0])
  const expected = Array.from({ length: 200 }, (_, n) => `page.app DEBUG ${n}`)
  expect(first.toSorted()).toEqual([...expected, 'page.app ERROR later', 'page.app INFO now hidden'].toSorted())
  for (const targetId of [tab, other]) await session.send('Target.closeTarget', { targetId })
  await session.detach()
})

describe('a network that fails', () => {
  test('a batch whose answer is lost comes again, and goes to its logger once', async () => {
    intake.answersToLose = 1
    const page = await open(pageOf(`${HOLDING}${LOG_ALL}`))
    await becomes(page, 'http.stats().acknowledged', 5)
    expect(Math.max(...intake.ledger.values())).toBe(2)
    expect(intake.messages).toEqual(ALL)
  })

  test('records wait while there is none, and arrive in order when it is back', async () => {
    const page = await open(pageOf(HOLDING))
    await context.setOffline(true)
    await page.evaluate(LOG_ALL)
    expect(intake.messages).toEqual([])
    await context.setOffline(false)
    await arrived(ALL)
  })
})

test("the console's methods, and what it shows", async () => {
  const page = await context.newPage()
  const shown: Promise<string>[] = []
  page.on('console', (message) => {
    const values = Promise.all(message.args().map((arg) => arg.jsonValue() as Promise<unknown>))
    shown.push(values.then((args) => `${message.type()}: ${formatted(args)}`))
  })
  const text = '100% of %s, %c and %o'
  await page.goto(
    pageOf(`
      logging.basicConfig({ level: 'DEBUG' })
      const log = logging.getLogger('app')
      for (const level of ${JSON.stringify(LEVELS)}) log[level](${JSON.stringify(text)})
      log.info({ an: 'object' })`),
  )
  await expect
    .poll(() => Promise.all(shown))
    .toEqual([
      `debug: DEBUG:app:${text}`,
      `info: INFO:app:${text}`,
      `warning: WARNING:app:${text}`,
      `error: ERROR:app:${text}`,
      `error: CRITICAL:app:${text}`,
      `info: INFO:app:{ an: 'object' } {"an":"object"}`,
    ])
})

/** What a console makes of its arguments: https://console.spec.whatwg.org/#formatter */
function formatted(args: readonly unknown[]): string {
  const [first, ...rest] = args
  if (rest.length === 0 || typeof first !== 'string') return args.map(String).join(' ')
  const text = first.replace(/%[csdifoO]/g, (specifier) => {
    const value = rest.shift()
    return specifier === '%c' ? '' : String(value)
  })
  return [text, ...rest.map((value) => JSON.stringify(value))].join(' ')
}

test('what LocalStorageHandler keeps survives a reload, and drains', async () => {
  const page = await open(
    pageOf(`
      const store = new logging.handlers.LocalStorageHandler()
      logging.basicConfig({ level: 'DEBUG', handlers: [store] })
      const log = logging.getLogger('app')`),
  )
  await page.evaluate(LOG_ALL)
  await leave(page, 'window.isOld = true; log.info("right before"); location.reload()')
  await becomes(page, 'window.isOld ? "not yet reloaded" : store.read().length', 6)
  expect(await page.evaluate('store.read({ minLevel: "ERROR" }).map((record) => record.getMessage())')).toEqual([
    'at error, 100%',
    'at critical, 100%',
  ])
  expect(await page.evaluate("store.drain(new logging.handlers.BufferingHTTPHandler('/intake'))")).toBe(6)
  await arrived([...ALL, 'page.app INFO right before'])
  expect(await page.evaluate('store.read().length')).toBe(0)
})

test('two script tags have one tree', async () => {
  const tags =
    '<script src="/treeline.min.js"></script><script src="/first.js"></script><script src="/treeline.min.js?again"></script>'
  files.set('/first.js', 'window.first = logging')
  const page = await open(
    pageOf(`${HOLDING}first.getLogger('app').info('by the first'); log.error('by the second')`, tags),
  )
  expect(
    await page.evaluate(
      '[first === logging, first.getLogger("app") === log, first.getLogger() === logging.getLogger()]',
    ),
  ).toEqual([false, true, true])
  await arrived(['page.app INFO by the first', 'page.app ERROR by the second'])
})

test('a script tag and a bundle beside it have one tree', async () => {
  files.set('/tag.js', `${HOLDING} log.info('by the tag')`)
  const tags = '<script src="/treeline.min.js"></script><script src="/tag.js"></script>'
  const source = `import { getLogger } from 'treeline'; getLogger('app').error('by the bundle')`
  await open(pageOf(await bundle(source), tags, 'module'))
  await arrived(['page.app INFO by the tag', 'page.app ERROR by the bundle'])
})

test('a content security policy has nothing to refuse', async () => {
  const page = await open(
    pageOf(
      `
      logging.config.dictConfig({
        version: 1,
        formatters: {
          percent: { format: '%(asctime)s %(message)s %(funcName)s:%(lineno)d' },
          braces: { format: '{asctime} {message:>20}', style: '{' },
          dollar: { format: '$asctime $message', style: '$' },
          json: { class: 'logging.JSONFormatter' },
        },
        handlers: {
          percent: { class: 'logging.ConsoleHandler', formatter: 'percent' },
          braces: { class: 'logging.ConsoleHandler', formatter: 'braces' },
          dollar: { class: 'logging.ConsoleHandler', formatter: 'dollar' },
          json: { class: 'logging.ConsoleHandler', formatter: 'json' },
          store: { class: 'logging.handlers.LocalStorageHandler' },
          http: { class: 'logging.handlers.BufferingHTTPHandler', url: '/intake' },
        },
        root: { level: 'DEBUG', handlers: ['percent', 'braces', 'dollar', 'json', 'store', 'http'] },
      })
      const log = logging.getLogger('app')
      ${LOG_ALL}`,
      WHOLE,
    ),
  )
  await arrived(ALL)
  expect(violations).toEqual([])
  // The policy is in force, and a violation would have been seen. (What evaluate() itself runs may use eval.)
  await page.evaluate("setTimeout(() => globalThis['ev' + 'al']('1'))")
  await expect
    .poll(() => violations, { timeout: PATIENCE_MS })
    .toEqual(['require-trusted-types-for trusted-types-sink'])
})

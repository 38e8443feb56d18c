// Records go to another thread, which formats and writes them: on Node, and in Chromium. Verdict: the lines that arrived.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { launchChromium } from './tools/launchChromium.js'

const programs = resolve(import.meta.dirname, 'worker-queue')
const dist = resolve(import.meta.dirname, '../packages/treeline/dist')
// After which a browser is taken to hang.
const PATIENCE_MS = 300_000

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-queue-'))
  file = join(folder, 'app.log')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

function node(...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, args)
  return new Promise((done, fail) => {
    let stdout = ''
    let stderr = ''
    child.stdout.on('data', (data: Buffer) => void (stdout += data.toString()))
    child.stderr.on('data', (data: Buffer) => void (stderr += data.toString()))
    child.on('error', fail)
    child.on('close', (code, signal) => done({ code, signal, stdout, stderr }))
  })
}

const main = (ending: string, count = 10_000): Promise<Ended> =>
  node(join(programs, 'main.mjs'), ending, String(count), file)

/** How many lines there are, and the first that is not in its place. */
function verdict(): { found: number; wrong: string | undefined } {
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return { found: lines.length, wrong: lines.find((line, i) => line !== `line ${String(i).padStart(7, '0')}`) }
}

const ALL = { found: 10_000, wrong: undefined }

describe('a worker writes to a file that it buffers', () => {
  test('all is there after close', async () => {
    expect(await main('close')).toEqual({ code: 0, signal: null, stdout: 'closed\n', stderr: '' })
    expect(verdict()).toEqual(ALL)
  })

  test('the return from main', async () => {
    expect(await main('return')).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
    expect(verdict()).toEqual(ALL)
  })

  test('process.exit at once', async () => {
    expect(await main('exit')).toEqual({ code: 3, signal: null, stdout: '', stderr: '' })
    expect(verdict()).toEqual(ALL)
  })

  test('an uncaught error', async () => {
    const { code, stderr } = await main('throw')
    expect(code).toBe(1)
    expect(stderr).toContain('Error: the end')
    expect(verdict()).toEqual(ALL)
  })

  test('SIGTERM', async () => {
    expect(await main('kill')).toEqual({ code: null, signal: 'SIGTERM', stdout: '', stderr: '' })
    expect(verdict()).toEqual(ALL)
  })

  test('a listener that is stopped has handled what was sent before, and its worker ends', async () => {
    expect(await main('stop')).toEqual({ code: 0, signal: null, stdout: 'worker ended\n', stderr: '' })
    expect(verdict()).toEqual(ALL)
  })

  test('more than there is room for: what is refused is counted, the rest is there in order', async () => {
    const { code, stderr } = await main('overflow', 20_000)
    expect(code).toBe(0)
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
    const dropped = lines.flatMap((line) => /^(\d+) records were dropped/.exec(line)?.[1] ?? []).map(Number)
    const kept = lines.filter((line) => line.startsWith('line '))
    expect(kept).toEqual(kept.toSorted())
    expect(kept.length + dropped.reduce((sum, count) => sum + count, 0)).toBe(20_000)
    expect(kept.length).toBeGreaterThanOrEqual(1000)
    expect(stderr).toContain('Full: the queue is full')
  })

  test('a worker that does not listen: the process ends all the same, and says what was not acknowledged', async () => {
    const { code, stderr } = await main('deaf', 10)
    expect(code).toBe(0)
    expect(stderr).toContain('has not answered for 200 ms; 10 records are not acknowledged')
  })

  test('a worker that is gone: reported, and close does not hang', async () => {
    const { code, stdout, stderr } = await main('dead', 10)
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'closed\n' })
    expect(stderr.match(/the other end of the queue is gone/g)).toHaveLength(1)
  })
})

test('workers log and the main thread writes', async () => {
  expect(await node(join(programs, 'reversed.mjs'), file)).toEqual({ code: 0, signal: null, stdout: '', stderr: '' })
  const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  for (const name of ['a', 'b']) {
    const own = lines.filter((line) => line.startsWith(name))
    expect(own).toEqual(Array.from({ length: 1000 }, (_, i) => `${name} ${i}`))
  }
})

describe.each(['process.exit(0)', 'throw new Error()', 'await 0; process.exit(0)', ''])(
  'a queue in the same thread, and the program ends by %j',
  (ending) => {
    test('loses nothing, though its file handler truncates and is the older one', async () => {
      const url = (name: string): string => JSON.stringify(pathToFileURL(join(dist, name)).href)
      const program = join(folder, 'program.mjs')
      writeFileSync(
        program,
        `import { FileHandler, getLogger } from ${url('node.js')}
import { Queue, QueueHandler, QueueListener } from ${url('handlers.node.js')}
const queue = new Queue()
const handler = new QueueHandler(queue)
const file = new FileHandler(${JSON.stringify(file)}, { mode: 'w', buffering: 16384 })
new QueueListener(queue, file).start()
const log = getLogger('app')
log.addHandler(handler)
for (let i = 0; i < 10_000; i++) log.warning('line %s', String(i).padStart(7, '0'))
${ending}`,
      )
      await node(program)
      expect(verdict()).toEqual(ALL)
    })
  },
)

describe('a page and a Web Worker', () => {
  let browser: Browser
  let server: Server
  let posted: string
  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  /** @param isolated whether the page may share memory with its workers */
  async function serve(isolated: boolean): Promise<string> {
    posted = ''
    const text = (name: string): string => readFileSync(name, 'utf8')
    const files = new Map([
      [
        '/',
        '<!doctype html><link rel="icon" href="data:,"><script src="/treeline.full.min.js"></script><script src="/page.js"></script>',
      ],
      ['/treeline.full.min.js', text(join(dist, 'treeline.full.min.js'))],
      ['/page.js', text(join(programs, 'page.js'))],
      ['/log-worker.js', text(join(programs, 'log-worker.js'))],
    ])
    const headers = isolated
      ? { treeline: '1', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
      : { treeline: '1' }
    server = createServer(async (req, res) => {
      const path = req.url!.split('?', 1)[0]!
      if (path === '/intake') for await (const data of req) posted += String(data)
      const type = path.endsWith('.js') ? 'text/javascript' : 'text/html'
      res.writeHead(path === '/intake' ? 204 : 200, { ...headers, 'content-type': `${type};charset=utf-8` })
      res.end(path === '/intake' ? undefined : files.get(path))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  }
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  test.each([false, true])('every record reaches the server in order; memory shared: %s', async (isolated) => {
    const page = await browser.newPage()
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    await page.goto(await serve(isolated), { timeout: PATIENCE_MS })
    expect(await page.evaluate('crossOriginIsolated')).toBe(isolated)
    await page.evaluate('handler.flush()')
    expect(await page.evaluate('queue.qsize()')).toBe(0)
    type Sent = { msg?: string; levelname: string; filename: string; fields?: Record<string, unknown> }
    const records = posted
      .split('\n')
      .filter((line) => line.includes('"msg"'))
      .map((line) => JSON.parse(line) as Sent)
    expect(records.slice(0, 2000).map(({ msg }) => msg)).toEqual(Array.from({ length: 2000 }, (_, i) => `line ${i}`))
    const failure = records[2000]!
    expect(failure).toMatchObject({ levelname: 'ERROR', pathname: expect.stringContaining('/page.js') })
    expect(failure.msg).toMatch(/^failed: it\nTypeError: broken\n +at .*page\.js/)
    expect(Object.keys(failure.fields!)).toEqual(['hostile', 'cyclic', 'call'])
    expect([records.length, errors]).toEqual([2001, []])
    await page.close()
  })
})

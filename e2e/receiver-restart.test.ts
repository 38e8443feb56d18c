// The receiver is killed in the middle of traffic and started again: what its file holds is compared with what pages logged.
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { getLogger } from '../packages/core/dist/index.js'
import { BufferingHTTPHandler } from '../packages/http/dist/index.js'
import type { Plan } from './receiver/server.mjs'
import { jsonLines } from './tools/jsonLines.mjs'
import { freePort } from './tools/port.mjs'

const PAGES = 3
const CAPACITY = 20

let folder: string
let port: number
let server: ChildProcess | undefined

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-restart-'))
  port = await freePort()
})

afterEach(async () => {
  await kill()
  rmSync(folder, { recursive: true })
})

async function start(plan: Partial<Plan> = {}): Promise<void> {
  const options = JSON.stringify({ port, folder, remembers: true, ...plan })
  server = fork(join(import.meta.dirname, 'receiver/server.mjs'), [options], { execArgv: [] })
  await once(server, 'message')
}

async function kill(): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return
  const ended = once(server, 'exit')
  server.kill('SIGKILL')
  await ended
}

const ledger = () => jsonLines(join(folder, 'page.log'))

/** Returns how often each record stands in the server's file. */
function found(): Map<string, number> {
  const times = new Map<string, number>()
  for (const { src, seq } of ledger().records) {
    times.set(`${src}:${seq}`, (times.get(`${src}:${seq}`) ?? 0) + 1)
  }
  return times
}

interface Page {
  readonly handler: BufferingHTTPHandler
  log(): void
}

function page(name: string): Page {
  const handler = new BufferingHTTPHandler(`http://127.0.0.1:${port}/`, {
    capacity: CAPACITY,
    flushIntervalMs: 20,
  })
  handler.handleError = () => {}
  const log = getLogger(`restart.${name}`)
  log.setLevel('DEBUG')
  log.propagate = false
  log.addHandler(handler as never)
  let logged = 0
  return { handler, log: () => log.info('record %d', ++logged) }
}

async function drain(pages: readonly Page[]): Promise<void> {
  for (const { handler } of pages) {
    for (;;) {
      await handler.flush()
      const { queued, inFlight, lost } = handler.stats()
      expect(lost).toEqual({})
      if (queued + inFlight === 0) break
      await new Promise((done) => setTimeout(done, 50))
    }
    await handler.close()
  }
}

/** The records that are missing, and those that are there more than once. */
function verdict(pages: readonly Page[]): { logged: number; missing: number; doubled: number } {
  const times = found()
  const logged = pages.reduce((sum, { handler }) => sum + handler.stats().accepted, 0)
  return { logged, missing: logged - times.size, doubled: [...times.values()].filter((count) => count > 1).length }
}

test.each([0, 16_384])('killed ten times amid the traffic of three pages, buffering %d', async (buffering) => {
  await start({ buffering })
  const pages = Array.from({ length: PAGES }, (_, n) => page(`kills${buffering}.${n}`))
  const timer = setInterval(() => pages.forEach((each) => each.log()), 2)
  for (let kills = 0; kills < 10; kills++) {
    const before = found().size
    while (found().size < before + 50) await new Promise((done) => setTimeout(done, Math.random() * 30))
    await kill()
    await start({ buffering })
    // Without the waits that failures have made long.
    for (const { handler } of pages) void handler.flush()
  }
  clearInterval(timer)
  await drain(pages)
  const { logged, missing, doubled } = verdict(pages)
  console.log(`${logged} records, 10 kills, buffering ${buffering}: ${missing} missing, ${doubled} twice`)
  expect(missing).toBe(0)
  expect(ledger().torn.length).toBeLessThanOrEqual(10)
  // At most the batch of each page that was at work at each kill.
  expect(doubled).toBeLessThanOrEqual(10 * PAGES * CAPACITY)
})

test.each([
  ['with the last record of the first 25 written', 'emit', 'some'],
  ['after the flush, before the numbers are stored', 'flush', 'a batch'],
  ['after the numbers are stored, before the answer', 'added', 'none'],
] as const)('killed %s', async (_, endAt, twice) => {
  await start({ endAt })
  const one = page(`point.${endAt}`)
  const ended = once(server!, 'exit')
  for (let n = 0; n < 100; n++) one.log()
  await ended
  await start()
  await drain([one])
  const { logged, missing, doubled } = verdict([one])
  expect([logged, missing]).toEqual([100, 0])
  if (twice === 'none') expect(doubled).toBe(0)
  else expect(doubled).toBe(twice === 'some' ? 25 - CAPACITY : CAPACITY)
})

test('without a file, what was written and not answered comes twice after a restart', async () => {
  await start({ remembers: false, endAt: 'emit' })
  const one = page('memory')
  const ended = once(server!, 'exit')
  for (let n = 0; n < 100; n++) one.log()
  await ended
  await start({ remembers: false })
  await drain([one])
  expect(verdict([one])).toEqual({ logged: 100, missing: 0, doubled: 25 - CAPACITY })
})

test('processes that write to one file of seen records at once lose none of each other', async () => {
  const path = join(folder, 'seen.log')
  const dist = JSON.stringify(pathToFileURL(resolve('packages/receiver/dist/node.js')).href)
  const writers = [0, 1, 2].map((index) => {
    const script = join(folder, `writer${index}.mjs`)
    writeFileSync(
      script,
      `import { SeenFile } from ${dist}
const file = new SeenFile(${JSON.stringify(path)}, { maxRecords: 3000 })
for (let n = 0; n < 900; n++) file.add('p', ['key-' + String(${index} * 1000 + n).padStart(12, '0')])
const mine = Array.from({ length: 900 }, (_, n) => 'key-' + String(${index} * 1000 + n).padStart(12, '0'))
if (file.known('p', mine).length !== 900) process.exitCode = 1
`,
    )
    return fork(script, { execArgv: [] })
  })
  for (const [code] of await Promise.all(writers.map((child) => once(child, 'exit')))) expect(code).toBe(0)
  const lines = ['', '.1'].flatMap((end) => readFileSync(`${path}${end}`, 'utf8').split('\n').filter(Boolean))
  expect(lines.filter((line) => !/^key-\d{12}$/.test(line))).toEqual([])
  expect(new Set(lines).size).toBe(2700)
})

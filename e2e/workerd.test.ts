// Cloudflare's workerd ends timers and requests with the request that began them. A handler made at module level lives on.
import { EventEmitter, once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startWorker, type Worker } from './runtimes/runners/workerd.js'
import { SuiteServer } from './runtimes/server.js'

const entry = resolve(import.meta.dirname, 'workerd/worker.mjs')

interface Stats {
  readonly accepted: number
  readonly acknowledged: number
  readonly queued: number
  readonly inFlight: number
  readonly lost: object
}

let folder: string
let server: SuiteServer
let worker: Worker
/** Emits the path of each request that reaches the server. */
let requests: EventEmitter

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-workerd-'))
  requests = new EventEmitter()
  server = await SuiteServer.start(async (path) => {
    requests.emit(path)
    if (path === '/begun') await server.taken
  })
  worker = await startWorker(entry, folder, server.url)
})

afterEach(async () => {
  await worker?.close()
  server?.close()
  rmSync(folder, { recursive: true, force: true })
})

async function ask(path: string): Promise<Stats> {
  const response = await fetch(worker.url + path)
  const text = await response.text()
  if (!response.ok) throw new Error(`workerd answered ${response.status}: ${text}\n${worker.output()}`)
  return JSON.parse(text) as Stats
}

/** Asks for a flush by `waitUntil`; resolves when it has settled. */
async function flush(): Promise<void> {
  const settled = once(requests, '/flushed')
  await ask('/flush')
  await settled
}

const messages = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, index) => `record ${from + index}`)

test.each([
  ['before it reaches the server', ''],
  ['when the server has taken it and not answered', '&begun'],
])('records whose send ends with its request, %s, arrive once, and waitUntil(flush()) settles', async (_, begun) => {
  let open = (): void => {}
  server.answers = new Promise((resolve) => (open = resolve))
  await ask(`/log?level=40&n=0${begun}`)
  for (let n = 1; n < 6; n++) await ask(`/log?level=${n % 2 === 0 ? 40 : 20}&n=${n}`)
  expect(server.messages.all).toEqual(begun ? messages(0, 1) : [])
  open()
  await flush()

  expect(server.messages.all).toEqual(messages(0, 6))
  expect(await ask('/stats')).toMatchObject({ accepted: 6, acknowledged: 6, queued: 0, inFlight: 0, lost: {} })
  // What it took without answering came again.
  expect([...server.ledger.values()].toSorted()).toEqual(begun ? [1, 1, 1, 1, 1, 2] : [1, 1, 1, 1, 1, 1])

  // And again: it has not wedged.
  for (let n = 6; n < 9; n++) await ask(`/log?level=20&n=${n}`)
  await flush()
  expect(server.messages.all).toEqual(messages(0, 9))
})

test('flushes of several requests at once all settle', async () => {
  for (let n = 0; n < 4; n++) await ask(`/log?level=20&n=${n}`)
  let settled = 0
  requests.on('/flushed', () => settled++)
  await Promise.all([1, 2, 3].map(() => ask('/flush')))
  await expect.poll(() => settled, { timeout: 60_000 }).toBe(3)
  expect(server.messages.all).toEqual(messages(0, 4))
})

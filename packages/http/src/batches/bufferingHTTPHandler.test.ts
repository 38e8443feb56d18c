import { type Logger, getLogger, LogRecord, settings } from '@treeline/core'
import { captureStderr, handlerContract, resetLogging, realmState } from '@treeline/core/testing'
import { fromWire } from '@treeline/core/wire'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BufferingHTTPHandler, type BufferingHTTPHandlerOptions, type Fetch, type PageScope } from '../index.js'

interface Header {
  src: string
  batch: string
  first: number
  last: number
  count: number
  lost?: Record<string, number>
}

interface Call {
  init: RequestInit
  body: string
  header: Header
  records: { seq: number; msg: string; [key: string]: unknown }[]
  seqs: number[]
  answer(status: number, headers?: Record<string, string>): Promise<void>
  fail(): Promise<void>
}

/** A fetch whose answers the test gives, one by one or all the same. */
class Server {
  readonly calls: Call[] = []
  status: number | undefined

  readonly fetch: Fetch = (_url, init) =>
    new Promise((resolve, reject) => {
      const body = String(init.body)
      const [header, ...records] = body
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as never)
      const settle = async (action: () => void): Promise<void> => {
        action()
        await vi.advanceTimersByTimeAsync(0)
      }
      const answer = (status: number, headers: Record<string, string> = {}): void =>
        resolve(
          new Response(status === 204 || status === 304 ? null : 'body', {
            status,
            headers: status < 300 ? { treeline: '1', ...headers } : headers,
          }),
        )
      this.calls.push({
        init,
        body,
        header: header as unknown as Header,
        records,
        seqs: (records as Call['records']).map((record) => record.seq),
        answer: (status, headers) => settle(() => answer(status, headers)),
        fail: () => settle(() => reject(new TypeError('Failed to fetch'))),
      })
      if (this.status !== undefined) answer(this.status)
    })

  get last(): Call {
    return this.calls.at(-1)!
  }
}

/** A window with a page that hides and leaves when told. */
class FakePage extends EventTarget {
  readonly document = { visibilityState: 'visible' }
  readonly navigator: { onLine: boolean; sendBeacon?: (url: string, body: string) => boolean } = { onLine: true }
  Request: { prototype: object } = { prototype: { keepalive: false } }

  get scope(): PageScope {
    return this as unknown as PageScope
  }

  set(state: 'hidden' | 'visible'): void {
    this.document.visibilityState = state
    this.dispatchEvent(new Event('visibilitychange'))
  }

  tell(type: 'pagehide' | 'pageshow' | 'online'): void {
    this.dispatchEvent(new Event(type))
  }
}

let server: Server
let page: FakePage
let log: Logger
const open: BufferingHTTPHandler[] = []

function attach(options: BufferingHTTPHandlerOptions = {}): BufferingHTTPHandler {
  const handler = new BufferingHTTPHandler('http://app.test/records', {
    fetch: server.fetch,
    random: () => 0.5,
    scope: page.scope,
    ...options,
  })
  open.push(handler)
  log.addHandler(handler)
  return handler
}

function pass(ms: number): Promise<unknown> {
  return vi.advanceTimersByTimeAsync(ms)
}

/** Returns the lines of the records. */
function linesOf({ body }: Call): string[] {
  return body.split('\n').slice(1)
}

/** Logs records that each take about `bytes` on the wire. */
function fill(count: number, bytes: number): void {
  for (let index = 0; index < count; index++) log.info('x'.repeat(bytes - 180))
}

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  server = new Server()
  page = new FakePage()
  log = getLogger('app.page')
  log.propagate = false
  log.setLevel('DEBUG')
  settings.raiseExceptions = false
})

afterEach(async () => {
  server.status = 204
  for (const handler of open.splice(0)) {
    const closed = handler.close()
    await pass(15_000)
    await closed
  }
  resetLogging()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

// ---- the wire

test('sends a header line and a line for each record', async () => {
  attach()
  log.info('user %s', 'ann', { extra: { tenant: 7 } })
  log.warning('second')
  await pass(1000)
  const { header, records, init } = server.last
  const { src } = header
  const sent = 1_700_000_001_000
  expect(header).toEqual({ treeline: 1, src, batch: `${src}:1-2`, first: 1, last: 2, count: 2, sent })
  expect(header.src).toMatch(/^[0-9a-z]{20}$/)
  expect(records.map(({ seq, name, levelname, msg, fields }) => ({ seq, name, levelname, msg, fields }))).toEqual([
    { seq: 1, name: 'app.page', levelname: 'INFO', msg: 'user ann', fields: { tenant: 7 } },
    { seq: 2, name: 'app.page', levelname: 'WARNING', msg: 'second', fields: undefined },
  ])
  expect(server.last.body.split('\n')[1]).toMatch(/^\{"seq":1,"name":"app.page",/)
  expect(server.last.body.endsWith('}\n')).toBe(true)
  expect(records[0]!['pathname']).toContain('bufferingHTTPHandler.test.ts')
  expect(fromWire(records[1]).getMessage()).toBe('second')
  const { method, credentials, cache, keepalive, headers } = init
  expect({ method, credentials, cache, keepalive, headers }).toEqual({
    method: 'POST',
    credentials: 'omit',
    cache: 'no-store',
    keepalive: undefined,
    headers: { 'Content-Type': 'text/plain;charset=utf-8' },
  })
})

test('takes credentials, headers and caller as options', async () => {
  attach({ credentials: 'include', headers: { Authorization: 'Bearer t' }, caller: false })
  log.error('now')
  expect(server.last.init.credentials).toBe('include')
  expect(server.last.init.headers).toMatchObject({ Authorization: 'Bearer t' })
  expect(server.last.records[0]).not.toHaveProperty('pathname')
})

test('each handler has a name of its own', async () => {
  attach({ random: Math.random })
  attach({ random: Math.random })
  log.error('x')
  expect(server.calls[0]!.header.src).not.toBe(server.calls[1]!.header.src)
})

test('uses the global fetch of the moment', async () => {
  attach({ fetch: undefined })
  vi.stubGlobal('fetch', server.fetch)
  log.error('late')
  expect(server.calls).toHaveLength(1)
})

// ---- when

test('waits flushIntervalMs from the first record', async () => {
  attach({ flushIntervalMs: 400 })
  log.info('first')
  await pass(300)
  log.info('second')
  await pass(99)
  expect(server.calls).toHaveLength(0)
  await pass(1)
  expect(server.last.seqs).toEqual([1, 2])
})

test('what waits does not keep a Node process alive', () => {
  vi.useRealTimers()
  const timers = vi.spyOn(globalThis, 'setTimeout')
  server.status = 204
  attach()
  log.info('waits')
  log.error('is on its way')
  const results = timers.mock.results.map(({ value }) => (value as NodeJS.Timeout).hasRef())
  timers.mockRestore()
  vi.useFakeTimers()
  expect(results).toEqual([false, false])
})

test('sends at capacity', () => {
  attach({ capacity: 3 })
  log.info('1')
  log.info('2')
  expect(server.calls).toHaveLength(0)
  log.info('3')
  expect(server.last.seqs).toEqual([1, 2, 3])
})

test('sends at maxBatchBytes, counted in UTF-8, and cuts there', async () => {
  attach({ maxBatchBytes: 4096, caller: false })
  log.info('x'.repeat(900))
  log.info('あ'.repeat(600))
  expect(server.calls).toHaveLength(0)
  log.info('あ'.repeat(600))
  expect(server.last.seqs).toEqual([1, 2])
  expect(new TextEncoder().encode(server.last.body).length).toBeLessThanOrEqual(4096)
  await server.last.answer(204)
  expect(server.last.seqs).toEqual([3])
})

test('sends what would fill a batch together with its header line', () => {
  attach({ maxBatchBytes: 4096, caller: false })
  log.info('x'.repeat(1800))
  expect(server.calls).toHaveLength(0)
  log.info('x'.repeat(1800))
  expect(server.last.seqs).toEqual([1])
})

test('sends at flushLevel, with what waits', () => {
  attach({ flushLevel: 'WARNING' })
  log.info('context')
  log.warning('now')
  expect(server.last.seqs).toEqual([1, 2])
})

test('flush sends at once and resolves when all is acknowledged', async () => {
  const handler = attach({ capacity: 2 })
  for (let index = 0; index < 3; index++) log.info('x')
  let done = false
  void handler.flush().then(() => (done = true))
  log.info('after the flush')
  await server.calls[0]!.answer(200)
  expect(done).toBe(false)
  await server.calls[1]!.answer(204)
  expect(done).toBe(true)
  expect(server.calls.map((call) => call.seqs)).toEqual([
    [1, 2],
    [3, 4],
  ])
  await handler.flush()
})

test('has one request in flight, in order', async () => {
  const handler = attach()
  log.error('one')
  log.error('two')
  log.error('three')
  expect(server.calls).toHaveLength(1)
  expect(handler.stats()).toMatchObject({ accepted: 3, inFlight: 1, queued: 2, acknowledged: 0 })
  await server.last.answer(204)
  expect(server.calls.map((call) => call.seqs)).toEqual([[1], [2, 3]])
  await server.last.answer(204)
  expect(handler.stats()).toEqual({ accepted: 3, acknowledged: 3, queued: 0, inFlight: 0, lost: {}, retries: 0 })
})

// ---- again

test.each([
  ['429 with seconds', 429, { 'Retry-After': '7' }, 7000],
  ['429 with a date', 429, { 'Retry-After': 'Tue, 14 Nov 2023 22:13:29 GMT' }, 9000],
  ['429 with a date gone by', 429, { 'Retry-After': 'Tue, 14 Nov 2000 22:13:29 GMT' }, 750],
  ['429 with seconds beyond reason', 429, { 'Retry-After': '86400' }, 300_000],
  ['429 with nonsense', 429, { 'Retry-After': 'soon 5' }, 750],
  ['429 without', 429, {}, 750],
  ['503 with seconds', 503, { 'Retry-After': '7' }, 7000],
  ['408', 408, {}, 750],
  ['425', 425, {}, 750],
  ['500', 500, {}, 750],
  ['502', 502, {}, 750],
])('%s is tried again, the same lines', async (_name, status, headers: Record<string, string>, ms) => {
  const handler = attach()
  log.error('kept')
  const [first] = server.calls
  await first!.answer(status, headers)
  await pass(ms - 1)
  expect(server.calls).toHaveLength(1)
  await pass(1)
  expect(server.calls).toHaveLength(2)
  expect(linesOf(server.last)).toEqual(linesOf(first!))
  expect(handler.stats().retries).toBe(1)
})

test('waits longer each time, up to a minute, and anew after a success', async () => {
  attach()
  log.error('x')
  const waits: number[] = []
  for (let attempt = 0; attempt < 9; attempt++) {
    await server.last.answer(503)
    const { length } = server.calls
    let waited = 0
    for (; server.calls.length === length; waited += 750) await pass(750)
    waits.push(waited)
  }
  expect(waits).toEqual([750, 1500, 3000, 6000, 12_000, 24_000, 45_000, 45_000, 45_000])
  await server.last.answer(204)
  log.error('y')
  await server.last.answer(503)
  const { length } = server.calls
  await pass(750)
  expect(server.calls).toHaveLength(length + 1)
})

test('a failed network is tried less and less, until the page is seen again', async () => {
  attach()
  log.error('blocked')
  for (const ms of [750, 1500, 3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 225_000, 225_000]) {
    await server.last.fail()
    const { length } = server.calls
    await pass(ms - 1)
    expect(server.calls).toHaveLength(length)
    await pass(1)
    expect(server.calls).toHaveLength(length + 1)
  }
  await server.last.fail()
  const { length } = server.calls
  page.set('hidden')
  page.set('visible')
  await pass(0)
  expect(server.calls.length).toBe(length + 1)
})

test('a server that never answers is given up after timeoutMs', async () => {
  attach({ timeoutMs: 2000 })
  log.error('x')
  await pass(2000)
  expect(server.last.init.signal!.aborted).toBe(true)
  await pass(750)
  expect(server.calls.map((call) => call.seqs)).toEqual([[1], [1]])
})

test('a late answer after the timeout changes nothing', async () => {
  const handler = attach({ timeoutMs: 2000 })
  log.error('x')
  await pass(2000)
  await server.calls[0]!.answer(204)
  expect(handler.stats()).toMatchObject({ acknowledged: 0, queued: 1 })
})

test('a fetch that throws at once is a failed network', async () => {
  const handler = attach({
    fetch: () => {
      throw new Error('refused by policy')
    },
  })
  expect(() => log.error('x')).not.toThrow()
  await pass(0)
  expect(handler.stats()).toMatchObject({ accepted: 1, queued: 1, retries: 1 })
})

test('an answer is not left unread', async () => {
  const cancel = vi.fn()
  attach({ fetch: async () => new Response(new ReadableStream({ cancel }), { headers: { treeline: '1' } }) })
  log.error('x')
  await pass(0)
  expect(cancel).toHaveBeenCalledOnce()
})

test('urgent records wait too while there is a pause', async () => {
  attach()
  log.error('1')
  await server.last.answer(503, { 'Retry-After': '60' })
  log.critical('2')
  await pass(59_999)
  expect(server.calls).toHaveLength(1)
  await pass(1)
  expect(server.last.seqs).toEqual([1, 2])
})

test('413 halves, goes on in smaller batches and slowly grows back', async () => {
  const handler = attach({ maxBatchBytes: 16_384, flushIntervalMs: 10 })
  fill(8, 1000)
  await pass(10)
  expect(server.last.seqs).toHaveLength(8)
  await server.last.answer(413)
  const sizes: number[] = []
  for (let index = 0; index < 3; index++) {
    sizes.push(server.last.seqs.length)
    await server.last.answer(204)
  }
  expect(sizes).toEqual([3, 4, 1])
  expect(server.calls.slice(1).flatMap((call) => call.seqs)).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  expect(handler.stats()).toMatchObject({ acknowledged: 8, lost: {}, retries: 0 })
})

test('413 for a single record drops it, and the server is told', async () => {
  const handler = attach()
  log.info('small')
  log.error('big'.repeat(1000))
  await server.last.answer(413)
  await server.last.answer(204)
  await server.last.answer(413)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, queued: 0, inFlight: 0, lost: { too_large: 1 } })
  log.error('next')
  expect(server.last.header.lost).toEqual({ too_large: 1 })
})

test.each([400, 422, 409])('%i drops the batch and goes on', async (status) => {
  const handler = attach()
  log.error('poison')
  log.error('next')
  await server.last.answer(status)
  expect(handler.stats().lost).toEqual({ rejected: 1 })
  expect(server.last.seqs).toEqual([2])
  expect(server.last.header.lost).toEqual({ rejected: 1 })
  log.error('third')
  await server.last.answer(status)
  expect(server.last.header.lost).toEqual({ rejected: 2 })
})

test.each([401, 403, 404, 410, 501, 505, 304])(
  '%i keeps the records and asks again in seconds, then more slowly, up to five minutes',
  async (status) => {
    const handler = attach()
    log.error('kept')
    for (const ms of [1500, 3000, 6000, 12_000, 24_000, 48_000, 96_000, 192_000, 225_000, 225_000]) {
      await server.last.answer(status)
      const { length } = server.calls
      page.tell('online')
      log.error('more')
      await pass(ms - 1)
      expect(server.calls).toHaveLength(length)
      await pass(1)
      expect(server.calls).toHaveLength(length + 1)
    }
    expect(handler.stats()).toMatchObject({ accepted: 11, acknowledged: 0, lost: {} })
  },
)

test.each([401, 403, 404])('after %i the last records of a page leave all the same', async (status) => {
  attach()
  log.error('kept')
  await server.last.answer(status)
  log.info('tail')
  page.tell('pagehide')
  expect(server.last.seqs).toEqual([1, 2])
  expect(server.last.init.keepalive).toBe(true)
})

test('failures are reported once for a run of the same', async () => {
  settings.raiseExceptions = true
  const handler = attach()
  const told: string[] = []
  handler.handleError = (_record, error) => told.push((error as Error).message)
  log.error('x')
  await server.last.answer(404)
  await pass(1500)
  await server.last.answer(404)
  expect(told).toEqual(['POST http://app.test/records: status 404, records wait'])
  await pass(3000)
  await server.last.answer(204)
  log.error('y')
  for (let attempt = 0; attempt < 4; attempt++) {
    await server.last.answer(500)
    await pass(8000)
  }
  expect(told.slice(1)).toEqual(['POST http://app.test/records: status 500, records wait'])
  await server.last.answer(204)
  log.error('z')
  await server.last.answer(404)
  await pass(1500)
  await server.last.answer(204)
  log.error('z')
  await server.last.answer(404)
  expect(told.slice(2)).toHaveLength(2)
  await pass(1500)
  await server.last.answer(204)
  log.error('z')
  for (let attempt = 0; attempt < 4; attempt++) {
    await server.last.fail()
    await pass(60_000)
  }
  expect(told.slice(4)).toEqual(['POST http://app.test/records: no answer, records wait'])
})

test('a handleError that throws does not stop delivery', async () => {
  const handler = attach()
  handler.handleError = () => {
    throw new Error('mine')
  }
  log.error('poison')
  log.error('next')
  await server.last.answer(400)
  expect(server.last.seqs).toEqual([2])
})

test('flush tries at once during a pause, and resolves when that attempt fails', async () => {
  const handler = attach()
  log.error('x')
  await server.last.answer(503, { 'Retry-After': '60' })
  let done = false
  void handler.flush().then(() => (done = true))
  expect(server.calls).toHaveLength(2)
  await pass(0)
  expect(done).toBe(false)
  await server.last.answer(503)
  expect(done).toBe(true)
  expect(handler.stats().queued).toBe(1)
})

// ---- offline

test('offline is a hint: a server at hand is tried, and the event online ends the wait', async () => {
  page.navigator.onLine = false
  attach({ capacity: 2 })
  for (let index = 0; index < 4; index++) log.error('x')
  await server.last.fail()
  page.navigator.onLine = true
  page.tell('online')
  for (let index = 1; index < 3; index++) await server.calls[index]!.answer(204)
  expect(server.calls.map((call) => call.seqs)).toEqual([[1], [1, 2], [3, 4]])
})

test('the event online ends a network pause and starts the waits anew', async () => {
  attach()
  log.error('x')
  for (let attempt = 0; attempt < 3; attempt++) {
    await server.last.fail()
    page.tell('online')
    expect(server.calls).toHaveLength(attempt + 2)
  }
  await server.last.fail()
  await pass(750)
  expect(server.calls).toHaveLength(5)
})

test('a pause that the event online ended holds nothing up later', async () => {
  attach({ flushIntervalMs: 100 })
  log.error('in flight')
  log.info('tail')
  page.set('hidden')
  await server.calls[1]!.fail()
  page.tell('online')
  await server.calls[0]!.answer(204)
  await server.calls[2]!.answer(204)
  log.info('later')
  await pass(100)
  expect(server.calls).toHaveLength(4)
  expect(server.last.records.map((record) => record.msg)).toEqual(['later'])
})

test('the event online does not overrule Retry-After', async () => {
  attach()
  log.error('x')
  await server.last.answer(503, { 'Retry-After': '60' })
  page.tell('online')
  await pass(59_999)
  expect(server.calls).toHaveLength(1)
})

// ---- bounds and losses

test('above maxQueueRecords the oldest go, and the next header tells the total, once', async () => {
  const handler = attach({ maxQueueRecords: 3 })
  log.error('1')
  for (let seq = 2; seq <= 6; seq++) log.info('x')
  expect(handler.stats()).toMatchObject({ accepted: 6, queued: 2, inFlight: 1, lost: { overflow: 3 } })
  await server.last.answer(429)
  await pass(750)
  expect(server.last.seqs).toEqual([1, 5, 6])
  expect(server.last.header).toMatchObject({ first: 1, last: 6, count: 3, lost: { overflow: 3 } })
  await server.last.fail()
  await pass(1500)
  expect(server.last.header.lost).toEqual({ overflow: 3 })
  await server.last.answer(204)
  log.error('7')
  expect(server.last.header).not.toHaveProperty('lost')
  for (let seq = 8; seq <= 10; seq++) log.error('x')
  await server.last.answer(204)
  expect(server.last.header.lost).toEqual({ overflow: 4 })
  expect(handler.stats().lost).toEqual({ overflow: 4 })
})

test('above maxQueueBytes the oldest go', async () => {
  const handler = attach({ maxQueueBytes: 3500, capacity: 1000 })
  fill(10, 1000)
  const { queued, lost } = handler.stats()
  expect(queued).toBeLessThanOrEqual(3)
  expect(queued + lost.overflow!).toBe(10)
  await pass(1000)
  expect(server.last.seqs.at(-1)).toBe(10)
})

test('a record above maxRecordBytes is sent cut, with a note', async () => {
  attach({ maxRecordBytes: 5000 })
  log.error('あ'.repeat(3000), { port: 1 })
  const [record] = server.last.records
  expect([record!['fields'], record!['given']]).toEqual([undefined, undefined])
  expect(record!.msg).toMatch(/^あ{1000}\.\.\. \[\d+ bytes, too large to send\]$/)
  expect(record).toMatchObject({ seq: 1, name: 'app.page', levelno: 40 })
})

test('a line never has more than maxRecordBytes', async () => {
  attach({ maxRecordBytes: 1000, caller: false, capacity: 1000 })
  for (let length = 800; length < 1000; length++) log.info('x'.repeat(length))
  for (let calls = 0; calls < server.calls.length; calls++) await server.last.answer(204)
  await pass(1000)
  const lines = server.calls.flatMap((call) => call.body.trimEnd().split('\n').slice(1))
  const lengths = lines.map((line) => line.length)
  expect(lengths).toHaveLength(200)
  expect(lengths[0]).toBeGreaterThan(850)
  for (const [index, length] of lengths.entries()) {
    if (!lines[index]!.includes('too large to send')) expect(length).toBeLessThanOrEqual(1000)
  }
})

test('hostile values give valid lines', async () => {
  attach({ flushLevel: 'CRITICAL' })
  const cyclic: Record<string, unknown> = { big: 10n }
  cyclic['self'] = cyclic
  log.info('emoji 🎉 and half \ud83c', { extra: { cyclic } })
  log.info('%s', 'm'.repeat(1_000_000))
  log.info('object', {
    get trap() {
      throw new Error('trap')
    },
  })
  log.critical({
    toString() {
      throw new Error('toString')
    },
  })
  await pass(1000)
  for (let index = 0; index < 4; index++) await server.last.answer(204)
  const records = server.calls.flatMap((call) => call.records)
  expect(records.map((record) => record.seq)).toEqual([1, 2, 3, 4])
  expect(records[0]!.msg).toBe('emoji 🎉 and half \ud83c')
  for (const record of records) fromWire(record)
})

test('a record that logs while it is encoded keeps numbers and order', async () => {
  attach()
  log.info('%s', { toString: () => (log.info('inner'), 'outer') })
  await pass(1000)
  const { seqs, records } = server.last
  expect(seqs).toEqual(seqs.map((_, index) => index + 1))
  expect(records.map((record) => record.msg)).toContain('outer')
})

test('a fetch that logs each call does not cause requests without end', async () => {
  attach({
    flushLevel: 'DEBUG',
    fetch: (url, init) => {
      log.error('fetch %s', url)
      return server.fetch(url, init)
    },
  })
  attach({ flushLevel: 'DEBUG' })
  server.status = 204
  log.info('one')
  await pass(60_000)
  expect(server.calls.map((call) => call.records.map((record) => record.msg))).toEqual([['one'], ['one']])
})

// ---- the page hides

test('on hidden all that waits leaves by keepalive, not what is in flight', async () => {
  const handler = attach()
  log.error('in flight')
  log.info('tail')
  page.set('hidden')
  expect(server.calls.map((call) => [call.seqs, call.init.keepalive])).toEqual([
    [[1], undefined],
    [[2], true],
  ])
  await server.calls[1]!.answer(204)
  await server.calls[0]!.answer(204)
  expect(handler.stats()).toMatchObject({ acknowledged: 2, queued: 0, inFlight: 0 })
})

test('on hidden what waits for another attempt leaves too', async () => {
  attach()
  log.error('x')
  await server.last.answer(503, { 'Retry-After': '60' })
  page.set('hidden')
  expect(server.last.seqs).toEqual([1])
  expect(server.last.init.keepalive).toBe(true)
})

test('on pagehide what is in flight leaves once more, with the same numbers', async () => {
  const handler = attach()
  log.error('in flight')
  log.info('tail')
  page.tell('pagehide')
  page.set('hidden')
  page.tell('pagehide')
  expect(server.calls.map((call) => call.seqs)).toEqual([[1], [1, 2]])
  expect(server.calls[1]!.body.split('\n')[1]).toBe(server.calls[0]!.body.split('\n')[1])
  await server.calls[1]!.answer(204)
  await server.calls[0]!.fail()
  page.set('visible')
  page.tell('pageshow')
  expect(server.calls).toHaveLength(2)
  expect(handler.stats()).toMatchObject({ acknowledged: 2, queued: 0, inFlight: 0 })
})

test('what arrived twice counts once', async () => {
  const handler = attach()
  log.error('in flight')
  page.tell('pagehide')
  await server.calls[1]!.answer(204)
  await server.calls[0]!.answer(204)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, inFlight: 0 })
})

test('what one of two requests still carries is not sent a third time', async () => {
  const handler = attach()
  log.error('in flight')
  page.tell('pagehide')
  await server.calls[0]!.fail()
  page.tell('pageshow')
  await pass(1000)
  expect(server.calls).toHaveLength(2)
  await server.calls[1]!.answer(204)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, queued: 0, inFlight: 0 })
})

test('records that failed apart are sent in order', async () => {
  attach()
  log.error('in flight')
  log.info('tail')
  page.set('hidden')
  await server.calls[0]!.answer(503)
  await server.calls[1]!.answer(503)
  await pass(750)
  expect(server.last.seqs).toEqual([1, 2])
})

test('the requests of a page that hid fail as one', async () => {
  const handler = attach({ capacity: 1000, maxBatchBytes: 1_000_000 })
  fill(40, 1000)
  page.set('hidden')
  expect(server.calls).toHaveLength(3)
  for (const call of [...server.calls]) await call.fail()
  await pass(750)
  expect(server.last.seqs).toHaveLength(40)
  expect(handler.stats().retries).toBe(3)
})

test('what fails while the page is gone is sent when it comes back', async () => {
  attach()
  log.info('tail')
  page.tell('pagehide')
  await server.last.fail()
  await pass(100_000)
  expect(server.calls).toHaveLength(1)
  page.tell('pageshow')
  expect(server.calls.map((call) => [call.seqs, call.init.keepalive])).toEqual([
    [[1], true],
    [[1], undefined],
  ])
})

test('a hidden page sends each record at once, those of one task together', async () => {
  attach()
  page.set('hidden')
  log.debug('a')
  log.debug('b')
  expect(server.calls).toHaveLength(0)
  await Promise.resolve()
  expect(server.last.seqs).toEqual([1, 2])
  expect(server.last.init.keepalive).toBe(true)
  log.debug('c')
  await Promise.resolve()
  expect(server.last.seqs).toEqual([3])
})

test('a page that stays hidden batches as a visible one', async () => {
  attach()
  server.status = 204
  page.set('hidden')
  await pass(0)
  for (let index = 0; index < 500; index++) {
    log.info('%d', index)
    await pass(10)
  }
  await pass(1000)
  expect(server.calls.flatMap((call) => call.seqs)).toHaveLength(500)
  expect(server.calls.length).toBeLessThanOrEqual(6)
  expect(server.calls.filter((call) => call.init.keepalive)).toEqual([])
})

test('what is logged after pagehide leaves at once', async () => {
  attach()
  page.tell('pagehide')
  await pass(0)
  log.debug('a listener of the application, later')
  await Promise.resolve()
  expect(server.last.seqs).toEqual([1])
  expect(server.last.init.keepalive).toBe(true)
})

test('a page that is hidden from the start is one that stays hidden', async () => {
  page.document.visibilityState = 'hidden'
  attach()
  log.debug('a')
  await pass(999)
  expect(server.calls).toHaveLength(0)
  await pass(1)
  expect(server.last.init.keepalive).toBe(undefined)
})

test('exit requests are of 16 KiB, 60 KiB in all; the rest goes the usual way', async () => {
  attach({ capacity: 1000, maxBatchBytes: 1_000_000 })
  fill(100, 1000)
  page.set('hidden')
  const exits = server.calls.filter((call) => call.init.keepalive)
  const bytes = exits.map((call) => call.body.length)
  expect(Math.max(...bytes)).toBeLessThanOrEqual(16 * 1024)
  expect(bytes.reduce((sum, more) => sum + more, 0)).toBeLessThanOrEqual(60 * 1024)
  expect(exits.flatMap((call) => call.seqs)).toEqual(
    Array.from({ length: exits.flatMap((call) => call.seqs).length }, (_, i) => i + 1),
  )
  expect(exits).toHaveLength(4)
  const rest = server.calls.filter((call) => !call.init.keepalive)
  expect(rest).toHaveLength(1)
  expect(rest[0]!.seqs.at(-1)).toBe(100)
})

test.each([1, 3000, 9000, 15_000])(
  'the exit budget is used up in order, whatever the records measure: %d more',
  (more) => {
    attach({ capacity: 1000, maxBatchBytes: 1_000_000 })
    fill(60, 1000 + more)
    page.set('hidden')
    const seqs = server.calls.filter((call) => call.init.keepalive).flatMap((call) => call.seqs)
    expect(seqs).toEqual(Array.from(seqs, (_, i) => i + 1))
    const left =
      60 * 1024 - server.calls.filter((call) => call.init.keepalive).reduce((sum, call) => sum + call.body.length, 0)
    expect(left).toBeLessThan(1000 + more + 1024)
  },
)

test('an answer gives its part of the exit budget back', async () => {
  attach({ capacity: 1000, maxBatchBytes: 1_000_000 })
  page.set('hidden')
  for (let round = 0; round < 8; round++) {
    fill(10, 1000)
    await Promise.resolve()
    expect(server.last.init.keepalive).toBe(true)
    await server.last.answer(204)
  }
})

test('on pagehide what does not fit waits for the return', async () => {
  const handler = attach({ capacity: 1000, maxBatchBytes: 1_000_000 })
  fill(100, 1000)
  page.tell('pagehide')
  const sent = server.calls.flatMap((call) => call.seqs).length
  expect(handler.stats().queued).toBe(100 - sent)
  for (const call of [...server.calls]) await call.answer(204)
  page.tell('pageshow')
  expect(server.last.seqs).toHaveLength(100 - sent)
})

test('a record too big for the exit does not keep the next ones', () => {
  attach({ capacity: 1000, maxBatchBytes: 1_000_000 })
  log.info('x'.repeat(80_000))
  log.info('small')
  page.tell('pagehide')
  expect(server.calls.map((call) => call.seqs)).toEqual([[2]])
})

test('a keepalive that the browser refuses is sent the usual way', async () => {
  attach()
  page.set('hidden')
  log.info('x')
  await Promise.resolve()
  await server.last.fail()
  await pass(750)
  expect(server.calls.map((call) => [call.seqs, call.init.keepalive])).toEqual([
    [[1], true],
    [[1], undefined],
  ])
})

test('without keepalive there is the beacon, whose records are sent again on return', async () => {
  const beacons: string[] = []
  page.Request = { prototype: {} }
  page.navigator.sendBeacon = (_url, body) => beacons.push(body) > 0
  const handler = attach()
  log.info('x')
  page.set('hidden')
  expect(beacons).toHaveLength(1)
  expect(server.calls).toHaveLength(0)
  expect(handler.stats().inFlight).toBe(1)
  page.set('visible')
  expect(server.last.body).toBe(beacons[0])
  await server.last.answer(204)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, inFlight: 0 })
})

test.each([
  ['refuses', () => false],
  [
    'throws',
    () => {
      throw new Error('no')
    },
  ],
])('a beacon that %s leaves its records to the usual way', async (_name, sendBeacon) => {
  page.Request = { prototype: {} }
  page.navigator.sendBeacon = sendBeacon
  const handler = attach()
  log.info('x')
  page.set('hidden')
  expect(server.calls.map((call) => [call.seqs, call.init.keepalive])).toEqual([[[1], undefined]])
  await server.last.answer(204)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, queued: 0, inFlight: 0 })
})

test('no beacon where headers are needed', () => {
  page.Request = { prototype: {} }
  page.navigator.sendBeacon = () => {
    throw new Error('must not be called')
  }
  attach({ headers: { Authorization: 'x' } })
  log.info('x')
  page.set('hidden')
  expect(server.last.init.headers).toMatchObject({ Authorization: 'x' })
})

test.each<[string, () => void]>([
  ['seen, then shown', () => (page.set('visible'), page.tell('pageshow'))],
  ['shown, then seen', () => (page.tell('pageshow'), page.set('visible'))],
])(
  'requests that a frozen page leaves without an answer are sent again a second after it is back: %s',
  async (_, back) => {
    const handler = attach()
    log.error('in flight')
    page.tell('pagehide')
    page.set('hidden')
    expect(server.calls.map(({ seqs }) => seqs)).toEqual([[1], [1]])
    back()
    const flushed = handler.flush()
    await pass(999)
    expect(server.calls).toHaveLength(2)
    await pass(2)
    expect(server.last.seqs).toEqual([1])
    expect(server.calls).toHaveLength(3)
    await server.last.answer(204)
    await flushed
    // Late after all.
    await server.calls[0]!.answer(204)
    expect(handler.stats()).toMatchObject({ acknowledged: 1, inFlight: 0, queued: 0 })
  },
)

test('a page that was hidden and never gone waits for its requests', async () => {
  attach()
  log.error('in flight')
  page.set('hidden')
  page.set('visible')
  await pass(5000)
  expect(server.calls).toHaveLength(1)
})

test('the pageshow of a page that never hid sends nothing early', async () => {
  attach()
  log.info('x')
  page.tell('pageshow')
  await pass(999)
  expect(server.calls).toHaveLength(0)
})

test('flush in a page that goes waits for its keepalive requests', async () => {
  const handler = attach()
  page.tell('pagehide')
  log.info('x')
  let done = false
  void handler.flush().then(() => (done = true))
  await pass(0)
  expect(done).toBe(false)
  expect(server.calls).toHaveLength(1)
  await server.last.answer(204)
  expect(done).toBe(true)
})

test('flush in a page that goes sends what is on its way once more', async () => {
  const handler = attach()
  log.error('on its way')
  page.tell('pagehide')
  const { length } = server.calls
  await server.last.fail()
  log.info('later')
  void handler.flush()
  await pass(0)
  expect(server.calls.slice(length).flatMap(({ seqs }) => seqs)).toEqual(expect.arrayContaining([1, 2]))
})

// ---- the end

function getHandlerCount(): number {
  return realmState.handlers.open.size
}

test('survives the end of what its timers and answers belonged to, as in a worker that has answered its request', async () => {
  const handler = attach()
  /** No timer fires any more, and time goes by. */
  const losesTimers = (): void => {
    const later = Date.now() + 30_000
    vi.clearAllTimers()
    vi.setSystemTime(later)
  }
  log.error('lost answer')
  expect(server.calls).toHaveLength(1)
  losesTimers()
  log.error('next')
  expect(server.last.seqs).toEqual([1, 2])
  await server.last.answer(204)
  await server.calls[0]!.answer(204) // Too late to count.
  expect(handler.stats()).toMatchObject({ acknowledged: 2, inFlight: 0, queued: 0 })

  log.info('lost interval')
  losesTimers()
  log.info('next')
  await pass(1000)
  expect(server.last.seqs).toEqual([3, 4])

  losesTimers()
  let isSettled = false
  void handler.flush().then(() => (isSettled = true))
  await pass(0)
  expect(server.calls).toHaveLength(4)
  await server.last.answer(204)
  expect(isSettled).toBe(true)
})

test('a flush gives up what was on its way for a request that has ended, and sends it again before it settles', async () => {
  const handler = attach()
  log.error('begun elsewhere')
  vi.clearAllTimers()
  const settled: number[] = []
  void handler.flush().then(() => settled.push(1))
  void handler.flush().then(() => settled.push(2))
  // A timer each: the first one may go with its request.
  expect(vi.getTimerCount()).toBe(2)
  await pass(17_000)
  expect(settled).toEqual([])
  expect(server.calls.map(({ seqs }) => seqs)).toEqual([[1], [1]])
  await server.last.answer(204)
  expect(settled).toEqual([1, 2])
  expect(vi.getTimerCount()).toBe(0)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, retries: 1 })
})

test('close flushes, gives up what failed and lets go of everything', async () => {
  const added = vi.spyOn(page, 'addEventListener')
  const removed = vi.spyOn(page, 'removeEventListener')
  const handler = attach()
  log.info('x')
  const closed = handler.close()
  expect(handler.close()).toBe(closed)
  expect(server.last.seqs).toEqual([1])
  await server.last.fail()
  await closed
  expect(handler.stats()).toMatchObject({ queued: 0, inFlight: 0, lost: { closed: 1 } })
  expect(removed.mock.calls.map(([type]) => type)).toEqual(added.mock.calls.map(([type]) => type))
  expect(added.mock.calls.map(([type]) => type)).not.toContain('unload')
  expect(vi.getTimerCount()).toBe(0)
  expect(() => log.error('after')).not.toThrow()
  expect(handler.stats().accepted).toBe(1)
})

test.each([1, 2])('close reports how many records are undelivered: %d', async (count) => {
  const handler = attach()
  const told: string[] = []
  handler.handleError = (_record, error) => told.push((error as Error).message)
  for (let i = 0; i < count; i++) log.info('x')
  const closed = handler.close()
  await server.last.fail()
  await closed
  expect(told).toEqual([`POST http://app.test/records: closed, ${count} records undelivered`])
})

test('close tries again where the server asks for a pause, for five seconds', async () => {
  const handler = attach({ capacity: 1 })
  log.info('x')
  log.info('y')
  const closed = handler.close()
  await server.last.answer(503, { 'retry-after': '2' })
  await vi.advanceTimersByTimeAsync(2000)
  await server.last.answer(204)
  await server.last.answer(503, { 'retry-after': '2' })
  await vi.advanceTimersByTimeAsync(2000)
  await server.last.answer(204)
  await closed
  expect(handler.stats()).toMatchObject({ acknowledged: 2, lost: {} })
})

test.each<[string, string | undefined, number]>([
  ['a pause that is longer', '6', 1],
  ['pauses without end', undefined, 50],
])('but not for %s', async (_, after, most) => {
  const handler = attach()
  log.info('x')
  const closed = handler.close()
  let isOver = false
  void closed.then(() => (isOver = true))
  for (let turn = 0; turn < 60 && !isOver; turn++) {
    await server.last.answer(503, after === undefined ? {} : { 'retry-after': after })
    await vi.advanceTimersByTimeAsync(200)
  }
  await closed
  expect(server.calls.length).toBeLessThanOrEqual(most)
  expect(handler.stats()).toMatchObject({ lost: { closed: 1 } })
})

test('close reports nothing where all is delivered', async () => {
  const handler = attach()
  const told: string[] = []
  handler.handleError = (_record, error) => told.push((error as Error).message)
  server.status = 204
  log.info('x')
  await handler.close()
  expect(told).toEqual([])
})

test('a late failure after close starts nothing', async () => {
  const handler = attach()
  log.error('in flight')
  page.tell('pagehide')
  await server.calls[1]!.answer(204)
  await handler.close()
  await server.calls[0]!.answer(503)
  expect(vi.getTimerCount()).toBe(0)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, retries: 0 })
})

test('close without failures loses nothing', async () => {
  const handler = attach()
  server.status = 204
  log.info('x')
  await handler.close()
  expect(handler.stats()).toMatchObject({ acknowledged: 1, lost: {} })
})

test.each<[BufferingHTTPHandlerOptions, Error]>([
  [{ capacity: 0 }, new RangeError('capacity: expected a whole number from 1 on, not 0')],
  [{ capacity: 1.5 }, new RangeError('capacity: expected a whole number from 1 on, not 1.5')],
  [{ maxQueueRecords: 1.5 }, new RangeError('maxQueueRecords: expected a whole number from 1 on, not 1.5')],
  [{ timeoutMs: Number.NaN }, new RangeError('timeoutMs: expected a number above 0, not NaN')],
  [{ maxQueueBytes: '1MB' as never }, new TypeError("maxQueueBytes: expected a number above 0, not '1MB'")],
  [{ flushLevel: 'LOUD' }, new RangeError("flushLevel: Unknown level: 'LOUD'")],
  [{ flushLevel: 1.5 }, new TypeError('flushLevel: Level not an integer or a valid string: 1.5')],
  [
    { credentials: 'yes' as never },
    new RangeError("credentials: expected one of 'omit', 'same-origin', 'include', not 'yes'"),
  ],
  [{ caller: 1 as never }, new TypeError('caller: expected true or false, not 1')],
  [{ headers: 'X: y' as never }, new TypeError("headers: expected an object or a function, not 'X: y'")],
  [{ fetch: 'fetch' as never }, new TypeError("fetch: expected a function, not 'fetch'")],
  [{ now: 0 as never }, new TypeError('now: expected a function, not 0')],
  [{ onLevels: {} as never }, new TypeError('onLevels: expected a function, not {}')],
  [{ journal: {} as never }, new TypeError('journal: expected a Journal, not {}')],
  [
    { encoding: { encode: () => '' } as never },
    new TypeError('encoding.contentType: expected a string, not undefined'),
  ],
  [{ encoding: { contentType: 'a' } as never }, new TypeError('encoding.encode: expected a function, not undefined')],
])('refuses %o', (options, error) => {
  const before = getHandlerCount()
  expect(() => new BufferingHTTPHandler('http://app.test/x', options)).toThrow(error)
  expect(getHandlerCount()).toBe(before)
})

test.each<[unknown, string]>([
  [{ flushInterval: 5 }, "'flushInterval'; there are: capacity maxBatchBytes flushIntervalMs maxQueueBytes "],
  [50, '50; there are: capacity maxBatchBytes '],
])('has no option of another name, and takes them in an object: %o', (options, told) => {
  const before = getHandlerCount()
  expect(() => new BufferingHTTPHandler('http://app.test/x', options as never)).toThrow(
    `BufferingHTTPHandler: unknown option ${told}`,
  )
  expect(getHandlerCount()).toBe(before)
})

test('a class of one’s own may have more options', async () => {
  class Tenant extends BufferingHTTPHandler {}
  await new Tenant('http://app.test/x', { tenant: 'acme' } as never).close()
})

test('refuses an encode that is async', () => {
  const encoding = { contentType: 'text/plain', encode: async () => '' }
  expect(() => new BufferingHTTPHandler('http://app.test/', { encoding: encoding as never })).toThrow(
    /^encoding\.encode: expected a function that is not async, not /,
  )
})

test.each<[string, PageScope | undefined, boolean]>([
  ['http://app.test', undefined, true],
  ['HTTPS://app.test:8443/a?b=user@c', undefined, true],
  ['', undefined, false],
  ['localhost:3000/log', undefined, false],
  ['localhost:3000/log', { location: { href: 'https://app.test/' } }, false],
  ['http//app.test/log', undefined, false],
  ['http://', undefined, false],
  ['http://app.test:99999/', undefined, false],
  ['http://me:secret@app.test/', undefined, false],
  ['ftp://app.test/', { location: { href: 'https://app.test/' } }, false],
  ['/log', { location: { href: 'https://app.test/' } }, true],
  ['log', { document: { baseURI: 'https://app.test/a/' } }, true],
  ['/log', { location: { href: 'blob:https://app.test/8a2e' } }, false],
  ['/log', { document: { baseURI: 'about:blank' } }, false],
  ['/log', { location: { href: 'app-1://main/index.html' } }, true],
  ['app-1://main/log', { location: { href: 'app-1://main/index.html' } }, true],
  ['app-1://main/log', undefined, false],
])('of the address %o in %j it is told whether anything can be sent there', (url, scope = {}, isRight) => {
  const before = getHandlerCount()
  if (isRight) {
    open.push(new BufferingHTTPHandler(url, { scope, fetch: server.fetch }))
    return
  }
  const wanted = 'an address that begins with http:// or https://, or in a page a relative one'
  expect(() => new BufferingHTTPHandler(url, { scope })).toThrow(
    new RangeError(`url: expected ${wanted}, not '${url}'`),
  )
  expect(getHandlerCount()).toBe(before)
})

test("a relative address without a page is told at once, and is no error: the code may be a page's", () => {
  settings.raiseExceptions = true
  const said = captureStderr(() => open.push(new BufferingHTTPHandler('/log', { scope: {}, fetch: server.fetch })))
  expect(said).toContain("url: '/log' is relative, and there is no page: nothing can be sent")
})

test('refuses a url that is no string', () => {
  expect(() => new BufferingHTTPHandler(7 as never)).toThrow(new TypeError('url: expected a string, not 7'))
  expect(() => new BufferingHTTPHandler(['/log'] as never, { scope: {} })).toThrow(
    new TypeError("url: expected a string, not [ '/log' ]"),
  )
})

test('works where there is no page at all', async () => {
  attach({ scope: {} })
  log.error('x')
  expect(server.last.seqs).toEqual([1])
})

test('works where there is no TextEncoder, as in jsdom', () => {
  vi.stubGlobal('TextEncoder', undefined)
  attach()
  log.error('é')
  vi.unstubAllGlobals()
  expect(server.last.seqs).toEqual([1])
})

test('a failing encoder is reported, not thrown', () => {
  const handler = attach()
  settings.raiseExceptions = true
  const record = new LogRecord('x', 20, '', 0, 'm', null, null)
  Object.defineProperty(record, 'levelname', {
    get: () => {
      throw new Error('levelname')
    },
  })
  expect(captureStderr(() => handler.handle(record))).toContain('levelname')
  expect(handler.stats().accepted).toBe(0)
})

// ---- every handler's contract, with real time

for (const { name, run } of handlerContract(() => {
  vi.useRealTimers()
  settings.raiseExceptions = true
  const contract = new Server()
  contract.status = 204
  const handler = new BufferingHTTPHandler('http://app.test/records', { fetch: contract.fetch, scope: {} })
  return { handler, arrived: () => contract.calls.flatMap((call) => call.records.map((record) => record.msg)) }
})) {
  test(name, run)
}

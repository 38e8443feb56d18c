import { getLogger, type Logger, settings } from '@treeline/core'
import { type Origin, origins } from '@treeline/core/internal'
import { resetLogging } from '@treeline/core/testing'
import type { Outbox, OutboxEntry, OutboxMaker, OutboxOwner } from '@treeline/core/wire'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BufferingHTTPHandler, type BufferingHTTPHandlerOptions } from '../index.js'

interface Arrival {
  readonly header: { readonly src: string; readonly first: number; readonly left?: number }
  readonly seqs: number[]
  readonly levels: number[]
  readonly msgs: string[]
  readonly init: RequestInit
}

/** Answers a request; what it throws is a network that fails. */
type Answer = (arrival: Arrival) => Response

const MARK = { treeline: '1' }
const ok = (): Response => new Response(null, { status: 204, headers: MARK })
const status = (code: number): Response => new Response(null, { status: code })

let log: Logger
let arrivals: Arrival[]
let answer: Answer
let page: EventTarget & { readonly document: { visibilityState: string } }

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  arrivals = []
  answer = ok
  page = Object.assign(new EventTarget(), {
    document: { visibilityState: 'visible' },
    Request: { prototype: { keepalive: false } },
  })
  settings.raiseExceptions = false
  log = getLogger('page')
  log.propagate = false
  log.setLevel('DEBUG')
})

afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

function attach(options: BufferingHTTPHandlerOptions = {}): BufferingHTTPHandler {
  const handler = new BufferingHTTPHandler('http://app.test/records', {
    caller: false,
    random: () => 0.5,
    scope: page as never,
    fetch: async (_url, init) => {
      const [header, ...records] = String(init.body)
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as { seq: number; levelno: number; msg: string })
      const arrival: Arrival = {
        header: header as never,
        seqs: records.map(({ seq }) => seq),
        levels: records.map(({ levelno }) => levelno),
        msgs: records.map(({ msg }) => msg),
        init,
      }
      arrivals.push(arrival)
      return answer(arrival)
    },
    ...options,
  })
  log.addHandler(handler)
  return handler
}

/** Refuses what has a poison in it. */
function refusing(refuse: () => Response): Answer {
  return ({ msgs }) => (msgs.some((msg) => msg.startsWith('poison')) ? refuse() : ok())
}

// ---- the mark of a receiver

test.each([
  ['a page of HTML', () => new Response('<html>', { headers: { 'content-type': 'text/html' } })],
  ['an empty 200', () => new Response(null)],
  ['a 204', () => status(204)],
  ['a receiver behind a redirect', () => Object.defineProperty(ok(), 'redirected', { value: true })],
])('%s that no receiver answered with is no acknowledgement', async (_name, portal) => {
  const handler = attach()
  const told: string[] = []
  handler.handleError = (_record, error) => void told.push((error as Error).message)
  answer = portal
  log.error('kept')
  await vi.advanceTimersByTimeAsync(0)
  expect(handler.stats()).toMatchObject({ acknowledged: 0, queued: 1, lost: {} })
  expect(told).toEqual([expect.stringMatching(/(from no receiver of batches|behind a redirect) \(.*\), records wait$/)])
  answer = ok
  await vi.advanceTimersByTimeAsync(1500)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, queued: 0 })
})

test.each([
  ['a JSON answer', new Response('{}', { headers: { 'content-type': 'application/json' } }), 1],
  ['an empty 204', status(204), 1],
  ['a page of HTML', new Response('', { headers: { 'content-type': 'text/html; charset=utf-8' } }), 0],
  ['an answer behind a redirect', Object.defineProperty(new Response(), 'redirected', { value: true }), 0],
])("acknowledge: 'any': %s", async (_name, response, acknowledged) => {
  const handler = attach({ acknowledge: 'any' })
  answer = () => response
  log.error('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(handler.stats().acknowledged).toBe(acknowledged)
})

test('a wrong acknowledge or journal is refused by name', () => {
  expect(() => attach({ acknowledge: 'all' as never })).toThrow(
    "acknowledge: expected one of 'receiver', 'any', not 'all'",
  )
  expect(() => attach({ journal: {} as never })).toThrow('journal: expected a Journal, not ')
})

// ---- a record that the server cannot take

test.each([400, 406, 415, 422])('a record refused with %d is found by halving and costs itself alone', async (code) => {
  const handler = attach({ capacity: 500 })
  answer = refusing(() => status(code))
  for (let index = 0; index < 499; index++) log.info(index === 123 ? 'poison' : 'fine')
  log.info('last')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(handler.stats()).toMatchObject({ accepted: 500, acknowledged: 499, queued: 0, lost: { rejected: 1 } })
})

test.each([
  ['403', () => status(403)],
  ['500', () => status(500)],
  ['502', () => status(502)],
  [
    'a crash',
    () => {
      throw new TypeError('Failed to fetch')
    },
  ],
])('a record that the server answers with %s each time costs itself alone', async (_name, refuse) => {
  const handler = attach({ capacity: 100 })
  answer = refusing(refuse)
  for (let index = 0; index < 100; index++) log.info(index === 37 ? 'poison' : 'fine')
  for (let index = 0; index < 120; index++) {
    await vi.advanceTimersByTimeAsync(1000)
    log.info('fine')
  }
  await vi.advanceTimersByTimeAsync(60_000)
  expect(handler.stats()).toMatchObject({ accepted: 220, acknowledged: 219, queued: 0, lost: { rejected: 1 } })
})

test.each([500, 503, 403])('a server that answers everything with %d for an hour costs nothing', async (code) => {
  const handler = attach({ capacity: 10 })
  answer = () => status(code)
  for (let index = 0; index < 100; index++) log.info('x')
  await vi.advanceTimersByTimeAsync(3_600_000)
  const { length } = arrivals
  expect(length).toBeLessThan(150)
  answer = ok
  await vi.advanceTimersByTimeAsync(300_000)
  expect(handler.stats()).toMatchObject({ acknowledged: 100, queued: 0, lost: {} })
  expect(new Set(arrivals.slice(length).flatMap(({ seqs }) => seqs)).size).toBe(100)
})

test('a server that fails every other request costs nothing', async () => {
  const handler = attach({ flushLevel: 'DEBUG' })
  let count = 0
  answer = () => (count++ % 2 ? ok() : status(500))
  for (let index = 0; index < 200; index++) {
    log.info('x')
    await vi.advanceTimersByTimeAsync(400)
  }
  answer = ok
  await vi.advanceTimersByTimeAsync(120_000)
  expect(handler.stats()).toMatchObject({ acknowledged: 200, lost: {} })
})

test('a server that refuses everything is asked less and less', async () => {
  attach({ capacity: 500 })
  answer = () => status(400)
  for (let index = 0; index < 499; index++) log.info('x')
  await vi.advanceTimersByTimeAsync(600_000)
  expect(arrivals.length).toBeLessThan(60)
})

test('a server that was down for six seconds is found within fifteen', async () => {
  for (const random of [0, 0.3, 0.7, 0.999]) {
    const handler = attach({ random: () => random })
    const begin = Date.now()
    answer = () => {
      if (Date.now() - begin < 6000) throw new TypeError('Failed to fetch')
      return ok()
    }
    log.error('x')
    await vi.advanceTimersByTimeAsync(15_000)
    expect(handler.stats()).toMatchObject({ acknowledged: 1 })
    log.removeHandler(handler)
  }
})

// ---- what leaves first

test('after a wait the most severe go first', async () => {
  attach({ capacity: 10 })
  answer = () => status(429)
  for (let index = 0; index < 30; index++) log.info('x')
  log.critical('severe')
  await vi.advanceTimersByTimeAsync(0)
  answer = ok
  arrivals.length = 0
  await vi.advanceTimersByTimeAsync(750)
  expect(arrivals[0]!.msgs).toContain('severe')
  expect(arrivals.map(({ seqs }) => seqs.length)).toEqual([10, 10, 10, 1])
  expect(arrivals.slice(1).flatMap(({ seqs }) => seqs)).toEqual(Array.from({ length: 21 }, (_, index) => index + 10))
})

test('at exit the most severe leave, and the header tells what stayed behind', () => {
  attach({ capacity: 100_000, maxBatchBytes: 10_000_000, flushLevel: 'CRITICAL', maxQueueBytes: 10_000_000 })
  for (let index = 0; index < 5000; index++) log.log(index === 4000 ? 45 : 20, 'x'.repeat(50))
  page.dispatchEvent(new Event('pagehide'))
  const sent = arrivals.flatMap(({ levels }) => levels)
  expect(sent).toContain(45)
  expect(sent.length).toBeGreaterThan(200)
  expect(arrivals.map(({ header }) => header.left)).toEqual(arrivals.map(() => 5000 - sent.length))
  expect(arrivals[0]!.levels).toContain(45)
})

test('without anything left behind the header says nothing', () => {
  attach()
  log.info('x')
  page.dispatchEvent(new Event('pagehide'))
  expect(arrivals[0]!.header).not.toHaveProperty('left')
})

// ---- headers that are made for each request

test('a function gives the headers, and is asked again after a 401', async () => {
  let token = 'old'
  const handler = attach({ headers: () => ({ Authorization: token }) })
  answer = ({ init }) => ((init.headers as Record<string, string>)['Authorization'] === 'new' ? ok() : status(401))
  log.error('x')
  token = 'new'
  await vi.advanceTimersByTimeAsync(0)
  expect(handler.stats().acknowledged).toBe(1)
  expect(arrivals).toHaveLength(2)
})

test('a function of headers is not asked again at once after another refusal', async () => {
  const headers = vi.fn(() => ({ Authorization: 'x' }))
  const handler = attach({ headers })
  answer = () => status(404)
  log.error('x')
  await vi.advanceTimersByTimeAsync(1499)
  expect([headers.mock.calls.length, arrivals.length]).toEqual([1, 1])
  answer = ok
  await vi.advanceTimersByTimeAsync(1)
  expect(handler.stats().acknowledged).toBe(1)
})

test('a 401 again waits; a promise of headers is waited for, but not at exit', async () => {
  const handler = attach({ headers: async () => ({ Authorization: 'slow' }) })
  log.error('x')
  expect(arrivals).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(0)
  expect(arrivals).toHaveLength(1)
  log.info('tail')
  page.dispatchEvent(new Event('pagehide'))
  expect(arrivals[1]!.init.headers).toMatchObject({ Authorization: 'slow' })
  page.dispatchEvent(new Event('pageshow'))
  answer = () => status(401)
  log.error('y')
  await vi.advanceTimersByTimeAsync(0)
  expect(arrivals).toHaveLength(4)
  answer = ok
  await vi.advanceTimersByTimeAsync(1500)
  expect(handler.stats()).toMatchObject({ accepted: 3, acknowledged: 3 })
})

test.each([
  [
    'throws',
    () => {
      throw new Error('no token')
    },
  ],
  ['is rejected', () => Promise.reject(new Error('no token'))],
  ['never settles', () => new Promise<never>(() => {})],
])('a function of headers that %s loses nothing', async (_name, headers) => {
  const handler = attach({ headers })
  log.error('x')
  await vi.advanceTimersByTimeAsync(60_000)
  expect(handler.stats()).toMatchObject({ accepted: 1, acknowledged: 0, lost: {} })
})

// ---- the address

test('a relative address is that of the page when the handler was made', async () => {
  const urls: string[] = []
  const scope = Object.assign(new EventTarget(), { document: { baseURI: 'https://shop.example/cart/7' } })
  const handler = new BufferingHTTPHandler('/records', {
    scope: scope as never,
    fetch: async (url) => (urls.push(url), ok()),
  })
  log.addHandler(handler)
  scope.document.baseURI = 'https://shop.example/other/page/'
  log.error('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(urls).toEqual(['https://shop.example/records'])
  await handler.close()
})

// ---- a journal

class FakeOutbox implements OutboxMaker, Outbox {
  readonly kept = new Map<string, OutboxEntry>()
  readonly urgent: number[] = []
  flushes = 0
  isClosed = false
  owner: OutboxOwner | undefined
  left: OutboxEntry[][] = []

  open(owner: OutboxOwner): Outbox {
    this.owner = owner
    return this
  }

  add(entry: OutboxEntry, urgent: boolean): void {
    this.kept.set(`${entry.src}:${entry.seq}`, entry)
    if (urgent) this.urgent.push(entry.seq)
  }

  remove(entries: Iterable<Pick<OutboxEntry, 'src' | 'seq'>>): void {
    for (const { src, seq } of entries) this.kept.delete(`${src}:${seq}`)
  }

  flush(): void {
    this.flushes++
  }

  takeOver(): readonly OutboxEntry[] {
    return this.left.shift() ?? []
  }

  close(): void {
    this.isClosed = true
  }
}

test('a journal keeps what is not acknowledged, at once from WARNING on', async () => {
  const journal = new FakeOutbox()
  const handler = attach({ journal })
  answer = () => status(503)
  log.info('low')
  log.warning('high')
  await vi.advanceTimersByTimeAsync(1000)
  expect([...journal.kept.values()].map(({ seq, levelno }) => [seq, levelno])).toEqual([
    [1, 20],
    [2, 30],
  ])
  expect(journal.urgent).toEqual([2])
  answer = ok
  await vi.advanceTimersByTimeAsync(5000)
  expect(journal.kept.size).toBe(0)
  expect(handler.stats().acknowledged).toBe(2)
})

test.each<[string, BufferingHTTPHandlerOptions, boolean, number[]]>([
  ['of flushLevel', { flushLevel: 'INFO' }, false, [2, 3]],
  ['of a page that goes', { flushLevel: 'CRITICAL' }, true, [1, 2, 3]],
  ['of WARNING', { flushLevel: 'CRITICAL' }, false, [3]],
])('a journal keeps records %s at once', (_, options, goes, urgent) => {
  const journal = new FakeOutbox()
  attach({ journal, ...options })
  if (goes) page.dispatchEvent(new Event('pagehide'))
  log.debug('1')
  log.info('2')
  log.warning('3')
  expect(journal.urgent).toEqual(urgent)
})

test('closing tells how many records stay in the journal', async () => {
  const handler = attach({ journal: new FakeOutbox() })
  const told: string[] = []
  handler.handleError = (_record, error) => told.push((error as Error).message)
  answer = () => status(503)
  log.info('1')
  log.info('2')
  await handler.close()
  expect(told).toEqual(['POST http://app.test/records: closed, 2 records stay in the journal'])
})

test('what an earlier page left is sent under its own numbers, and leaves the journal', async () => {
  const journal = new FakeOutbox()
  const entry = (seq: number): OutboxEntry => ({
    src: 'before',
    seq,
    levelno: 20,
    line: `{"seq":${seq},"msg":"old"}\n`,
  })
  journal.left = [[entry(3), entry(4)], [entry(5)]]
  for (const each of journal.left.flat()) journal.add(each, false)
  const handler = attach({ journal })
  log.error('new')
  await vi.advanceTimersByTimeAsync(2000)
  const bySource = arrivals.map(({ header, seqs }) => [header.src === 'before', seqs])
  expect(bySource).toContainEqual([true, [3, 4]])
  expect(bySource).toContainEqual([true, [5]])
  expect(bySource).toContainEqual([false, [1]])
  expect(arrivals.find(({ header }) => header.src === 'before')!.header).not.toHaveProperty('sent')
  expect(journal.kept.size).toBe(0)
  expect(handler.stats()).toMatchObject({ accepted: 4, acknowledged: 4, queued: 0 })
})

test('with a journal, what was in flight leaves behind what is new, and closing keeps the rest', async () => {
  const journal = new FakeOutbox()
  const handler = attach({ journal, capacity: 20, maxBatchBytes: 1_000_000 })
  answer = () => status(503)
  for (let index = 0; index < 20; index++) log.info('x'.repeat(3000))
  log.info('new')
  page.dispatchEvent(new Event('pagehide'))
  const [, ...exits] = arrivals
  expect(exits[0]!.msgs).toContain('new')
  page.dispatchEvent(new Event('pageshow'))
  await vi.advanceTimersByTimeAsync(100)
  await handler.close()
  expect(journal.isClosed).toBe(true)
  expect(journal.kept.size).toBe(21)
  expect(handler.stats()).toMatchObject({ accepted: 21, lost: {} })
})

test('what a journal loses is told to the server', async () => {
  const journal = new FakeOutbox()
  const handler = attach({ journal })
  journal.owner!.onLost('expired', 7)
  log.error('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(arrivals[0]!.header).toMatchObject({ lost: { expired: 7 } })
  expect(handler.stats()).toMatchObject({ accepted: 8, acknowledged: 1, lost: { expired: 7 } })
})

test('a record that a storage hands over keeps its numbers, and the storage is told how it ended', async () => {
  const settled: boolean[] = []
  const handler = attach()
  const origin: Origin = { src: 'ring', seq: 9, settle: (isDelivered) => void settled.push(isDelivered) }
  const listener = log.handlers[0]!
  log.removeHandler(listener)
  log.addFilter((record) => (origins.set(record, origin), true))
  log.addHandler(handler)
  log.error('stored')
  await vi.advanceTimersByTimeAsync(0)
  expect(origin.isTaken).toBe(true)
  expect(arrivals[0]).toMatchObject({ header: { src: 'ring' }, seqs: [9] })
  expect(settled).toEqual([true])
  answer = () => status(400)
  log.error('refused')
  await vi.advanceTimersByTimeAsync(0)
  expect(settled).toEqual([true, false])
  expect(handler.stats()).toMatchObject({ accepted: 1, acknowledged: 1, lost: {} })
})

test('with a journal, what a storage handed over goes back to it when the handler is closed', async () => {
  const settled: boolean[] = []
  const handler = attach({ journal: new FakeOutbox() })
  const origin: Origin = { src: 'ring', seq: 9, settle: (isDelivered) => void settled.push(isDelivered) }
  log.addFilter((record) => (origins.set(record, origin), true))
  answer = () => status(503)
  log.error('stored')
  await vi.advanceTimersByTimeAsync(0)
  const closed = handler.close()
  await vi.advanceTimersByTimeAsync(20_000)
  await closed
  expect(settled).toEqual([false])
  expect(handler.stats()).toMatchObject({ accepted: 0, queued: 0, lost: {} })
})

test.each([
  ['Headers', new Headers({ Authorization: 't' })],
  ['pairs', [['Authorization', 't']]],
  ['a Map', new Map([['Authorization', 't']])],
])('headers may be %s', async (_name, headers) => {
  attach({ headers: () => headers as never })
  log.error('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(new Headers(arrivals[0]!.init.headers).get('authorization')).toBe('t')
})

// ---- loops

test.each([10, 20, 30, 40, 50])(
  'what is logged at level %d after each answer is bounded, at once or by timer, visible or hidden',
  async (level) => {
    for (const isHidden of [false, true]) {
      for (const ms of [0, 3000]) {
        arrivals = []
        page.document.visibilityState = isHidden ? 'hidden' : 'visible'
        const handler = attach({ flushLevel: 'DEBUG' })
        answer = () => {
          setTimeout(() => log.log(level, `POST /records took ${Date.now() % 97} ms`), ms)
          return ok()
        }
        log.info('one')
        await vi.advanceTimersByTimeAsync(3_600_000)
        expect(arrivals.length).toBeLessThan(60)
        log.removeHandler(handler)
        await vi.advanceTimersByTimeAsync(10_000)
      }
    }
  },
)

test('a clock that ticks in the log is no loop', async () => {
  const handler = attach()
  for (let index = 0; index < 600; index++) {
    log.info('tick %d', index)
    await vi.advanceTimersByTimeAsync(1000)
  }
  await vi.advanceTimersByTimeAsync(5000)
  expect(handler.stats()).toMatchObject({ acknowledged: 600, queued: 0 })
})

// ---- packed bodies

const GZIP = { ...MARK, 'accept-encoding': 'gzip' }

async function unpack(body: unknown): Promise<string> {
  return new Response(new Blob([body as ArrayBuffer]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
}

test('bodies are packed once the server has said that it may, not those of a page that goes', async () => {
  vi.useRealTimers()
  const inits: RequestInit[] = []
  const fetch = async (_url: string, init: RequestInit): Promise<Response> => {
    inits.push(init)
    return new Response(null, { status: 204, headers: GZIP })
  }
  const handler = attach({ fetch })
  log.info('a'.repeat(5000))
  await handler.flush()
  log.info('b'.repeat(5000))
  await handler.flush()
  log.info('short')
  await handler.flush()
  log.info('c'.repeat(5000))
  page.dispatchEvent(new Event('pagehide'))
  const packed = inits.map(({ headers }) => (headers as Record<string, string>)['Content-Encoding'])
  expect(packed).toEqual([undefined, 'gzip', undefined, undefined])
  expect(await unpack(inits[1]!.body)).toContain('b'.repeat(5000))
  expect(handler.stats()).toMatchObject({ accepted: 4, lost: {} })
})

test.each([
  ['415', () => status(415)],
  [
    'a preflight that fails',
    () => {
      throw new TypeError('Failed to fetch')
    },
  ],
])('after %s bodies are plain again, and nothing is lost', async (_name, refuse) => {
  vi.useRealTimers()
  let packed = 0
  const fetch = async (_url: string, { headers }: RequestInit): Promise<Response> => {
    if (!(headers as Record<string, string>)['Content-Encoding'])
      return new Response(null, { status: 204, headers: GZIP })
    packed++
    return refuse()
  }
  const handler = attach({ fetch })
  for (let index = 0; index < 4; index++) {
    log.info('a'.repeat(5000))
    await handler.flush()
  }
  expect(packed).toBe(1)
  expect(handler.stats()).toMatchObject({ accepted: 4, acknowledged: 4, lost: {} })
})

test('bodies of two kibibytes and less are not worth it', async () => {
  vi.useRealTimers()
  const sizes: [number, unknown][] = []
  const fetch = async (_url: string, { body, headers }: RequestInit): Promise<Response> => {
    const encoding = (headers as Record<string, string>)['Content-Encoding']
    sizes.push([(encoding ? await unpack(body) : String(body)).length, encoding])
    return new Response(null, { status: 204, headers: GZIP })
  }
  const handler = attach({ fetch })
  for (const length of [10, 1000, 1500, 2000, 2500]) {
    log.info('a'.repeat(length))
    await handler.flush()
  }
  expect(sizes.slice(1).map(([length, encoding]) => [length > 2048, encoding])).toEqual(
    sizes.slice(1).map(([length]) => [length > 2048, length > 2048 ? 'gzip' : undefined]),
  )
  expect(new Set(sizes.map(([length]) => length > 2048)).size).toBe(2)
})

test('where nothing packs, bodies stay plain whatever the server says', async () => {
  vi.stubGlobal('CompressionStream', undefined)
  vi.useRealTimers()
  const packed: unknown[] = []
  const fetch = async (_url: string, { headers }: RequestInit): Promise<Response> => {
    packed.push((headers as Record<string, string>)['Content-Encoding'])
    return new Response(null, { status: 204, headers: GZIP })
  }
  const handler = attach({ fetch })
  for (let index = 0; index < 2; index++) {
    log.info('a'.repeat(5000))
    await handler.flush()
  }
  vi.unstubAllGlobals()
  expect(packed).toEqual([undefined, undefined])
  expect(handler.stats()).toMatchObject({ accepted: 2, acknowledged: 2, retries: 0 })
})

// ---- levels in an answer

test('levels are asked for and handed over, and rubbish is not', async () => {
  const json = { ...MARK, 'content-type': 'application/json' }
  const given: unknown[] = []
  const onLevels = (answered: unknown): void => {
    given.push(answered)
    throw new Error('mine')
  }
  const handler = attach({ onLevels })
  const levels = { 'app.db': { level: 'DEBUG', seconds: 900 } }
  const bodies = [JSON.stringify({ treeline: 1, levels }), 'null', '[', '', `{"x":"${'y'.repeat(2 ** 21)}"}`]
  for (const body of bodies) {
    answer = () => new Response(body, { headers: json })
    log.error('x')
    await handler.flush()
  }
  expect(arrivals[0]!.header).toMatchObject({ takes: ['levels'] })
  expect(given).toEqual([{ levels }])
  expect(handler.stats()).toMatchObject({ accepted: bodies.length, acknowledged: bodies.length })
})

// ---- other servers

test('an encoding makes the bodies, and reads which records were taken', async () => {
  const bodies: unknown[] = []
  const answers = ['{"refused":[0],"later":[2]}', '{}']
  const handler = attach({
    encoding: {
      contentType: 'application/json',
      encode: (records) => JSON.stringify(records.map(({ src, seq, msg }) => [src.length, seq, msg])),
      read: (text) => JSON.parse(text) as { refused?: number[]; later?: number[] },
    },
    fetch: async (_url, init) => {
      expect(init.headers).toMatchObject({ 'Content-Type': 'application/json' })
      bodies.push(JSON.parse(String(init.body)))
      return new Response(answers.shift())
    },
  })
  const reports: string[] = []
  handler.handleError = (_record, error) => void reports.push((error as Error).message)
  for (const msg of ['a', 'b', 'c']) log.info(msg)
  await vi.advanceTimersByTimeAsync(1000)
  expect(handler.stats()).toMatchObject({ acknowledged: 1, queued: 1, lost: { rejected: 1 } })
  await vi.advanceTimersByTimeAsync(1000)
  expect(handler.stats()).toMatchObject({ acknowledged: 2, queued: 0, lost: { rejected: 1 } })
  expect(reports).toEqual(['POST http://app.test/records: the server refused some, records dropped'])
  expect(bodies).toEqual([
    [
      [20, 1, 'a'],
      [20, 2, 'b'],
      [20, 3, 'c'],
    ],
    [[20, 3, 'c']],
  ])
})

test('a record that an encoding fails with costs itself alone; an answer that it cannot read is none', async () => {
  const handler = attach({
    encoding: {
      contentType: 'text/plain',
      encode(records) {
        if (records.some(({ msg }) => msg === 'poison')) throw new Error('mine')
        return 'x\n'
      },
      read() {
        throw new Error('no answer of mine')
      },
    },
    fetch: async () => new Response('rubbish'),
  })
  expect(() => log.error('poison')).not.toThrow()
  log.error('fine')
  await vi.advanceTimersByTimeAsync(0)
  expect(handler.stats()).toMatchObject({ acknowledged: 0, queued: 1, lost: { rejected: 1 } })
})

test('of a batch that cannot be encoded all but the reason arrives, and what an encoding never takes is dropped', async () => {
  const bodies: string[] = []
  const poisons = ['3', '7']
  const handler = attach({
    encoding: {
      contentType: 'text/plain',
      encode(records) {
        if (records.some(({ msg }) => poisons.includes(msg))) throw new Error('mine')
        return records.map(({ msg }) => msg).join(' ')
      },
    },
    fetch: async (_url, init) => {
      bodies.push(String(init.body))
      return new Response(null, { status: 204 })
    },
  })
  for (let count = 0; count < 10; count++) log.info(String(count))
  await handler.flush()
  expect(bodies.join(' ').split(' ').sort()).toEqual(['0', '1', '2', '4', '5', '6', '8', '9'])
  expect(handler.stats()).toMatchObject({ acknowledged: 8, queued: 0, inFlight: 0, lost: { rejected: 2 } })
  for (let count = 0; count < 5000; count++) log.info('7')
  await handler.flush()
  expect(handler.stats()).toMatchObject({ acknowledged: 8, queued: 0, inFlight: 0, lost: { rejected: 5002 } })
})

test('a page that goes sends no more than its budget, however long an encoding makes the bodies', async () => {
  let bytes = 0
  const handler = attach({
    encoding: {
      contentType: 'text/plain',
      encode: (records) => records.map(({ msg }) => msg.repeat(3)).join(''),
    },
    fetch: (_url, init) => {
      if (init.keepalive) bytes += String(init.body).length
      return new Promise(() => undefined)
    },
  })
  for (let count = 0; count < 50; count++) log.info('x'.repeat(1000))
  page.document.visibilityState = 'hidden'
  page.dispatchEvent(new Event('visibilitychange'))
  page.dispatchEvent(new Event('pagehide'))
  expect(bytes).toBeGreaterThan(30_000)
  expect(bytes).toBeLessThan(64 * 1024)
  expect(handler.stats()).toMatchObject({ accepted: 50, lost: {} })
})

test('what an encoding makes has to be a text', async () => {
  const reports: string[] = []
  const handler = attach({ encoding: { contentType: 'text/plain', encode: () => 5 as never } })
  handler.handleError = (_record, error) =>
    void reports.push(`${(error as Error).message}: ${((error as Error).cause as Error | undefined)?.message}`)
  log.error('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(reports.join()).toContain('what encoding.encode returns: expected a string, not 5')
  expect(handler.stats().lost).toEqual({ rejected: 1 })
})

test('the answer to an encoding tells no levels', async () => {
  const onLevels = vi.fn()
  const handler = attach({
    onLevels,
    encoding: { contentType: 'text/plain', encode: () => 'x', read: () => ({}) },
    fetch: async () => new Response('{"levels":{"app":"DEBUG"}}'),
  })
  log.error('x')
  await vi.advanceTimersByTimeAsync(0)
  expect(handler.stats()).toMatchObject({ acknowledged: 1 })
  expect(onLevels).not.toHaveBeenCalled()
})

test('the room of what the server has taken is free again', async () => {
  const handler = attach({ maxQueueBytes: 3500, capacity: 1000 })
  for (let round = 0; round < 5; round++) {
    log.info('x'.repeat(1000))
    log.info('x'.repeat(1000))
    await handler.flush()
  }
  expect(handler.stats()).toMatchObject({ accepted: 10, acknowledged: 10, lost: {} })
})

test('the room of what another page took over is free again', async () => {
  const journal = new FakeOutbox()
  const handler = attach({ journal, maxQueueBytes: 3500, capacity: 1000 })
  const text = 'x'.repeat(1000)
  for (let round = 0; round < 3; round++) {
    log.info(text)
    log.info(text)
    journal.owner!.onGone!([1, 2].map((seq) => ({ src: journal.owner!.src, seq: round * 2 + seq })))
  }
  log.info(text)
  log.info(text)
  expect(handler.stats()).toMatchObject({ accepted: 2, queued: 2, lost: {} })
})

test('what another page took over is forgotten here', async () => {
  const journal = new FakeOutbox()
  const handler = attach({ journal })
  log.info('one')
  log.info('two')
  journal.owner!.onGone!([
    { src: journal.owner!.src, seq: 1 },
    // Of a page that this one had taken over.
    { src: 'another', seq: 2 },
  ])
  await vi.advanceTimersByTimeAsync(1000)
  expect(arrivals.map(({ seqs }) => seqs)).toEqual([[2]])
  expect(handler.stats()).toMatchObject({ accepted: 1, acknowledged: 1 })
})

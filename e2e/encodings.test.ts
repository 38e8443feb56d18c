// Batches for other servers: ClickHouse takes them itself, OpenTelemetry's own types read them, and the others are checked
// against what their documentation says that they refuse. Needs `npm run build`.
import { setImmediate as turn } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { DeliveryStats } from '../packages/http/dist/index.js'
import {
  BufferingHTTPHandler,
  elastic,
  type Encoding,
  gelf,
  loki,
  otlp,
} from '../packages/treeline/dist/handlers.node.js'
import { getLogger, type Logger, settings } from '../packages/treeline/dist/node.js'
import { type ClickHouse, startClickHouse } from './encodings/clickHouse.js'
import { makeTakeElastic } from './encodings/elastic.js'
import { takeGELF } from './encodings/gelf.js'
import { takeLoki } from './encodings/loki.js'
import { makeTakeOTLP } from './encodings/otlp.js'
import { type Fault, type StandIn, standIn, type Stored, type Take } from './encodings/standIn.js'
import { runProgram } from './tools/program.js'

interface Server {
  readonly path: string
  readonly encoding: () => Encoding
  readonly makeTake: () => Take
  /** What the server has for a level of WARNING. */
  readonly warning: unknown
}

const SERVERS: Readonly<Record<string, Server>> = {
  otlp: {
    path: '/v1/logs',
    encoding: () => otlp({ resource: { 'service.name': 'shop' } }),
    makeTake: () => makeTakeOTLP(),
    warning: 13,
  },
  loki: { path: '/loki/api/v1/push', encoding: () => loki(), makeTake: () => takeLoki, warning: 'warning' },
  elastic: {
    path: '/logs-shop-default/_bulk',
    encoding: () => elastic(),
    makeTake: () => makeTakeElastic(),
    warning: 'warning',
  },
  gelf: { path: '/gelf', encoding: () => gelf({ host: 'shop' }), makeTake: () => takeGELF, warning: 4 },
}
const NAMES = Object.keys(SERVERS)

// What is logged here is wrong on purpose.
settings.raiseExceptions = false

let server: StandIn | undefined
let handler: BufferingHTTPHandler | undefined

afterEach(async () => {
  if (handler) log().removeHandler(handler)
  await handler?.close()
  await server?.close()
  handler = server = undefined
})

function log(): Logger {
  const logger = getLogger('shop.cart')
  logger.setLevel(1)
  logger.propagate = false
  return logger
}

/** Begins a server that takes what an encoding makes, and a handler that sends it there. */
async function begin(name: string, take: Take, faults: readonly (Fault | null)[] = []): Promise<StandIn> {
  const { path, encoding } = SERVERS[name]!
  server = await standIn(path, take, faults)
  // Without a wait where chance would set one.
  handler = new BufferingHTTPHandler(server.url, {
    encoding: encoding(),
    capacity: 20,
    maxQueueBytes: 1e8,
    random: () => 0,
  })
  log().addHandler(handler)
  return server
}

/** What became of the records. */
type Fate = Pick<DeliveryStats, 'accepted' | 'acknowledged' | 'lost'>

/** Waits until nothing is left to be sent. */
async function settled(): Promise<Fate> {
  for (;;) {
    await handler!.flush()
    await turn()
    const { accepted, acknowledged, lost, queued, inFlight } = handler!.stats()
    if (queued + inFlight === 0) return { accepted, acknowledged, lost }
  }
}

function timesOf(stored: readonly Stored[]): Map<string, number> {
  const times = new Map<string, number>()
  for (const { id } of stored) times.set(id, (times.get(id) ?? 0) + 1)
  return times
}

// ---- what arrives

test.each(NAMES)('%s: message, level, fields, error and place arrive', async (name) => {
  const { makeTake, warning } = SERVERS[name]!
  const { stored, refusals } = await begin(name, makeTake())
  log().warning('added %s', 'apple', { cart: 7, tags: ['a', 'b'], paid: true, extra: 'ü😀' })
  log().error('failed', new RangeError('far', { cause: new Error('why') }))
  expect(await settled()).toEqual({ accepted: 2, acknowledged: 2, lost: {} })
  expect(refusals).toEqual([])
  const [added, failed] = [...stored].sort((a, b) => (a.id < b.id ? -1 : 1))
  expect(added).toMatchObject({ level: warning, message: 'added apple' })
  const { cart, tags, paid, extra } = added!.fields
  expect([String(cart), String(paid), extra]).toEqual(['7', 'true', 'ü😀'])
  expect(typeof tags === 'string' ? JSON.parse(tags) : tags).toEqual(['a', 'b'])
  expect(failed!.message.split('\n')[0]).toBe('failed')
  if (name === 'otlp') {
    expect(failed!.fields).toMatchObject({
      'exception.type': 'RangeError',
      'exception.message': 'far',
      'exception.stacktrace': expect.stringMatching(/^Error: why\n[^]*RangeError: far\n +at /) as string,
      'code.file.path': import.meta.filename,
    })
  }
})

test.each(NAMES)('%s: any records are taken, and each arrives once', async (name) => {
  const { stored, refusals } = await begin(name, SERVERS[name]!.makeTake())
  const text = fc.string({ unit: 'binary' })
  const value = fc.anything({
    key: text,
    values: [text, fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.bigInt(), fc.date()],
    withMap: true,
    withSet: true,
    withNullPrototype: true,
  })
  const names = fc.oneof(
    text,
    fc.constantFrom('src', 'seq', 'id', '_id', 'event.id', 'log.record.uid', 'level', '__proto__', 'a.b'),
  )
  const record = fc.record({
    level: fc.integer({ min: 1, max: 100 }),
    message: text,
    fields: fc.dictionary(names, value),
    extra: fc.dictionary(names, value),
    error: fc.option(
      fc.oneof(
        value,
        text.map((message) => new TypeError(message)),
      ),
    ),
  })
  const seed = Date.now() & 0x7fffffff
  const records = fc.sample(record, { numRuns: 300, seed })
  for (const { level, message, fields, extra, error } of records) {
    log().log(level, message.replaceAll('%', ''), { ...fields }, { extra: { ...extra }, exc_info: error as Error })
  }
  log().error('x'.repeat(300_000))
  const fate = await settled()
  const times = timesOf(stored)
  expect(refusals, `seed ${seed}`).toEqual([])
  expect(fate, `seed ${seed}`).toEqual({ accepted: 301, acknowledged: 301, lost: {} })
  expect(
    [...times.values()].filter((count) => count !== 1),
    `seed ${seed}`,
  ).toEqual([])
  expect(times.size, `seed ${seed}`).toBe(301)
})

// ---- what goes wrong

test.each(NAMES)('%s: through failures of every kind each record is there, once by its id', async (name) => {
  const faults = [429, 503, 'lost', null, 500, 'answer lost', 502, null, 'lost', 504] as const
  const { stored } = await begin(name, SERVERS[name]!.makeTake(), faults)
  for (let count = 0; count < 200; count++) log().info('record %d', count)
  expect(await settled()).toEqual({ accepted: 200, acknowledged: 200, lost: {} })
  expect(handler!.stats().retries).toBe(8)
  const ids = timesOf(stored)
  expect(ids.size).toBe(200)
  // What the lost answer was about came twice; where the server knows ids it is there once.
  expect(stored.length > ids.size).toBe(name !== 'elastic')
  expect(new Set(stored.map(({ message }) => message)).size).toBe(200)
})

test('elastic: what one document meets is that one’s fate', async () => {
  const busy = new Set(['record 3', 'record 30'])
  const hurdle = (message: string): number | undefined =>
    busy.delete(message) ? 429 : message.endsWith('7') ? 400 : undefined
  const { stored } = await begin('elastic', makeTakeElastic(hurdle))
  for (let count = 0; count < 50; count++) log().info('record %d', count)
  expect(await settled()).toEqual({ accepted: 50, acknowledged: 45, lost: { rejected: 5 } })
  const messages = stored.map(({ message }) => Number(message.slice('record '.length)))
  expect(messages.sort((a, b) => a - b)).toEqual([...Array(50).keys()].filter((count) => count % 10 !== 7))
})

test('otlp: what a partial success rejects is counted, and not sent again', async () => {
  const { stored } = await begin('otlp', makeTakeOTLP(3, 0, 1))
  for (let count = 0; count < 60; count++) log().info('record %d', count)
  expect(await settled()).toEqual({ accepted: 60, acknowledged: 56, lost: { rejected: 4 } })
  expect(handler!.stats().retries).toBe(0)
  expect(timesOf(stored).size).toBe(56)
})

test('loki: a record that the server refuses all the same costs itself alone', async () => {
  const take: Take = (body, contentType) =>
    body.includes('poison') ? { status: 400, stored: [] } : takeLoki(body, contentType)
  const { stored } = await begin('loki', take)
  for (let count = 0; count < 40; count++) log().info(count === 13 ? 'poison' : `record ${count}`)
  expect(await settled()).toEqual({ accepted: 40, acknowledged: 39, lost: { rejected: 1 } })
  expect(timesOf(stored).size).toBe(39)
})

test('an answer of no such server acknowledges nothing', async () => {
  let isPortal = true
  const inner = SERVERS['elastic']!.makeTake()
  const take: Take = (body, type) => (isPortal ? { status: 200, body: '{"ok":true}', stored: [] } : inner(body, type))
  const { stored } = await begin('elastic', take)
  log().error('behind a portal')
  await handler!.flush()
  expect(handler!.stats()).toMatchObject({ accepted: 1, acknowledged: 0, lost: {} })
  isPortal = false
  expect(await settled()).toEqual({ accepted: 1, acknowledged: 1, lost: {} })
  expect(stored).toHaveLength(1)
})

// ---- the stand-ins themselves

test.each([
  ['loki', '{"streams":[{"stream":{"app":"a"},"values":[[1,"line"]]}]}', 'time 1'],
  [
    'loki',
    `{"streams":[{"stream":{"app":"a"},"values":[["${Date.now()}000000","line",{"n":1}]]}]}`,
    'structured metadata n',
  ],
  ['loki', `{"streams":[{"stream":{"app":"a"},"values":[["${Date.now()}000000","\\ud800"]]}]}`, 'Malformed'],
  ['loki', '{"streams":[{"stream":{},"values":[]}]}', 'at least one label'],
  ['gelf', '{"version":"1.1","host":"h","short_message":"m","timestamp":"1","level":6}', 'timestamp'],
  ['gelf', '{"version":"1.1","host":"h","short_message":"m","timestamp":1,"level":6,"_id":1}', '_id'],
  ['otlp', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"time_unix_nano":"1"}]}]}]}', 'read as'],
  ['otlp', '{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":5}}]}]}]}', 'read as'],
  ['elastic', '{"index":{"_id":"1"}}\n{}\n', 'only create'],
])('the stand-in for %s refuses %s', async (name, body, reason) => {
  const taken = await SERVERS[name]!.makeTake()(body, 'application/json')
  expect(taken).toMatchObject({ status: 400, body: expect.stringContaining(reason) as string })
})

// ---- ClickHouse

let clickHouse: ClickHouse | undefined

beforeAll(async () => {
  clickHouse = await startClickHouse()
})

afterAll(() => clickHouse?.stop())

test('ClickHouse: what a program logs is in the table, each record once', async () => {
  const { query, url } = clickHouse!
  await query(
    'CREATE TABLE log (src String, seq UInt64, time String, level String, logger String, message String, port Int64, ' +
      'path String, price Float64, exc_info String) ENGINE = ReplacingMergeTree() ORDER BY (src, seq)',
  )
  const path = '/?query=INSERT+INTO+log+FORMAT+JSONEachRow&input_format_skip_unknown_fields=1'
  const take: Take = async (body) => {
    const answer = await fetch(new URL(path, url), { method: 'POST', body })
    return { status: answer.status, body: await answer.text(), stored: [] }
  }
  server = await standIn(path, take, [null, 'answer lost', 503, null, 'lost'])
  const { code, stderr } = await runProgram(`
    const handler = new handlers.BufferingHTTPHandler(${JSON.stringify(server.url)}, {
      encoding: handlers.jsonLines(), capacity: 50, random: () => 0,
    })
    handler.handleError = () => {}
    log.addHandler(handler)
    for (let n = 0; n < 300; n++) {
      log.info('request %d "\\\\"', n, { port: n, path: '/ü😀\\n\\ud800/' + n, price: n / 4, more: { a: [n] } })
    }
    log.info('wrong', { port: 'http' })
    log.error('failed', new RangeError('far'))
    // This server answers 500 to what it cannot read: it takes others meanwhile to tell that a record is the reason.
    for (let left = 1000; left > 0 && !handler.stats().lost.rejected; left--) {
      log.info('beat')
      await handler.flush()
    }
    await handler.flush()
    process.stderr.write(JSON.stringify(handler.stats()))`)
  expect(code).toBe(0)
  const stats = JSON.parse(stderr) as DeliveryStats
  const { accepted, acknowledged, queued, inFlight, lost } = stats
  expect({ queued, inFlight, lost }).toEqual({ queued: 0, inFlight: 0, lost: { rejected: 1 } })
  expect(acknowledged).toBe(accepted - 1)
  expect(server.refusals[0]).toMatch(/^500 .*Cannot parse/s)
  // The lost answer was about a batch that came once more.
  expect(Number(await query('SELECT count() FROM log'))).toBeGreaterThanOrEqual(acknowledged)
  const text = await query('SELECT * FROM log FINAL ORDER BY seq FORMAT JSONEachRow')
  const rows = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)
  expect(new Set(rows.map(({ src }) => src)).size).toBe(1)
  expect(rows.map(({ seq }) => Number(seq))).toEqual(
    [...Array(accepted).keys()].map((n) => n + 1).filter((n) => n !== 301),
  )
  rows.slice(0, 300).forEach((row, n) => {
    expect(row).toMatchObject({
      level: 'INFO',
      logger: 'app',
      message: `request ${n} "\\"`,
      port: String(n),
      price: n / 4,
    })
    expect(row['path']).toBe(`/ü😀\n\ufffd/${n}`)
    expect(row['time']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  })
  expect(rows[300]).toMatchObject({
    level: 'ERROR',
    message: 'failed',
    exc_info: expect.stringMatching(/^RangeError: far\n/) as string,
  })
})

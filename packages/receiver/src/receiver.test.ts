import { getLogger, Handler, type LogRecord, NullHandler, settings } from '@treeline/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver, type ReceiverOptions } from './index.js'
import { NOW_MS, record, records } from './testing/sentRecords.js'

class Collector extends Handler {
  readonly records: LogRecord[] = []

  override emit(record: LogRecord): void {
    this.records.push(record)
  }

  get messages(): string[] {
    return this.records.map((record) => record.getMessage())
  }
}

const URL_ = 'http://app.example/records'
const encoder = new TextEncoder()

let collector: Collector
let prefix: string
let tests = 0
let nowMs: number

beforeEach(() => {
  collector = new Collector()
  // Loggers live for ever: each test has a branch of its own.
  prefix = `branch${tests++}`
  nowMs = NOW_MS
  getLogger(prefix).addHandler(collector)
  getLogger(prefix).propagate = false
})

afterEach(() => {
  const { loggerDict, root } = getLogger().manager
  for (const name of [...loggerDict.keys()])
    if (name.startsWith('branch') || name === 'elsewhere') loggerDict.delete(name)
  root.handlers = []
  collector.close()
})

function receiver(options: ReceiverOptions = {}): Receiver {
  return new Receiver({ prefix, now: () => nowMs, ...options })
}

function batch(lines: readonly (object | string)[], header: object = {}): string {
  const head = { treeline: 1, src: 'p1', batch: 'p1:1-9', first: 1, last: 9, ...header }
  return [head, ...lines].map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
}

function post(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(URL_, {
    method: 'POST',
    headers: { 'content-type': 'text/plain;charset=utf-8', ...headers },
    body,
    duplex: 'half',
  } as RequestInit)
}

// --- taking records ------------------------------------------------------------------------------------------------

test('a batch goes to the loggers under the prefix, in order, and is answered 204 without a body', async () => {
  const target = receiver()
  const response = await target.handle(
    post(
      batch([record(1), record(2, { name: 'root', levelno: 40, levelname: 'ERROR', exc_text: 'Error: x' })], {
        count: 2,
      }),
    ),
  )
  expect([response.status, await response.text()]).toEqual([204, ''])
  expect(collector.records.map(({ name, levelname, msg }) => [name, levelname, msg])).toEqual([
    [`${prefix}.app.ui`, 'INFO', 'm1'],
    [prefix, 'ERROR', 'm2'],
  ])
  expect(target.stats()).toEqual({
    batches: 1,
    records: 2,
    duplicates: 0,
    dropped: 0,
    bad: 0,
    failed: 0,
    unflushed: 0,
    lost: 0,
    left: 0,
    sources: 1,
    bytesInProgress: 0,
    refused: {},
  })
})

test('a record keeps what the wire carries', async () => {
  const sent = record(1, {
    pathname: 'https://x/y.js?v=1',
    lineno: 7,
    funcName: 'f',
    stack_info: 'Stack:\n  at f',
    fields: { user: 'jo', n: 1 },
  })
  await receiver({ newlines: 'keep' }).handle(post(batch([sent])))
  expect(collector.records[0]).toMatchObject({
    pathname: 'https://x/y.js?v=1',
    filename: 'y.js',
    module: 'y',
    lineno: 7,
    funcName: 'f',
    stack_info: 'Stack:\n  at f',
    user: 'jo',
    n: 1,
    created: NOW_MS / 1000,
  })
})

test('a message with percent signs is not merged again', async () => {
  await receiver().handle(post(batch([record(1, { msg: '100% of %s %d' })])))
  expect(collector.messages).toEqual(['100% of %s %d'])
})

test('without a prefix names stay and root goes to root', async () => {
  const root = getLogger()
  root.addHandler(collector)
  await receiver({ prefix: '' }).handle(
    post(batch([record(1, { name: 'elsewhere' }), record(2, { name: 'root' }), record(3, { name: '' })])),
  )
  expect(collector.records.map((r) => r.name)).toEqual(['elsewhere', 'root', 'root'])
})

test('records below the level are taken and dropped; the levels of loggers are not asked', async () => {
  getLogger(prefix).setLevel('CRITICAL')
  const target = receiver({ level: 'INFO' })
  const body = batch([record(1, { levelno: 10 }), record(2)])
  expect((await target.handle(post(body))).status).toBe(204)
  await target.handle(post(body))
  expect(collector.messages).toEqual(['m2'])
  expect(target.stats()).toMatchObject({ dropped: 1, records: 1, duplicates: 2 })
})

test('fields of the receiver win over fields that were sent, and hide no attribute', async () => {
  const target = receiver({
    fields: (request, sender) => ({
      agent: request.headers.get('user-agent'),
      page: sender.src,
      address: sender.address,
      msg: 'forged',
    }),
  })
  await target.handle(
    post(batch([record(1, { fields: { address: 'forged', kept: 1 } }), record(2)]), { 'user-agent': 'UA' }),
    { address: '::1' },
  )
  expect(collector.records[0]).toMatchObject({ agent: 'UA', page: 'p1', address: '::1', kept: 1, msg: 'm1' })
  expect(collector.records[1]).toMatchObject({ agent: 'UA', address: '::1' })
})

const thrown = new Error('no')
const failures: readonly (readonly [what: string, fails: () => never, cause: unknown])[] = [
  [
    'throws',
    () => {
      throw thrown
    },
    thrown,
  ],
  ['is async', () => Promise.reject(thrown) as never, /not async, not Promise/],
  ['gives a text', () => 'text' as never, /^(fields: expected an object of attributes|levels\[.*)/],
  ['gives a list', () => ['x'] as never, /^(fields: expected an object of attributes|levels\[.*)/],
  [
    'has a getter that throws',
    () => {
      const bad = Object.defineProperty({}, 'a', {
        enumerable: true,
        get() {
          throw thrown
        },
      })
      return bad as never
    },
    thrown,
  ],
]

test.each(
  (['fields', 'levels'] as const).flatMap((name) =>
    failures.map(([what, fails, cause]) => [name, what, fails, cause] as const),
  ),
)(
  'where %s %s, nothing is taken, the answer is 500, and the same batch is taken later',
  async (name, _, fails, cause) => {
    const errors: Error[] = []
    let isBroken = true
    const target = receiver({
      [name]: () => (isBroken ? fails() : undefined),
      onError: (error) => {
        errors.push(error)
        throw new Error('ignored')
      },
    })
    const send = (): Promise<Response> =>
      target.handle(post(batch([record(1), record(2)], { takes: ['levels'], lost: { full: 3 } })))
    const refused = await send()
    expect([refused.status, refused.headers.get('treeline'), collector.messages]).toEqual([500, null, []])
    expect(errors.map(({ message }) => message)).toEqual([`the receiver failed: its option ${name} did`])
    if (cause instanceof RegExp) expect((errors[0]!.cause as Error).message).toMatch(cause)
    else expect(errors[0]!.cause).toBe(cause)
    expect(target.stats()).toMatchObject({ batches: 0, records: 0, bad: 0, lost: 0, refused: { failure: 1 } })
    isBroken = false
    expect((await send()).status).toBe(204)
    expect(collector.messages).toEqual([expect.stringContaining('lost 3 records'), 'm1', 'm2'])
  },
)

test('where fields throw, a form is answered 500, and its record is not taken', async () => {
  const target = receiver({ fields: failures[0]![1] })
  const form = new URLSearchParams({ name: 'app', levelno: '20', levelname: 'INFO', msg: 'm', args: '()' })
  const response = await target.handle(new Request(URL_, { method: 'POST', body: form }))
  expect([response.status, collector.messages]).toEqual([500, []])
})

test('a failing filter is counted, blocks nobody, and the record is not marked as seen', async () => {
  let fails = true
  const filter = (r: LogRecord): boolean => {
    if (fails && r.msg === 'm1') throw new Error('filter')
    return true
  }
  getLogger(`${prefix}.app.ui`).addFilter(filter)
  const target = receiver()
  expect((await target.handle(post(batch(records(1, 2))))).status).toBe(204)
  expect(collector.messages).toEqual(['m2'])
  expect(target.stats()).toMatchObject({ failed: 1, records: 1 })
  fails = false
  await target.handle(post(batch(records(1, 2))))
  expect(collector.messages).toEqual(['m2', 'm1'])
})

// --- once -----------------------------------------------------------------------------------------------------------

test('the same batch again, and batches cut otherwise, bring nothing twice', async () => {
  const target = receiver()
  for (const [first, last] of [
    [1, 5],
    [1, 5],
    [4, 8],
    [1, 3],
    [9, 9],
    [2, 12],
  ] as const) {
    expect((await target.handle(post(batch(records(first, last))))).status).toBe(204)
  }
  expect(collector.messages).toEqual(Array.from({ length: 12 }, (_, i) => `m${i + 1}`))
  expect(target.stats().duplicates).toBe(5 + 2 + 3 + 8)
})

test('batches out of order are taken as they come, gaps are filled later', async () => {
  const target = receiver()
  for (const [first, last] of [
    [7, 9],
    [1, 3],
    [4, 6],
    [1, 9],
  ] as const)
    await target.handle(post(batch(records(first, last))))
  expect(collector.messages).toEqual(['m7', 'm8', 'm9', 'm1', 'm2', 'm3', 'm4', 'm5', 'm6'])
})

test('a copy that comes while the first is still being read is known when it counts', async () => {
  const target = receiver()
  let release = (): void => {}
  const text = batch(records(1, 3))
  const slow = new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(encoder.encode(text.slice(0, 50)))
      release = () => {
        controller.enqueue(encoder.encode(text.slice(50)))
        controller.close()
      }
    },
  })
  const first = target.handle(post(slow))
  const second = await target.handle(post(text))
  release()
  expect([second.status, (await first).status]).toEqual([204, 204])
  expect(collector.messages).toEqual(['m1', 'm2', 'm3'])
})

test("a forged batch under a page's id and next numbers silences nothing, in either order of arrival", async () => {
  const target = receiver()
  const send = async (address: string, msg: string, first: number, last: number): Promise<number> => {
    const lines = records(first, last).map((line) => ({ ...line, msg }))
    return (await target.handle(post(batch(lines)), { address })).status
  }
  // The forger before the page, behind the same address and elsewhere; then after it, twice.
  for (const address of ['1.1.1.1', '6.6.6.6']) expect(await send(address, `forged at ${address}`, 1, 50)).toBe(204)
  for (let i = 0; i < 2; i++) expect(await send('1.1.1.1', 'page', 1, 50)).toBe(204)
  for (const address of ['1.1.1.1', '7.7.7.7']) expect(await send(address, 'forged later', 1, 50)).toBe(204)
  // The page's address changes.
  for (let i = 0; i < 2; i++) expect(await send('2.2.2.2', 'page', 1, 60)).toBe(204)
  const counts: Record<string, number> = {}
  for (const message of collector.messages) counts[message] = (counts[message] ?? 0) + 1
  expect(counts).toEqual({
    'forged at 1.1.1.1': 50,
    'forged at 6.6.6.6': 50,
    page: 60,
    'forged later': 50,
  })
})

test('sources have numbers of their own, and the least recent is forgotten', async () => {
  const target = receiver({ maxSources: 2 })
  for (const src of ['a', 'b', 'a', 'c', 'a', 'b']) await target.handle(post(batch([record(1, { msg: src })], { src })))
  expect(collector.messages).toEqual(['a', 'b', 'c', 'b'])
  expect(target.stats().sources).toBe(2)
})

test('what a sender lost is told once per change', async () => {
  const target = receiver()
  const lost = [{ overflow: 3 }, { overflow: 3 }, { overflow: 4, quota: 2 }, undefined, { overflow: 3 }]
  for (const [i, counts] of lost.entries()) await target.handle(post(batch([record(i + 1)], { lost: counts })))
  const told = collector.records.filter((r) => r.levelno === 30)
  expect(told.map((r) => [r.name, r.getMessage()])).toEqual([
    [prefix, 'page p1 lost 3 records (overflow 3)'],
    [prefix, 'page p1 lost 3 records (overflow 1, quota 2)'],
  ])
  expect(target.stats().lost).toBe(6)
})

test.each([
  { 'a\nb': 1 },
  { overflow: -1 },
  { overflow: 1.5 },
  { overflow: '3' },
  [1],
  'x',
  { __proto__: null, '': 3 },
])('loss counters that are none are passed over: %j', async (lost) => {
  const target = receiver()
  expect((await target.handle(post(batch([record(1)], { lost })))).status).toBe(204)
  expect(collector.messages).toEqual(['m1'])
})

// --- lines that are no record -----------------------------------------------------------------------------------------

test.each([
  '{"seq":2,"name"',
  'null',
  '[1]',
  '"text"',
  JSON.stringify(record(0)),
  JSON.stringify(record(1.5)),
  JSON.stringify(record(-1)),
  JSON.stringify({ ...record(2), seq: '2' }),
  JSON.stringify(record(2, { name: 5 })),
  JSON.stringify(record(2, { levelno: '20' })),
  JSON.stringify(record(2, { levelno: 1e300 })),
  JSON.stringify(record(2, { msg: { toString: 'x' } })),
  JSON.stringify(record(2, { created: null })),
  JSON.stringify(record(2, { exc_text: 5 })),
  JSON.stringify(record(2, { fields: [] })),
  JSON.stringify(record(2, { msg: 'x'.repeat(300_000) })),
  `{"seq":2,"name":"a","levelno":20,"levelname":"INFO","msg":"x","created":1,"fields":{"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}}}`,
  '['.repeat(200_000),
  `{"seq":2,"name":"a","levelno":20,"levelname":"INFO","msg":"x","created":1,"fields":{"deep":${'['.repeat(40)}${']'.repeat(40)}}}`,
  '{"__proto__":{"seq":2,"name":"a","levelno":20,"levelname":"INFO","msg":"x","created":1}}',
])('a bad line is counted and passed over: %.60s', async (line) => {
  const errors: Error[] = []
  const target = receiver({ maxBodyBytes: 2e6, onError: (error) => errors.push(error) })
  const response = await target.handle(post(batch([record(1), line, record(3)])))
  expect(response.status).toBe(204)
  expect(collector.messages).toEqual(['m1', 'm3'])
  expect(target.stats()).toMatchObject({ bad: 1, records: 2 })
  expect(errors).toHaveLength(1)
})

test('bad bytes, blank lines and carriage returns do no harm', async () => {
  const target = receiver()
  const body = encoder.encode(`${batch([record(1)])}\r\n\r\n\n${JSON.stringify(record(2, { msg: 'a#b' }))}\n`)
  body[body.indexOf('#'.charCodeAt(0))] = 0xff
  await target.handle(post(body))
  expect(collector.messages).toEqual(['m1', 'a\ufffdb'])
  expect(target.stats().bad).toBe(0)
})

test('records that the header counts and the body lacks are counted as bad', async () => {
  const target = receiver()
  await target.handle(post(batch([record(1)], { count: 3 })))
  expect(target.stats()).toMatchObject({ records: 1, bad: 2 })
})

test.each([
  '',
  'hello',
  '{}',
  '[]',
  'null',
  '{"treeline":2,"src":"a"}',
  '{"treeline":1}',
  '{"treeline":1,"src":""}',
  '{"treeline":1,"src":5}',
  '{"treeline":1,"src":"a\\nb"}',
  `{"treeline":1,"src":"${'x'.repeat(129)}"}`,
  `{"treeline":1,"src":"a","x":"${'x'.repeat(20_000)}"}`,
  JSON.stringify(record(1)),
])('a body that is no batch is answered 400: %.60s', async (body) => {
  const target = receiver()
  expect((await target.handle(post(body))).status).toBe(400)
  expect(target.stats()).toMatchObject({ batches: 0, refused: { batch: 1 } })
})

// --- hostile records --------------------------------------------------------------------------------------------------

test('keys that reach a prototype stay out, at any depth', async () => {
  const fields =
    '{"__proto__":{"polluted":1},"constructor":"x","toString":"x","getMessage":"x","deep":[{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"ok":1}]}'
  const line = JSON.stringify(record(1)).replace(/}$/, `,"__proto__":{"polluted":1},"fields":${fields}}`)
  await receiver({
    fields: () => JSON.parse('{"__proto__":{"polluted":1},"mine":1}') as Record<string, unknown>,
  }).handle(post(batch([line])))
  const got = collector.records[0]!
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  expect(got['polluted']).toBeUndefined()
  expect(got.getMessage()).toBe('m1')
  expect(String(got)).toContain('<LogRecord')
  const [deep] = got['deep'] as object[]
  expect(Object.getOwnPropertyNames(deep)).toEqual(['ok'])
  expect(got['mine']).toBe(1)
})

test('no text that was sent makes a line of its own', async () => {
  const forged = '2026-11-21 00:00:00,000 ERROR app forged'
  const sent = record(1, {
    name: `a\n${forged}`,
    levelno: 20,
    levelname: `INFO\n${forged}`,
    msg: `x\n${forged}\r\u2028\x1b[31m\ttab`,
    exc_text: `Error: x\r\n${forged}\n    at f\x1b[2J`,
    stack_info: `${forged}\nmore`,
    pathname: `p\n${forged}`,
    funcName: `f\n${forged}`,
    fields: { user: `jo\n${forged}`, n: 1 },
  })
  await receiver().handle(post(batch([sent])))
  const got = collector.records[0]!
  expect(got.msg).toBe(`x\\n${forged}\\r\\u2028\\x1b[31m\ttab`)
  expect(got.exc_text).toBe(`  Error: x\n  ${forged}\n      at f\\x1b[2J`)
  expect(got.stack_info).toBe(`  ${forged}\n  more`)
  expect(got.levelname).toBe('INFO')
  for (const text of [got.name, got.pathname, got.filename, got.module, got.funcName, got['user']])
    expect(text).not.toMatch(/\n/)
})

test("newlines: 'keep' leaves texts as they were sent, but no name", async () => {
  const sent = record(1, {
    msg: 'a\nb',
    exc_text: 'e\nf',
    fields: { user: 'x\ny' },
    pathname: 'p\nq',
    levelname: 'X\nY',
    levelno: 21,
  })
  await receiver({ newlines: 'keep' }).handle(post(batch([sent])))
  expect(collector.records[0]).toMatchObject({
    msg: 'a\nb',
    exc_text: 'e\nf',
    user: 'x\ny',
    pathname: 'pq',
    levelname: 'Level 21',
  })
})

test.each([
  [20, 'CRITICAL', 'INFO'],
  [25, 'NOTICE', 'NOTICE'],
  [25, 'CRITICAL', 'Level 25'],
  [25, 'x'.repeat(33), 'Level 25'],
  [25, '', 'Level 25'],
])('level %d sent as %j shows as %j', async (levelno, levelname, expected) => {
  await receiver().handle(post(batch([record(1, { levelno, levelname })])))
  expect(collector.records[0]!.levelname).toBe(expected)
})

test('a clock more than a day ahead is replaced', async () => {
  const created = [NOW_MS / 1000 + 86_401, NOW_MS / 1000 + 86_399, 0]
  await receiver().handle(post(batch(created.map((at, i) => record(i + 1, { created: at })))))
  expect(collector.records.map((r) => [r.created, r['sent_created']])).toEqual([
    [NOW_MS / 1000, created[0]],
    [created[1], undefined],
    [0, undefined],
  ])
})

test.each([
  ['..a..b. .c', 'a.b.c'],
  ['a\u0000b\u2028', 'ab'],
  ['...', undefined],
  ['x'.repeat(500), 'x'.repeat(200)],
  ['__proto__', '__proto__'],
])('logger name %.20j becomes %.20j', async (name, expected) => {
  await receiver().handle(post(batch([record(1, { name })])))
  expect(collector.records[0]!.name).toBe(expected === undefined ? prefix : `${prefix}.${expected}`)
})

test('a flood of logger names ends at the prefix, with the name as an attribute', async () => {
  getLogger(`${prefix}.known.one`)
  const target = receiver({ maxLoggers: 5 })
  const names = ['a', 'b.c', 'd.e.f', 'b.x', 'known.one', 'known', 'a', 'new\n']
  const { loggerDict } = getLogger().manager
  const before = loggerDict.size
  await target.handle(post(batch(names.map((name, i) => record(i + 1, { name })))))
  expect(collector.records.map((r) => [r.name!.slice(prefix.length + 1), r['sent_name']])).toEqual([
    ['a', undefined],
    ['b.c', undefined],
    ['', 'd.e.f'],
    ['b.x', undefined],
    ['known.one', undefined],
    ['known', undefined],
    ['a', undefined],
    ['new', undefined],
  ])
  expect(loggerDict.size - before).toBe(5)
})

test('beyond the limit a record reaches the handlers of the nearest logger above', async () => {
  const near = new Collector()
  getLogger(`${prefix}.app`).addHandler(near)
  await receiver({ maxLoggers: 2 }).handle(
    post(batch(['x', 'y', 'app.new', 'app', 'elsewhere.new'].map((name, i) => record(i + 1, { name })))),
  )
  expect(near.records.map((r) => [r.name, r['sent_name']])).toEqual([
    [`${prefix}.app`, 'app.new'],
    [`${prefix}.app`, undefined],
  ])
  expect(collector.records).toHaveLength(5)
  near.close()
})

test('the flood stays bounded for names of many steps', async () => {
  const target = receiver({ rate: null })
  const { loggerDict } = getLogger().manager
  const before = loggerDict.size
  const lines = Array.from({ length: 1500 }, (_, i) => record(i + 1, { name: `n${i}.${'a.'.repeat(90)}z` }))
  await target.handle(post(batch(lines)))
  expect(collector.records).toHaveLength(1500)
  expect(loggerDict.size - before).toBeLessThanOrEqual(1000)
})

// --- refusals ------------------------------------------------------------------------------------------------------

test.each(['GET', 'PUT', 'DELETE', 'HEAD', 'PATCH'])('%s is answered 405 with Allow', async (method) => {
  const response = await receiver().handle(new Request(URL_, { method }))
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS'])
})

test.each([
  [{ 'content-type': 'application/json' }],
  [{ 'content-type': 'multipart/form-data; boundary=x' }],
  [{ 'content-type': 'text/plain;charset=iso-8859-1' }],
  [{ 'content-type': 'text/plain; charset="utf-16"' }],
  [{ 'content-type': 'constructor' }],
  [{ 'content-encoding': 'br' }],
  [{ 'content-encoding': 'gzip, gzip' }],
])('%j is answered 415', async (headers) => {
  const target = receiver()
  expect((await target.handle(post(batch([record(1)]), headers))).status).toBe(415)
  expect(collector.records).toEqual([])
  expect(target.stats().refused).toEqual({ type: 1 })
})

test.each(['text/plain', 'TEXT/PLAIN; Charset="UTF-8"', 'text/plain;charset=utf8'])('%s is taken', async (type) => {
  expect((await receiver().handle(post(batch([record(1)]), { 'content-type': type }))).status).toBe(204)
})

test('a body is read no further than the limit', async () => {
  let pulled = 0
  let cancelled = false
  const endless = new ReadableStream<Uint8Array>({
    pull(controller): void {
      pulled++
      controller.enqueue(new Uint8Array(65_536))
    },
    cancel(): void {
      cancelled = true
    },
  })
  const target = receiver()
  expect((await target.handle(post(endless))).status).toBe(413)
  expect(pulled).toBeLessThan(12)
  expect(cancelled).toBe(true)
})

test('a body that tells its length is refused before it is read', async () => {
  let pulled = 0
  const body = new ReadableStream<Uint8Array>({ pull: () => void pulled++ }, { highWaterMark: 0 })
  expect((await receiver().handle(post(body, { 'content-length': '10000000' }))).status).toBe(413)
  expect(pulled).toBe(0)
})

test('too many records in a batch are answered 413, none of them taken', async () => {
  const target = receiver({ maxRecords: 3 })
  expect((await target.handle(post(batch(records(1, 4))))).status).toBe(413)
  expect(collector.records).toEqual([])
  expect((await target.handle(post(batch(records(1, 3))))).status).toBe(204)
})

test('a body that breaks off is answered and leaves nothing', async () => {
  const broken = new ReadableStream<Uint8Array>({
    start(controller): void {
      controller.enqueue(encoder.encode(batch([record(1)])))
      controller.error(new Error('gone'))
    },
  })
  const target = receiver()
  expect((await target.handle(post(broken))).status).toBe(408)
  expect(target.stats().refused).toEqual({ aborted: 1 })
  expect(collector.records).toEqual([])
})

test('a body that somebody has read is told as a failure', async () => {
  const request = post(batch([record(1)]))
  await request.text()
  expect((await receiver().handle(request)).status).toBe(500)
})

test('a page that goes over its rate waits, others do not', async () => {
  const target = receiver({ rate: { records: 10, perMs: 10_000 } })
  const send = (first: number, last: number, address: string): Promise<Response> =>
    target.handle(post(batch(records(first, last), { src: address })), { address })
  expect((await send(1, 8, 'a')).status).toBe(204)
  // Within the last of what is left a whole batch goes in, to be paid for after.
  expect((await send(9, 16, 'a')).status).toBe(204)
  const refused = await send(17, 17, 'a')
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '7'])
  expect((await send(1, 1, 'b')).status).toBe(204)
  nowMs += 6999
  expect((await send(17, 17, 'a')).status).toBe(429)
  nowMs += 1
  expect((await send(17, 17, 'a')).status).toBe(204)
  expect(target.stats().refused).toEqual({ rate: 2 })
})

test('an address may send as much as twenty pages, where it has no rate of its own', async () => {
  const target = receiver({ rate: { records: 10, perMs: 60_000 } })
  const send = (src: string, address: string): Promise<Response> =>
    target.handle(post(batch(records(1, 10), { src })), { address })
  for (let page = 1; page <= 20; page++) expect((await send(`page${page}`, 'office')).status).toBe(204)
  expect((await send('page21', 'office')).status).toBe(429)
  expect((await send('page22', 'elsewhere')).status).toBe(204)
})

test('an address over its rate is refused before its body is read', async () => {
  const target = receiver({ ratePerAddress: { records: 1, perMs: 1000 } })
  await target.handle(post(batch([])))
  let pulled = 0
  const body = new ReadableStream<Uint8Array>({ pull: () => void pulled++ }, { highWaterMark: 0 })
  expect((await target.handle(post(body))).status).toBe(429)
  expect(pulled).toBe(0)
})

test('requests sent at once do not get past the rate together', async () => {
  const target = receiver({ rate: { records: 1, perMs: 1000 } })
  const answers = await Promise.all([1, 2, 3].map((n) => target.handle(post(batch(records(n, n))))))
  expect(answers.map((answer) => answer.status)).toEqual([204, 429, 429])
  expect(collector.records).toHaveLength(1)
})

test('a clock that is set back neither gives nor takes', async () => {
  const target = receiver({ rate: { records: 2, perMs: 1000 } })
  await target.handle(post(batch(records(1, 2))))
  nowMs -= 1e9
  expect((await target.handle(post(batch(records(3, 3))))).status).toBe(429)
  nowMs += 500
  expect((await target.handle(post(batch(records(3, 3))))).status).toBe(204)
})

test('empty batches count against the rate, and the address may come from a header', async () => {
  const target = receiver({
    rate: { records: 1, perMs: 1000 },
    address: (request) => request.headers.get('x-real-ip') ?? undefined,
  })
  expect((await target.handle(post(batch([]), { 'x-real-ip': '1' }))).status).toBe(204)
  expect((await target.handle(post(batch([]), { 'x-real-ip': '1' }))).status).toBe(429)
  expect((await target.handle(post(batch([]), { 'x-real-ip': '2' }))).status).toBe(204)
})

// --- origins ----------------------------------------------------------------------------------------------------------

test.each<[string, ReceiverOptions, string | undefined, number]>([
  ['same host', {}, 'https://app.example', 204],
  ['another host', {}, 'https://evil.example', 403],
  ['another port', {}, 'https://app.example:8443', 403],
  ['opaque', {}, 'null', 403],
  ['nonsense', {}, 'app.example', 403],
  ['no origin', {}, undefined, 204],
  ['no origin, refused', { withoutOrigin: false }, undefined, 403],
  ['all', { origins: '*' }, 'null', 204],
  ['listed', { origins: ['https://a.example', 'https://b.example'] }, 'https://b.example', 204],
  ['not listed', { origins: ['https://a.example'] }, 'https://app.example', 403],
  ['prefix of a listed one', { origins: ['https://a.example'] }, 'https://a.example.evil', 403],
  ['function', { origins: (origin) => origin.endsWith('.example') }, 'https://a.example', 204],
  ['function says no', { origins: () => false }, 'https://app.example', 403],
  [
    'function throws',
    {
      origins: () => {
        throw new Error('x')
      },
    },
    'https://app.example',
    500,
  ],
])('origin: %s', async (_, options, origin, status) => {
  const target = receiver(options)
  const response = await target.handle(post(batch([record(1)]), origin === undefined ? {} : { origin }))
  expect(response.status).toBe(status)
  expect(response.headers.get('access-control-allow-origin')).toBe(
    status === 204 && origin !== undefined ? origin : null,
  )
  expect(collector.records).toHaveLength(status === 204 ? 1 : 0)
})

test('a page of another origin may read refusals, and Retry-After', async () => {
  const target = receiver({ origins: ['https://a.example'], rate: { records: 1, perMs: 1000 } })
  const send = (): Promise<Response> => target.handle(post(batch([]), { origin: 'https://a.example' }))
  await send()
  const response = await send()
  expect(response.status).toBe(429)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': 'https://a.example',
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After, Accept-Encoding, treeline',
    'retry-after': '1',
    vary: 'Origin',
  })
})

test('credentials are not allowed to all', async () => {
  const response = await receiver({ origins: '*' }).handle(post(batch([]), { origin: 'https://a.example' }))
  expect(response.headers.get('access-control-allow-origin')).toBe('https://a.example')
  expect(response.headers.get('access-control-allow-credentials')).toBeNull()
})

test('a preflight is answered for allowed origins only', async () => {
  const preflight = (origin: string): Request =>
    new Request(URL_, {
      method: 'OPTIONS',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    })
  const target = receiver({ origins: ['https://a.example'], rate: { records: 1, perMs: 1000 } })
  const response = await target.handle(preflight('https://a.example'))
  expect(response.status).toBe(204)
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': 'https://a.example',
    'access-control-allow-methods': 'POST, OPTIONS',
    'access-control-allow-headers': 'authorization,content-type',
    'access-control-max-age': '86400',
  })
  expect((await target.handle(preflight('https://b.example'))).status).toBe(403)
  expect(target.stats()).toMatchObject({ batches: 0, refused: { origin: 1 } })
})

test('only the answer to a batch that was taken carries the mark', async () => {
  const target = receiver({ maxRecords: 3, origins: ['https://a.example'], withoutOrigin: true })
  const ask = async (request: Request): Promise<[number, string | null]> => {
    const { status, headers } = await target.handle(request)
    return [status, headers.get('treeline')]
  }
  const origin = { origin: 'https://a.example' }
  expect(await ask(post(batch(records(1, 2))))).toEqual([204, '1'])
  expect(await ask(post(batch(records(1, 2)), origin))).toEqual([204, '1'])
  expect(await ask(post(batch([])))).toEqual([204, '1'])
  expect(await ask(post(batch(['no record'])))).toEqual([204, '1'])
  expect(await ask(post(batch(records(1, 4))))).toEqual([413, null])
  expect(await ask(post('hello'))).toEqual([400, null])
  expect(await ask(post(batch([]), { origin: 'https://b.example' }))).toEqual([403, null])
  expect(await ask(new Request(URL_))).toEqual([405, null])
  expect(await ask(new Request(URL_, { method: 'OPTIONS', headers: origin }))).toEqual([204, null])
  expect(await ask(post('name=a&msg=x&levelno=20', FORM))).toEqual([204, null])
})

// --- Python -----------------------------------------------------------------------------------------------------------

// As CPython 3.11's HTTPHandler sends them.
const PYTHON =
  'name=app.db&msg=user+%25s+did+%25d+in+%25.2f+s%2C+%25r&args=%28%22jo%27e+%5Cn+%C3%BC%22%2C+3%2C+1.5%2C+None%29&levelname=INFO&levelno=20&pathname=%2Ftmp%2Fpy%2Fp.py&filename=p.py&module=p&exc_info=None&exc_text=None&stack_info=None&lineno=12&funcName=%3Cmodule%3E&created=1795231714.616777&msecs=616.0&relativeCreated=52.333831787109375&thread=140093576600448&threadName=MainThread&processName=MainProcess&process=13689&tenant=acme'
const PYTHON_ERROR =
  'name=root&msg=failed%3A+%25s&args=%28%27x%27%2C%29&levelname=ERROR&levelno=40&pathname=%2Ftmp%2Fpy%2Fp.py&filename=p.py&module=p&exc_info=%28%3Cclass+%27ZeroDivisionError%27%3E%2C+ZeroDivisionError%28%27division+by+zero%27%29%2C+%3Ctraceback+object+at+0x7f6a12fe9140%3E%29&exc_text=None&stack_info=Stack+%28most+recent+call+last%29%3A%0A++File+%22%2Ftmp%2Fpy%2Fp.py%22%2C+line+16%2C+in+%3Cmodule%3E%0A++++except+Exception%3A+l.exception%28%27failed%3A+%25s%27%2C+%27x%27%2C+stack_info%3DTrue%29&lineno=16&funcName=%3Cmodule%3E&created=1795231714.6209226&msecs=620.0&relativeCreated=56.479454040527344&thread=140093576600448&threadName=MainThread&processName=MainProcess&process=13689'
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

test("Python's form post becomes the record that Python made", async () => {
  const target = receiver({ newlines: 'keep' })
  expect((await target.handle(post(PYTHON, FORM))).status).toBe(204)
  expect(collector.messages).toEqual(["user jo'e \n ü did 3 in 1.50 s, None"])
  expect(collector.records[0]).toMatchObject({
    name: `${prefix}.app.db`,
    levelno: 20,
    levelname: 'INFO',
    pathname: '/tmp/py/p.py',
    filename: 'p.py',
    module: 'p',
    lineno: 12,
    funcName: '<module>',
    created: 1795231714.616777,
    msecs: 617,
    process: 13689,
    processName: 'MainProcess',
    thread: 140093576600448,
    threadName: 'MainThread',
    taskName: null,
    tenant: 'acme',
    exc_text: null,
    stack_info: null,
  })
})

test("Python's error and stack come along", async () => {
  await receiver({ newlines: 'keep' }).handle(post(PYTHON_ERROR, FORM))
  const got = collector.records[0]!
  expect(got.name).toBe(prefix)
  expect(got.exc_text).toContain("ZeroDivisionError('division by zero')")
  expect(got.stack_info).toMatch(/^Stack \(most recent call last\):\n {2}File/)
})

test('a form post may come by GET when that is wanted, and counts each time', async () => {
  const target = receiver({ acceptGet: true })
  for (let i = 0; i < 2; i++) expect((await target.handle(new Request(`${URL_}?${PYTHON}`))).status).toBe(204)
  expect(collector.records).toHaveLength(2)
  const response = await target.handle(new Request(URL_, { method: 'PUT' }))
  expect(response.headers.get('allow')).toBe('GET, POST, OPTIONS')
})

test.each([
  '',
  'a=b',
  'name=x&msg=y&levelno=high',
  'name=x&levelno=20',
  'msg=x&levelno=20',
  'name=x&msg=y&levelno=20&created=1e99',
])('a form that is no record is answered 400: %s', async (form) => {
  expect((await receiver().handle(post(form, FORM))).status).toBe(400)
  expect(collector.records).toEqual([])
})

test('a form is held to the same limits and cleaned alike', async () => {
  const target = receiver({ maxRecordBytes: 1000 })
  const form =
    'name=a&msg=x%0Ay&levelno=20&levelname=CRITICAL&__proto__=p&constructor=c&toString=t&process=1e5&threadName=T%0AU&lineno=x'
  expect((await target.handle(post(form, FORM))).status).toBe(204)
  const got = collector.records[0]!
  expect(got).toMatchObject({
    msg: 'x\\ny',
    levelname: 'INFO',
    lineno: 0,
    created: NOW_MS / 1000,
    threadName: 'T\\nU',
    process: 100_000,
  })
  expect(String(got)).toContain('<LogRecord')
  expect((await target.handle(post(`${form}&x=${'y'.repeat(1000)}`, FORM))).status).toBe(413)
})

// --- options ----------------------------------------------------------------------------------------------------------

test.each<[object, new () => Error]>([
  [{ prefix: 5 }, TypeError],
  [{ prefix: 'a..b' }, RangeError],
  [{ origins: 'https://a.example' }, TypeError],
  [{ origins: ['https://a.example/path'] }, RangeError],
  [{ origins: ['a.example'] }, RangeError],
  [{ maxBodyBytes: '1' }, TypeError],
  [{ maxBytesInProgress: 1000 }, RangeError],
  [{ maxBytesInProgressPerAddress: 500_000 }, RangeError],
  [{ maxBytesInProgressPerAddress: '1' }, TypeError],
  [{ bodyTimeoutMs: 0 }, RangeError],
  [{ bodyTimeoutMs: 2 ** 31 }, RangeError],
  [{ maxRemembered: -1 }, RangeError],
  [{ maxRecords: 0 }, RangeError],
  [{ maxSources: 1.5 }, RangeError],
  [{ rate: { records: 0, perMs: 1 } }, RangeError],
  [{ ratePerAddress: { records: 1, perMs: 0 } }, RangeError],
  [{ deduplicate: 'seen.log' }, TypeError],
  [{ deduplicate: { known: () => [] } }, TypeError],
  [{ flush: 1 }, TypeError],
  [{ acknowledgeTimeoutMs: 0 }, RangeError],
  [{ clockToleranceMs: -1 }, RangeError],
  [{ levels: {} }, TypeError],
  [{ level: 'LOUD' }, RangeError],
  [{ level: 1.5 }, TypeError],
  [{ newlines: 'drop' }, RangeError],
  [{ fields: {} }, TypeError],
  [{ acceptGet: 'yes' }, TypeError],
])('options that are wrong are refused by name: %j', (options, type) => {
  expect(() => new Receiver(options as ReceiverOptions)).toThrow(type)
  expect(() => new Receiver(options as ReceiverOptions)).toThrow(Object.keys(options)[0])
})

const NUMBERS =
  'maxBodyBytes maxRecords maxRecordBytes maxBytesInProgress maxBytesInProgressPerAddress bodyTimeoutMs maxSources maxRemembered ' +
  'acknowledgeTimeoutMs clockToleranceMs maxLoggers'

test.each(NUMBERS.split(' '))('%s is a number that counts', (name) => {
  for (const wrong of [1.5, '5', -1, Number.NaN, Infinity])
    expect(() => new Receiver({ [name]: wrong })).toThrow(new RegExp(`^${name}: expected a (whole )?number`))
})

test('unknown options are told, with what was likely meant', () => {
  const made = (options: unknown) => (): unknown => new Receiver(options as ReceiverOptions)
  expect(made({ origin: '*' })).toThrow(new TypeError("Receiver: unknown option 'origin'; did you mean origins?"))
  expect(made('page')).toThrow(new TypeError("Receiver: unknown option 'page'; did you mean { prefix: 'page' }?"))
  expect(made({ port: 80 })).toThrow(/^Receiver: unknown option 'port'; there are: prefix, origins, .*, now$/)
})

test.each([
  [{ rate: 5 }, 'rate: expected an object with records and perMs, or null, not 5'],
  [{ ratePerAddress: '5/s' }, "ratePerAddress: expected an object with records and perMs, or null, not '5/s'"],
  [{ rate: { records: 5, perMin: 1 } }, "rate: unknown option 'perMin'; did you mean perMs?"],
  [{ rate: { records: 5 } }, 'rate.perMs: expected a whole number from 1 on, not undefined'],
])('a rate is an object: %j', (options, message) => {
  expect(() => receiver(options as ReceiverOptions)).toThrow(message)
})

test('a handler that throws is reported by the tree and blocks nobody', async () => {
  const { raiseExceptions } = settings
  settings.raiseExceptions = false
  const broken = new NullHandler()
  broken.handle = () => {
    throw new Error('broken')
  }
  getLogger(prefix).handlers.unshift(broken)
  const target = receiver()
  expect((await target.handle(post(batch(records(1, 2))))).status).toBe(204)
  expect(collector.messages).toEqual(['m1', 'm2'])
  broken.close()
  settings.raiseExceptions = raiseExceptions
})

test.each(['address', 'origins'] as const)('an async %s refuses the request, and is told', async (name) => {
  const errors: string[] = []
  const late = (): never => Promise.reject(new Error('late')) as never
  const onError = (error: Error): never => {
    errors.push(String(error.cause ?? error))
    return Promise.reject(new Error('onError')) as never
  }
  const target = receiver({ [name]: late, onError })
  const response = await target.handle(
    post(batch(records(1, 1)), name === 'address' ? {} : { origin: 'https://page.example' }),
  )
  expect(response.status).toBe(500)
  expect(errors).toEqual(['TypeError: expected a function that is not async, not Promise {}'])
})

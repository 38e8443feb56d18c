import { Formatter, getLogger, Handler, JSONFormatter, type LogRecord, MemoryHandler } from '@treeline/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver, type ReceiverOptions, type SeenStore } from '../index.js'
import { NOW_MS, record, records } from '../testing/sentRecords.js'

class Collector extends Handler {
  readonly records: LogRecord[] = []
  flushes = 0
  flushed: void | Promise<void> = undefined

  override emit(record: LogRecord): void {
    this.records.push(record)
  }

  override flush(): void | Promise<void> {
    this.flushes++
    return this.flushed
  }

  get messages(): string[] {
    return this.records.map((record) => record.getMessage())
  }
}

/** A store in memory. It answers late, fails when it is told to, and notes when it was asked what. */
class Store implements SeenStore {
  readonly keys = new Set<string>()
  readonly calls: string[] = []
  fails: 'known' | 'add' | undefined

  async known(src: string, keys: string[]): Promise<string[]> {
    await this.note('known', src, keys)
    return keys.filter((key) => this.keys.has(key))
  }

  async add(src: string, keys: string[]): Promise<void> {
    await this.note('add', src, keys)
    for (const key of keys) this.keys.add(key)
  }

  private async note(what: 'known' | 'add', src: string, keys: string[]): Promise<void> {
    this.calls.push(`${what} ${src} ${keys.length}`)
    await new Promise((resolve) => setTimeout(resolve, 1))
    if (this.fails === what) throw new Error('the store is away')
  }
}

let collector: Collector
let prefix: string
let nowMs: number
let tests = 0

beforeEach(() => {
  collector = new Collector()
  prefix = `intake${tests++}`
  nowMs = NOW_MS
  getLogger(prefix).addHandler(collector)
  getLogger(prefix).propagate = false
})

afterEach(() => {
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (name.startsWith('intake')) loggerDict.delete(name)
  collector.close()
})

function receiver(options: ReceiverOptions = {}): Receiver {
  return new Receiver({ prefix, now: () => nowMs, ...options })
}

function post(lines: readonly object[], header: object = {}, headers: Record<string, string> = {}): Request {
  const head = { treeline: 1, src: 'p1', batch: 'p1:1-9', first: 1, last: 9, ...header }
  const body = [head, ...lines].map((line) => JSON.stringify(line)).join('\n')
  return raw(body, headers)
}

function raw(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request('http://app.example/records', {
    method: 'POST',
    headers: { 'content-type': 'text/plain', ...headers },
    body,
  })
}

// --- src and seq ------------------------------------------------------------------------------------------------------

test('records carry their page and number, for formats and JSON', async () => {
  await receiver().handle(post([record(7, { fields: { user: 'jo' } })]))
  const [got] = collector.records
  expect(new Formatter('%(src)s %(seq)d %(message)s').format(got!)).toBe('p1 7 m7')
  expect(JSON.parse(new JSONFormatter().format(got!))).toMatchObject({ src: 'p1', seq: 7, user: 'jo' })
})

test('fields that have their names are kept under others, and forge nothing', async () => {
  const fields = { src: 'forged', seq: 99, sent_created: 1, sent_name: 'x', src_: 'taken', src__: 'too' }
  await receiver().handle(post([record(1, { src: 'forged', fields, given: 6 })]))
  expect(collector.records[0]).toMatchObject({
    src: 'p1',
    seq: 1,
    src_: 'taken',
    src__: 'too',
    src___: 'forged',
    seq_: 99,
    sent_created_: 1,
    sent_name_: 'x',
  })
  expect(collector.records[0]).not.toHaveProperty('sent_created')
})

test("a form's fields forge neither, and the receiver's own fields win", async () => {
  const target = receiver({ fields: (_, { src }) => ({ src: `own ${src}` }) })
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  await receiver().handle(raw('name=a&levelno=20&msg=form&src=p1&seq=5', form))
  await target.handle(post([record(1)]))
  expect(collector.records[0]).toMatchObject({ src_: 'p1', seq_: '5' })
  expect(collector.records[0]).not.toHaveProperty('src')
  expect(collector.records[1]).toMatchObject({ src: 'own p1', seq: 1 })
})

// --- clocks -------------------------------------------------------------------------------------------------------------

const HOUR_MS = 3_600_000

test.each([
  ['an hour behind', -HOUR_MS, {}, NOW_MS],
  ['an hour ahead', HOUR_MS, {}, NOW_MS],
  ['years behind', -40 * 8766 * HOUR_MS, {}, NOW_MS],
  ['days ahead', 100 * HOUR_MS, {}, NOW_MS],
  ['right, on a slow network', -5000, {}, undefined],
  ['off, and not corrected', -HOUR_MS, { clockToleranceMs: null }, undefined],
  ['off by less than the tolerance', -HOUR_MS, { clockToleranceMs: 2 * HOUR_MS }, undefined],
])('the clock of a page is %s', async (_, offMs, options, correctedMs) => {
  const created = (NOW_MS + offMs) / 1000
  await receiver(options).handle(post([record(1, { created })], { sent: NOW_MS + offMs }))
  const [got] = collector.records
  expect(got!.created).toBeCloseTo((correctedMs ?? created * 1000) / 1000, 3)
  expect(got!['sent_created']).toBe(correctedMs === undefined ? undefined : created)
})

test('a record that waited keeps its age', async () => {
  const sent = NOW_MS - HOUR_MS
  const created = sent / 1000 - 86_400
  await receiver().handle(post([record(1, { created })], { sent }))
  expect(collector.records[0]!.created).toBeCloseTo(NOW_MS / 1000 - 86_400, 3)
})

test('the batch that travelled fastest tells the clock, and a clock that is set is noticed', async () => {
  const target = receiver()
  const corrected: boolean[] = []
  for (const [seq, lateMs] of [0, 20_000, 0, 0, 0, HOUR_MS, HOUR_MS, HOUR_MS, HOUR_MS, HOUR_MS].entries()) {
    await target.handle(post([record(seq + 1)], { sent: NOW_MS - lateMs }))
    corrected.push('sent_created' in collector.records.at(-1)!)
  }
  expect(corrected).toEqual([false, false, false, false, false, false, false, false, false, true])
})

test('records of an earlier page, which tell no time of sending, keep theirs', async () => {
  const target = receiver()
  await target.handle(post([record(1)], { sent: NOW_MS - HOUR_MS }))
  await target.handle(post([record(2)]))
  expect(collector.records.map((r) => 'sent_created' in r)).toEqual([true, false])
})

test.each([null, 'x', 1e300, -1e300, -5, 0, true, [1], {}])(
  'a time of sending that is none does no harm: %j',
  async (sent) => {
    expect((await receiver().handle(post([record(1)], { sent }))).status).toBe(204)
    expect(collector.records[0]!.created).toBe(NOW_MS / 1000)
  },
)

test.each([1, 8.64e15, 1e-9])('an absurd time of sending leaves times that a Date can show: %d', async (sent) => {
  const times = [-8.64e12, 0, NOW_MS / 1000, 8.64e12]
  await receiver().handle(
    post(
      times.map((created, i) => record(i + 1, { created })),
      { sent },
    ),
  )
  const text = new Formatter('%(asctime)s')
  for (const got of collector.records) expect(text.format(got)).toMatch(/^[+-]?\d{4,6}-\d\d-\d\d /)
  expect(collector.records).toHaveLength(4)
})

// --- what a page leaves behind ------------------------------------------------------------------------------------------

test('what a page could not send when it went is told once', async () => {
  const target = receiver()
  for (const left of [0, 37, 37, 12, 40, -1, 1.5, 'x', null]) await target.handle(post([], { left }))
  await target.handle(post(records(1, 40)))
  const told = collector.records.filter((r) => r.levelno === 30)
  expect(told.map((r) => r.getMessage())).toEqual([
    'page p1 went before it could send 37 records: they come later, or not at all',
    'page p1 went before it could send 40 records: they come later, or not at all',
  ])
  expect(told[0]).toMatchObject({ name: prefix, src: 'p1' })
  expect(target.stats().left).toBe(40)
})

// --- the answer -----------------------------------------------------------------------------------------------------------

test('a batch is answered after the handlers have flushed', async () => {
  let written = (): void => {}
  collector.flushed = new Promise((resolve) => (written = resolve))
  let isAnswered = false
  const answer = receiver()
    .handle(post(records(1, 2)))
    .then((response) => {
      isAnswered = true
      return response
    })
  while (collector.flushes === 0) await new Promise((resolve) => setTimeout(resolve, 1))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isAnswered).toBe(false)
  written()
  expect((await answer).status).toBe(204)
})

test('a flush that fails or hangs is told, and the batch is answered', async () => {
  const errors: string[] = []
  const target = receiver({ acknowledgeTimeoutMs: 20, onError: (error) => errors.push(error.message) })
  collector.flushed = Promise.reject(new Error('disk'))
  expect((await target.handle(post([record(1)]))).status).toBe(204)
  collector.flushed = new Promise(() => {})
  expect((await target.handle(post([record(2)]))).status).toBe(204)
  expect(errors).toEqual(['disk', 'a flush took longer than 20 ms'])
  expect(target.stats().unflushed).toBe(2)
})

test('a flush that throws is told, and the others flush', async () => {
  const errors: string[] = []
  const broken = new Collector()
  broken.flush = () => {
    throw new Error('broken')
  }
  getLogger(prefix).handlers.unshift(broken)
  const target = receiver({ onError: (error) => errors.push(error.message) })
  expect((await target.handle(post([record(1)]))).status).toBe(204)
  expect([errors, collector.flushes]).toEqual([['broken'], 1])
  broken.close()
})

test('handlers that keep records on purpose are not flushed, and none is where that is not wanted', async () => {
  const memory = new MemoryHandler(100, { target: collector, flushLevel: 'CRITICAL' })
  const log = getLogger(`${prefix}.kept`)
  log.addHandler(memory)
  log.propagate = false
  await receiver().handle(post([record(1, { name: 'kept' })]))
  expect(collector.records).toEqual([])
  memory.close()
  const before = collector.flushes
  await receiver({ flush: false }).handle(post([record(1)]))
  expect(collector.flushes).toBe(before)
})

test('only the handlers that records reach are flushed', async () => {
  const other = new Collector()
  getLogger(`${prefix}.other`).addHandler(other)
  await receiver().handle(post([record(1)]))
  await receiver({ level: 'ERROR' }).handle(post([record(2)]))
  expect([collector.flushes, other.flushes]).toEqual([1, 0])
  other.close()
})

// --- stores -----------------------------------------------------------------------------------------------------------

test('what a store knows is a copy for every receiver that has it, whatever the batches', async () => {
  const store = new Store()
  for (const [first, last] of [
    [1, 5],
    [4, 8],
    [1, 8],
  ] as const)
    expect((await receiver({ deduplicate: store }).handle(post(records(first, last)))).status).toBe(204)
  expect(collector.messages).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6', 'm7', 'm8'])
  expect(store.calls).toEqual(['known p1 5', 'add p1 5', 'known p1 5', 'add p1 3', 'known p1 8'])
  for (const key of store.keys) expect(key).toMatch(/^[\w-]{16}$/)
})

test('the same number with another content, or of another page, is another record', async () => {
  const target = receiver({ deduplicate: new Store() })
  await target.handle(post([record(1)]))
  await target.handle(post([record(1, { msg: 'other' })]))
  await target.handle(post([record(1)], { src: 'p2' }))
  expect(collector.messages).toEqual(['m1', 'other', 'm1'])
})

test('the same records at the same time, at several receivers with one store, are taken once', async () => {
  const store = new Store()
  const targets = Array.from({ length: 4 }, () => receiver({ deduplicate: store }))
  const answers = await Promise.all([...targets, ...targets].map((target) => target.handle(post(records(1, 50)))))
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 204))
  expect(collector.messages).toEqual(Array.from({ length: 50 }, (_, i) => `m${i + 1}`))
})

test('the same records at the same time from two addresses are taken once', async () => {
  const target = receiver({ deduplicate: new Store() })
  await Promise.all(['1.1.1.1', '2.2.2.2'].map((address) => target.handle(post(records(1, 50)), { address })))
  expect(collector.messages).toEqual(Array.from({ length: 50 }, (_, i) => `m${i + 1}`))
})

test('where a store fails the sender has to come again, and nothing is lost or doubled', async () => {
  const store = new Store()
  const errors: string[] = []
  const target = receiver({ deduplicate: store, onError: (error) => errors.push(String(error.cause)) })
  const send = async (): Promise<unknown[]> => {
    const { status, headers } = await target.handle(post(records(1, 2)))
    return [status, headers.get('treeline'), headers.get('retry-after'), collector.messages.length, store.keys.size]
  }
  store.fails = 'known'
  expect(await send()).toEqual([503, null, '5', 0, 0])
  store.fails = 'add'
  expect(await send()).toEqual([503, null, '5', 2, 0])
  store.fails = undefined
  expect(await send()).toEqual([204, '1', null, 2, 2])
  expect(errors).toEqual(['Error: the store is away', 'Error: the store is away'])
  expect(target.stats()).toMatchObject({ records: 2, duplicates: 2, refused: { store: 2 } })
})

test('a store that hangs or throws is answered 503', async () => {
  const hangs = receiver({
    deduplicate: { known: () => new Promise<string[]>(() => {}), add: () => {} },
    acknowledgeTimeoutMs: 20,
  })
  const throws = receiver({
    deduplicate: {
      known: () => [],
      add: () => {
        throw new Error('full')
      },
    },
  })
  expect((await hangs.handle(post([record(1)]))).status).toBe(503)
  expect((await throws.handle(post([record(1)]))).status).toBe(503)
})

test.each([null, 5, ['x', {}, null], ''])('a store that answers nonsense loses nothing: %j', async (answer) => {
  const deduplicate = { known: () => answer as never, add: () => {} }
  const { status } = await receiver({ deduplicate }).handle(post([record(1)]))
  expect([status, collector.messages.length]).toEqual(answer === 5 || answer === null ? [503, 0] : [204, 1])
})

test('a store may do with the keys what it likes', async () => {
  const added: string[] = []
  const deduplicate: SeenStore = {
    known: (_, keys) => keys.splice(0).slice(2),
    add: (_, keys) => void added.push(...keys),
  }
  await receiver({ deduplicate }).handle(post(records(1, 2)))
  expect(added).toEqual([expect.stringMatching(/^[\w-]{16}$/), expect.stringMatching(/^[\w-]{16}$/)])
})

test('records are added to the store after the flush, and bad lines are not', async () => {
  const store = new Store()
  let known = -1
  collector.flush = () => void (known = store.calls.filter((call) => call.startsWith('add')).length)
  await receiver({ deduplicate: store }).handle(post([record(1), { seq: 2 }, record(0), record(3)]))
  expect(known).toBe(0)
  expect(store.calls).toEqual(['known p1 4', 'add p1 2'])
})

test('without a memory every copy is a record', async () => {
  const target = receiver({ deduplicate: false })
  for (let i = 0; i < 2; i++) await target.handle(post([record(1)]))
  expect(collector.messages).toEqual(['m1', 'm1'])
})

// --- levels ------------------------------------------------------------------------------------------------------------

test('pages that take levels are told them, others are not', async () => {
  const asked: unknown[] = []
  const target = receiver({
    levels: (_, sender) => {
      asked.push(sender)
      return { 'app.db': { level: 'DEBUG', seconds: 900 }, root: { level: 30, seconds: 1 } }
    },
  })
  const plain = await target.handle(post([record(1)]))
  expect([plain.status, await plain.text()]).toEqual([204, ''])
  const told = await target.handle(post([record(1)], { takes: ['levels', 'more'] }), { address: '1' })
  expect(told.status).toBe(200)
  expect(Object.fromEntries(told.headers)).toMatchObject({ treeline: '1', 'content-type': 'application/json' })
  expect(await told.text()).toBe(
    '{"treeline":1,"levels":{"app.db":{"level":"DEBUG","seconds":900},"root":{"level":30,"seconds":1}}}',
  )
  expect(asked).toEqual([{ address: '1', src: 'p1' }])
})

test.each([
  [undefined, undefined],
  [{}, undefined],
  [{ a: { level: 'LOUD', seconds: 1 } }, "levels['a'].level"],
  [{ a: { level: 'DEBUG', seconds: 0 } }, "levels['a'].seconds"],
  [{ a: { level: 'DEBUG', seconds: Infinity } }, "levels['a'].seconds"],
  [{ a: null }, "levels['a'].level"],
])('levels that are none are told, and the batch is refused: %j', async (levels, error) => {
  const errors: string[] = []
  const target = receiver({ levels: () => levels as never, onError: ({ cause }) => errors.push(String(cause)) })
  const { status } = await target.handle(post([record(1)], { takes: ['levels'] }))
  expect([status, errors.length]).toEqual(error === undefined ? [204, 0] : [500, 1])
  if (error !== undefined) expect(errors[0]).toContain(error)
})

test.each(['levels', null, 5, { levels: 1 }, []])('what a batch takes may be nonsense: %j', async (takes) => {
  const target = receiver({ levels: () => ({ a: { level: 'DEBUG', seconds: 1 } }) })
  expect((await target.handle(post([record(1)], { takes }))).status).toBe(204)
})

// --- rates ------------------------------------------------------------------------------------------------------------

test('a page that floods keeps no other page of its office out', async () => {
  const target = receiver({ ratePerAddress: { records: 200_000, perMs: 60_000 }, maxRecords: 5000 })
  const address = '192.0.2.1'
  const send = async (src: string, first: number, last: number): Promise<number> =>
    (await target.handle(post(records(first, last), { src }), { address })).status
  const flood: number[] = []
  for (let round = 0; round < 20; round++) flood.push(await send('flood', round * 5000 + 1, (round + 1) * 5000))
  for (let page = 0; page < 200; page++) expect(await send(`page${page}`, 1, 50)).toBe(204)
  expect(flood).toEqual([204, 204, ...Array.from({ length: 18 }, () => 429)])
  expect(target.stats().records).toBe(10_000 + 200 * 50)
})

test('an address has a limit of its own, also where its pages have none', async () => {
  const target = receiver({ rate: null, ratePerAddress: { records: 10, perMs: 1000 } })
  const send = async (src: string, address: string): Promise<number> =>
    (await target.handle(post(records(1, 6), { src }), { address })).status
  expect([await send('a', '1'), await send('b', '1'), await send('c', '1'), await send('a', '2')]).toEqual([
    204, 204, 429, 204,
  ])
})

test("nobody at another address can use up a page's rate", async () => {
  const target = receiver({ rate: { records: 5, perMs: 1000 } })
  const send = async (address: string): Promise<number> =>
    (await target.handle(post(records(1, 6)), { address })).status
  expect([await send('6.6.6.6'), await send('6.6.6.6'), await send('1.1.1.1')]).toEqual([204, 429, 204])
})

// --- gzip -------------------------------------------------------------------------------------------------------------

async function gzip(bytes: Uint8Array | string): Promise<Uint8Array<ArrayBuffer>> {
  const packed = new Response(bytes as BodyInit).body!.pipeThrough(new CompressionStream('gzip') as never)
  return new Uint8Array(await new Response(packed as ReadableStream).arrayBuffer())
}

const GZIP = { 'content-encoding': 'gzip' }

test('a packed batch is taken, and answers say that it may be packed', async () => {
  const target = receiver()
  const plain = await target.handle(post([record(1)]))
  expect(plain.headers.get('accept-encoding')).toBe('gzip')
  const body = await gzip(await post([record(1), record(2)]).text())
  expect((await target.handle(raw(body, GZIP))).status).toBe(204)
  expect(collector.messages).toEqual(['m1', 'm2'])
  expect(target.stats().bytesInProgress).toBe(0)
})

test('a bomb is unpacked no further than the limit', async () => {
  const target = receiver({ maxBytesInProgressPerAddress: 1 << 21, maxBytesInProgress: 1 << 21 })
  const bomb = await gzip(new Uint8Array(100_000_000))
  for (let i = 0; i < 20; i++) expect((await target.handle(raw(bomb, GZIP))).status).toBe(413)
  expect(target.stats()).toMatchObject({ bytesInProgress: 0, refused: { size: 20 } })
})

test('what is no gzip, or half of one, is answered 400', async () => {
  const whole = await gzip(await post(records(1, 50)).text())
  for (const body of ['hello', '', whole.subarray(0, -20)])
    expect((await receiver().handle(raw(body, GZIP))).status).toBe(400)
  expect(collector.records).toEqual([])
})

test('another encoding is answered 415, with the one that is taken', async () => {
  const response = await receiver().handle(raw('x', { 'content-encoding': 'br' }))
  expect([response.status, response.headers.get('accept-encoding')]).toEqual([415, 'gzip'])
})

import { getLogger, Handler, type LogRecord } from '@treeline/core'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Receiver, type ReceiverOptions } from '../index.js'
import { BodiesInProgress, REQUEST_BYTES } from './bodiesInProgress.js'
import { Refusal } from './refusal.js'

class Collector extends Handler {
  readonly messages: string[] = []

  override emit(record: LogRecord): void {
    this.messages.push(record.getMessage())
  }
}

let collector: Collector
beforeEach(() => {
  collector = new Collector()
  getLogger('budget').addHandler(collector)
  getLogger('budget').propagate = false
})
afterEach(() => {
  collector.close()
  getLogger().manager.loggerDict.delete('budget')
})

const encoder = new TextEncoder()
const KIB = 1024

/** A receiver with room for four bodies of an address, and for ten in all. */
function receiver(options: ReceiverOptions = {}): Receiver {
  return new Receiver({
    prefix: 'budget',
    rate: null,
    maxBodyBytes: 64 * KIB,
    maxBytesInProgressPerAddress: 256 * KIB,
    maxBytesInProgress: 640 * KIB,
    ...options,
  })
}

function batch(text: string): string {
  const header = JSON.stringify({ treeline: 1, src: 'p', batch: 'p:1-1', first: 1, last: 1 })
  return `${header}\n${JSON.stringify({ seq: 1, name: '', levelno: 20, levelname: 'INFO', msg: text, created: 1 })}`
}

/** A request whose body hangs after its first part. */
interface Hanging {
  readonly status: Promise<number>
  readonly retryAfter: Promise<string | null>
  more(text: string): void
  end(): void
  fail(): void
  readonly isCancelled: boolean
}

function hang(target: Receiver, address: string, first: string): Hanging {
  let controller!: ReadableStreamDefaultController<Uint8Array>
  let isCancelled = false
  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given
      if (first !== '') controller.enqueue(encoder.encode(first))
    },
    cancel() {
      isCancelled = true
    },
  })
  const answer = target.handle(request(body), { address })
  return {
    status: answer.then(({ status }) => status),
    retryAfter: answer.then(({ headers }) => headers.get('retry-after')),
    more: (text) => controller.enqueue(encoder.encode(text)),
    end: () => controller.close(),
    fail: () => controller.error(new Error('gone')),
    get isCancelled() {
      return isCancelled
    },
  }
}

function request(body: BodyInit): Request {
  const headers = { 'content-type': 'text/plain' }
  return new Request('http://h/', { method: 'POST', headers, body, duplex: 'half' } as RequestInit)
}

/** Lets what has arrived be read. */
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5))

const BIG = 'x'.repeat(64 * KIB)

test('of bodies that hang, the one that waited longest gives way: 503 with Retry-After', async () => {
  const target = receiver()
  const hanging = Array.from({ length: 4 }, () => hang(target, '1', BIG))
  await settle()
  expect(target.stats().bytesInProgress).toBe(256 * KIB)
  const fifth = hang(target, '1', 'x')
  expect([await hanging[0]!.status, await hanging[0]!.retryAfter, hanging[0]!.isCancelled]).toEqual([503, '1', true])
  hanging[1]!.fail()
  fifth.fail()
  expect([await hanging[1]!.status, await fifth.status]).toEqual([408, 408])
  expect(target.stats()).toMatchObject({ bytesInProgress: 128 * KIB, refused: { busy: 1, aborted: 2 } })
})

test('a batch of the same address comes in beside any number of bodies that hang', async () => {
  const target = receiver()
  for (let i = 0; i < 100; i++) {
    hang(target, '1', BIG)
    await settle()
    const answer = await target.handle(request(batch(`m${i}`)), { address: '1' })
    expect(answer.status).toBe(204)
    expect(target.stats().bytesInProgress).toBeLessThanOrEqual(256 * KIB)
  }
  expect(collector.messages).toHaveLength(100)
})

test('a body that goes on outlives those that hang', async () => {
  const target = receiver()
  const text = batch('slow')
  const slow = hang(target, '1', text.slice(0, 10))
  for (let at = 10; at < text.length; at++) {
    hang(target, '1', BIG)
    slow.more(text[at]!)
    await settle()
  }
  slow.end()
  expect(await slow.status).toBe(204)
  expect(collector.messages).toEqual(['slow'])
})

test('of many addresses, the one that holds most gives way', async () => {
  const target = receiver()
  const page = hang(target, 'page', 'x')
  const small = Array.from({ length: 5 }, (_, i) => hang(target, `small${i}`, BIG))
  const greedy = Array.from({ length: 4 }, () => hang(target, 'greedy', BIG))
  await settle()
  const last = hang(target, 'last', BIG)
  expect(await greedy[0]!.status).toBe(503)
  await settle()
  expect(target.stats().refused).toEqual({ busy: 1 })
  for (const each of [page, last, ...small, ...greedy.slice(1)]) each.fail()
  await settle()
  expect(target.stats().bytesInProgress).toBe(0)
})

test('each request counts: empty bodies without end stay within the budget', async () => {
  const target = receiver()
  const hanging = Array.from({ length: 1000 }, (_, i) => hang(target, `a${i}`, ''))
  await settle()
  expect(target.stats().bytesInProgress).toBe(640 * KIB)
  expect(target.stats().refused).toEqual({ busy: 1000 - 40 })
  for (const each of hanging) each.fail()
})

test('a body that comes byte by byte takes its bytes, not its chunks', async () => {
  const target = receiver()
  const text = batch('x'.repeat(30_000))
  const slow = hang(target, '1', '')
  for (const byte of text) slow.more(byte)
  await settle()
  expect(target.stats().bytesInProgress).toBeGreaterThanOrEqual(text.length)
  expect(target.stats().bytesInProgress).toBeLessThanOrEqual(2 * text.length)
  slow.end()
  expect(await slow.status).toBe(204)
  expect(target.stats().bytesInProgress).toBe(0)
})

test('a body that takes too long is answered 408 and let go', async () => {
  const target = receiver({ bodyTimeoutMs: 20 })
  const slow = hang(target, '1', 'x')
  expect(await slow.status).toBe(408)
  expect(slow.isCancelled).toBe(true)
  expect(target.stats()).toMatchObject({ bytesInProgress: 0, refused: { timeout: 1 } })
})

test('what is refused for its form counts against the rate', async () => {
  const target = receiver({ ratePerAddress: { records: 3, perMs: 60_000 }, maxBodyBytes: 1000, now: () => 0 })
  const answers: number[] = []
  for (const body of ['no batch', 'x'.repeat(2000), '{}', batch('m')])
    answers.push((await target.handle(request(body), { address: '1' })).status)
  expect(answers).toEqual([400, 413, 400, 429])
})

test('addresses of one IPv6 network share their rate', async () => {
  const target = receiver({ ratePerAddress: { records: 1, perMs: 60_000 }, now: () => 0 })
  const answers: number[] = []
  for (const [i, address] of ['2001:db8::1', '2001:db8::2', '2001:db8:0:1::1'].entries())
    answers.push((await target.handle(request(batch(`m${i}`)), { address })).status)
  expect(answers).toEqual([204, 429, 204])
})

test('a slow handler delays no other batch until the end of its own', async () => {
  const until = (ms: number): void => {
    const end = performance.now() + ms
    while (performance.now() < end);
  }
  const slow = new Handler()
  slow.emit = () => until(2)
  getLogger('budget').addHandler(slow)
  const target = receiver()
  const header = JSON.stringify({ treeline: 1, src: 'slow', batch: 'x', first: 1, last: 30 })
  const lines = Array.from({ length: 30 }, (_, i) => batch(`slow ${i}`).split('\n')[1]!)
  const first = target.handle(request([header, ...lines].join('\n')), { address: '1' })
  await settle()
  await target.handle(request(batch('other')), { address: '2' })
  await first
  expect(collector.messages).toHaveLength(31)
  expect(collector.messages.at(-1)).toBe('slow 29')
  slow.close()
})

test('limits that are not set hold the longest body', () => {
  const huge = 1e9
  expect(() => new Receiver({ maxBodyBytes: huge })).not.toThrow()
  expect(() => new Receiver({ maxBytesInProgress: 1e6 })).not.toThrow()
})

test.each([
  ['an address', 10 * REQUEST_BYTES, 2 * REQUEST_BYTES, 'too much is on its way from this address: send again later'],
  ['all', 2 * REQUEST_BYTES, 10 * REQUEST_BYTES, 'too much is on its way: send again later'],
])('where the room of %s is used up, the refusal says so', (_, maxBytes, maxBytesPerAddress, message) => {
  const bodies = new BodiesInProgress(maxBytes, maxBytesPerAddress)
  const [first, second] = [bodies.open('1'), bodies.open('1')]
  expect([first.isGivenUp, bodies.bytes]).toEqual([false, 2 * REQUEST_BYTES])
  const third = bodies.open('1')
  expect([first, second, third].map(({ isGivenUp }) => isGivenUp)).toEqual([true, false, false])
  expect(() => first.check()).toThrow(new Refusal('busy', message, { 'retry-after': '1' }))
  expect(bodies.bytes).toBe(2 * REQUEST_BYTES)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Posting, request } from './request.js'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => {
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const INIT = { method: 'POST', headers: { a: '1', b: '2' } }
const posting = (more: Partial<Posting>): Posting => ({
  url: '/log',
  init: INIT,
  timeoutMs: 50,
  fetch: undefined,
  ...more,
})

test('a server that does not answer', async () => {
  const signals: (AbortSignal | null | undefined)[] = []
  const outcome = request(posting({ fetch: (_, init) => (signals.push(init?.signal), new Promise(() => {})) }))
  vi.advanceTimersByTime(49)
  expect(signals.map((signal) => signal?.aborted)).toEqual([false])
  vi.advanceTimersByTime(1)
  expect(await outcome).toEqual({ status: 0, error: new Error('no answer within 50 ms') })
  expect(signals[0]!.aborted).toBe(true)
})

test('an answer is read, or thrown away', async () => {
  const cancelled = vi.fn<() => void>()
  const answer = (): Promise<Response> =>
    Promise.resolve(new Response(new ReadableStream({ cancel: cancelled }), { status: 503, headers: { x: 'y' } }))
  const read = await request(posting({ fetch: answer, read: async () => 'text' }))
  expect(read).toMatchObject({ status: 503, redirected: false, text: 'text' })
  expect(cancelled).not.toHaveBeenCalled()
  const thrown = await request(posting({ fetch: answer }))
  expect(thrown).toMatchObject({ status: 503, text: undefined })
  expect((thrown as { headers: Headers }).headers.get('x')).toBe('y')
  expect(cancelled).toHaveBeenCalledOnce()
  // The timer is stopped behind the answer.
  await new Promise((done) => process.nextTick(done))
  expect(vi.getTimerCount()).toBe(0)
})

test.each([
  ['fetch rejects', { fetch: () => Promise.reject(new Error('red')) }],
  [
    'fetch throws',
    {
      fetch: () => {
        throw new Error('red')
      },
    },
  ],
  [
    'what prepares throws',
    {
      fetch: () => Promise.resolve(new Response()),
      prepare: () => {
        throw new Error('red')
      },
    },
  ],
  [
    'what reads rejects',
    { fetch: () => Promise.resolve(new Response()), read: () => Promise.reject(new Error('red')) },
  ],
])('%s', async (_, more) => {
  expect(await request(posting(more as never))).toEqual({ error: new Error('red') })
  // The timer is stopped behind the answer.
  await new Promise((done) => process.nextTick(done))
  expect(vi.getTimerCount()).toBe(0)
})

test.each<[string, RequestInit, object]>([
  ['an object', { headers: { b: '3', c: '4' } }, { a: '1', b: '3', c: '4' }],
  ['Headers', { headers: new Headers({ c: '4' }) }, { a: '1', b: '2', c: '4' }],
  ['a Map', { headers: new Map([['c', '4']]) as never }, { a: '1', b: '2', c: '4' }],
  ['pairs', { headers: [['c', '4']] }, { a: '1', b: '2', c: '4' }],
  ['none', { credentials: 'omit' }, { a: '1', b: '2' }],
])('headers that are added as %s', async (_, added, headers) => {
  const fetch = vi.fn<(url: unknown, init?: RequestInit) => Promise<Response>>(async () => new Response())
  for (const prepare of [() => added, () => Promise.resolve(added)]) {
    await request(posting({ fetch: fetch as never, prepare }))
    const [url, init] = fetch.mock.lastCall!
    expect([url, init]).toEqual(['/log', { ...INIT, ...added, headers, signal: expect.any(AbortSignal) as unknown }])
  }
})

test('the global fetch is the one at the time of the call', async () => {
  const fetch = vi.fn<() => Promise<Response>>(async () => new Response())
  vi.stubGlobal('fetch', fetch)
  await request(posting({}))
  expect(fetch).toHaveBeenCalledOnce()
})

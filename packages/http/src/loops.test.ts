import { getLogger, type Handler, type Logger } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BufferingHTTPHandler, type BufferingHTTPHandlerOptions, type Fetch, HTTPHandler } from './index.js'

let log: Logger
let tests = 0
let calls: number
const MARK = { headers: { treeline: '1' } }

beforeEach(() => {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
  calls = 0
  // What an earlier test's handler still sends is not to be heard here.
  log = getLogger(`page${tests++}`)
  log.propagate = false
  log.setLevel('DEBUG')
})

afterEach(() => {
  resetLogging()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})

const HANDLERS: [name: string, make: (fetch: Fetch) => Handler][] = [
  ['HTTPHandler', (fetch) => new HTTPHandler('h', '/', { method: 'POST', fetch })],
  ['BufferingHTTPHandler', (fetch) => new BufferingHTTPHandler('http://app.test/', { fetch, flushLevel: 'DEBUG' })],
]

for (const [name, make] of HANDLERS) {
  test.each<[way: string, echo: (log: Logger) => unknown]>([
    ['at once', (log) => log.error('fetched %d', calls)],
    ['with two lines', (log) => (log.info('answer %d', calls), log.debug('done'))],
    ['by a short timer', (log) => setTimeout(() => log.error('fetched %d', calls), 10)],
    ['by a long timer', (log) => setTimeout(() => log.error('fetched %d', calls), 8000)],
    ['by turns', (log) => log.error(calls % 2 ? 'odd' : 'even')],
  ])(`${name}: a wrapped fetch that logs after the answer, %s, causes no requests without end`, async (_way, echo) => {
    const mine = log
    mine.addHandler(
      make(async () => {
        calls++
        queueMicrotask(() => echo(mine))
        return new Response(null, MARK)
      }),
    )
    for (let index = 0; index < 30; index++) mine.info('one')
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(calls).toBeGreaterThan(1)
    expect(calls).toBeLessThan(250)
  })

  test(`${name}: records that look alike and come by themselves all arrive, and soon`, async () => {
    let records = 0
    log.addHandler(
      make(async (_url, { body }) => {
        calls++
        records += String(body).startsWith('{') ? String(body).trim().split('\n').length - 1 : 1
        return new Response(null, MARK)
      }),
    )
    for (let second = 0; second < 300; second++) {
      log.info('tick %d', second)
      await vi.advanceTimersByTimeAsync(1000)
    }
    await vi.advanceTimersByTimeAsync(5000)
    expect(records).toBe(300)
  })

  test(`${name}: timers, promises and requests are outside of the application's zone`, async () => {
    let outside = 0
    const ways: string[] = []
    const note = (way: string): void => void ways.push(`${way} ${outside > 0 ? 'outside' : 'inside'}`)
    const run = <T>(task: () => T): T => {
      outside++
      try {
        return task()
      } finally {
        outside--
      }
    }
    vi.stubGlobal('Zone', { root: { run } })
    const { setTimeout } = globalThis
    vi.stubGlobal('setTimeout', (task: () => void, ms: number) => (note('timer'), setTimeout(task, ms)))
    const then = vi.spyOn(Promise.prototype, 'then')
    const handler = make(async () => (note('request'), new Response(null, MARK)))
    log.addHandler(handler)
    then.mockImplementation(function (this: Promise<unknown>, ...args) {
      note('promise')
      then.mockRestore()
      return this.then(...args)
    })
    log.info('one')
    then.mockRestore()
    expect(new Set(ways)).toEqual(new Set(['request outside', 'timer outside', 'promise outside']))
  })

  test(`${name}: a record whose attributes a filter has made anything is taken as any`, async () => {
    const handler = make(async () => (calls++, new Response(null, MARK)))
    log.addHandler(handler)
    log.addFilter((record) =>
      Object.assign(record, { name: Symbol('n'), levelno: 40n, msg: Object.create(null) as object }),
    )
    expect(() => log.error('x')).not.toThrow()
    await vi.advanceTimersByTimeAsync(2000)
    expect(calls).toBe(1)
  })
}

type Options = BufferingHTTPHandlerOptions

const CALLED: [name: string, make: (call: () => unknown) => Options][] = [
  ['headers', (call) => ({ headers: () => (call(), {}) })],
  ['async headers', (call) => ({ headers: async () => (await call(), {}) })],
  ['headers that throw', (call) => ({ headers: () => (call(), refuse()) })],
  ['encode', (call) => ({ encoding: { contentType: 'text/plain', encode: () => (call(), 'x') } })],
  ['read', (call) => ({ encoding: { contentType: 'text/plain', encode: () => 'x', read: () => (call(), {}) } })],
  ['onLevels', (call) => ({ onLevels: call })],
]

function refuse(): never {
  throw new Error('no')
}

test.each(
  CALLED.flatMap(([name, make]) => (['stays', 'hides', 'goes'] as const).map((end) => [name, end, make] as const)),
)(
  '%s that log an error and flush, in a page that %s, cause no requests without end and hold nothing up',
  async (name, end, make) => {
    const page = Object.assign(new EventTarget(), {
      document: { visibilityState: 'visible' },
      Request: { prototype: { keepalive: true } },
    })
    let made = 0
    const call = (): unknown => {
      // A loop without end ends here, so that the test tells it.
      if (++made > 1000) return undefined
      log.error('request %d', made)
      return handler.flush()
    }
    const handler = new BufferingHTTPHandler('http://app.test/', {
      scope: page as never,
      fetch: async () => {
        calls++
        const headers = { treeline: '1', 'content-type': 'application/json' }
        return new Response('{"levels":{}}', { headers })
      },
      ...make(call),
    })
    handler.handleError = () => {}
    log.addHandler(handler)
    for (let index = 0; index < 30; index++) log.info('one')
    if (end !== 'stays') {
      page.document.visibilityState = 'hidden'
      page.dispatchEvent(new Event('visibilitychange'))
    }
    if (end === 'goes') page.dispatchEvent(new Event('pagehide'))
    await vi.advanceTimersByTimeAsync(3_600_000)
    expect(made).toBeGreaterThan(0)
    expect(made).toBeLessThan(50)
    if (name !== 'headers that throw') expect(handler.stats().acknowledged).toBeGreaterThanOrEqual(30)
    // What they logged is no more than what it takes to say so once more.
    expect(handler.stats().queued).toBeLessThan(name === 'headers that throw' ? 80 : 5)
    page.dispatchEvent(new Event('pageshow'))
    log.removeHandler(handler)
    void handler.close()
  },
)

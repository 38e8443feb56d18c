import { getLogger, type Handler, type Logger } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { BufferingHTTPHandler, type Fetch, HTTPHandler } from './index.js'

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

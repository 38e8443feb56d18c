import { addLevelName, getLogger, type LogRecord } from '@treeline/core'
import { context, ContextFilter } from '@treeline/core/context'
import { captureStderr, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RequestOptions } from './options.js'
import { type End, RequestLog } from './requestLog.js'

let list: ListHandler

beforeEach(() => {
  list = new ListHandler()
  getLogger().addHandler(list)
  getLogger().setLevel('INFO')
})
afterEach(resetLogging)

function owner(): void {}

const END: End = {
  method: 'GET',
  url: '/users/7?token=x',
  route: undefined,
  status: 200,
  bytes: undefined,
  aborted: false,
  error: undefined,
  request: {},
}

/** Returns the record of a request that ends so. */
function ended(end: Partial<End> = {}, options: RequestOptions = {}): LogRecord | undefined {
  const exchange = new RequestLog(owner, options).begin(() => undefined)
  exchange.run(() => undefined)
  exchange.end({ ...END, ...end })
  exchange.end({ ...END, ...end })
  return list.records.splice(0)[0]
}

test.each<[Partial<End>, string]>([
  [{}, 'INFO'],
  [{ status: 304 }, 'INFO'],
  [{ status: 404 }, 'WARNING'],
  [{ status: 500 }, 'ERROR'],
  [{ aborted: true }, 'WARNING'],
  [{ error: new Error('x') }, 'ERROR'],
  [{ error: new Error('x'), status: 400 }, 'WARNING'],
])('%o is at %s', (end, level) => {
  expect(ended(end)!.levelname).toBe(level)
})

test('a request that ends twice has one line', () => {
  ended()
  expect(list.records).toEqual([])
  const exchange = new RequestLog(owner, {}).begin(() => undefined)
  exchange.end(END)
  exchange.end(END)
  expect(list.records).toHaveLength(1)
})

test('skip, level, fields and logger', () => {
  expect(ended({ url: '/health' }, { skip: ({ path }) => path === '/health' })).toBeUndefined()
  expect(ended({}, { level: () => 'error' })!.levelno).toBe(40)
  expect(ended({}, { level: () => 'debug' })).toBeUndefined()
  expect(ended({}, { fields: ({ method }) => ({ verb: method }) })!.args).toMatchObject({
    verb: 'GET',
    path: '/users/7',
  })
  expect(ended({}, { logger: 'web' })!.name).toBe('web')
  expect(ended({}, { logger: getLogger('mine') })!.name).toBe('mine')
})

test('the line has what is known, in one order; the application’s fields take the place of ours', () => {
  const keysOf = (end: Partial<End>, options?: RequestOptions): string => Object.keys(ended(end, options)!.args!).join()
  expect(keysOf({})).toBe('method,path,status,duration_ms,aborted')
  const all = 'method,path,route,status,duration_ms,bytes,aborted'
  expect(keysOf({ route: '/users/:id', bytes: 0 })).toBe(all)
  expect(keysOf({ route: '', bytes: 7 }, { fields: () => ({ path: 1, user: 7 }) })).toBe(`${all},user`)
  expect(ended({}, { fields: () => ({ route: '/mine', bytes: 3 }) })!.args).toMatchObject({ route: '/mine', bytes: 3 })
})

test('a level of the application’s own is taken, and one that there is not is reported', () => {
  addLevelName(25, 'notice')
  expect(ended({}, { level: () => 'notice' })!.levelno).toBe(25)
  const said = captureStderr(() => expect(ended({}, { level: () => 'loud' as never })).toBeUndefined())
  expect(said).toContain("level: Unknown level: 'loud'")
})

test('what the application’s functions throw is reported, and the rest goes on', () => {
  const said = captureStderr(() => {
    const fails = (): never => {
      throw new Error('mine')
    }
    expect(ended({}, { skip: fails })).toBeUndefined()
    ended({}, { waitUntil: fails })
  })
  expect(said).toContain('mine')
})

test('waitUntil is given the flush of all handlers', async () => {
  let isFlushed = false
  list.flush = async () => {
    await new Promise((next) => setImmediate(next))
    isFlushed = true
  }
  const waited: Promise<void>[] = []
  ended({}, { waitUntil: (flushed) => waited.push(flushed) })
  expect([waited.length, isFlushed]).toEqual([1, false])
  await waited[0]
  expect(isFlushed).toBe(true)
})

describe('the id', () => {
  const idOf = (given: unknown): string =>
    new RequestLog(owner, { header: 'X-Id' }).begin((name) => (name === 'x-id' ? given : undefined)).id
  const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/

  test.each(['a', 'a.b:c/d@e+f=g_h-1', 'x'.repeat(128)])('%s is taken', (id) => {
    expect(idOf(id)).toBe(id)
  })

  test.each([undefined, '', 'a b', 'a\nb', '\x1b[2J', 'x'.repeat(129), 'ä', ['a'], 7])('%o is not', (id) => {
    expect(idOf(id)).toMatch(UUID)
  })

  test('no header is read unless it is named', () => {
    const read: string[] = []
    new RequestLog(owner, {}).begin((name) => read.push(name))
    expect(read).toEqual([])
  })
})

test('a trace goes on', () => {
  const header = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01'
  const exchange = new RequestLog(owner, { trace: true }).begin((name) => (name === 'traceparent' ? header : undefined))
  exchange.run(() =>
    expect(context.get()).toMatchObject({ trace_id: '4bf92f3577b34da6a3ce929d0e0e4736', trace_flags: '01' }),
  )
})

test('all open handlers get a ContextFilter, unless they have one or nobody wants it', () => {
  const has = (handler: ListHandler): number => handler.filters.filter((one) => one instanceof ContextFilter).length
  const redactor = { filter: () => true }
  list.addFilter(redactor)
  const other = new ListHandler()
  other.addFilter(new ContextFilter())
  new RequestLog(owner, { filter: false }).begin(() => undefined)
  expect([has(list), has(other)]).toEqual([0, 1])
  const log = new RequestLog(owner, {})
  log.begin(() => undefined)
  log.begin(() => undefined)
  expect([has(list), has(other)]).toEqual([1, 1])
  // A Redactor sees the context as well.
  expect(list.filters.at(-1)).toBe(redactor)
})

test.each([
  ['http://host/a?b', '/a'],
  ['/a#b', '/a'],
  ['', '/'],
  ['*', '*'],
  [`/${'x'.repeat(5000)}`, `/${'x'.repeat(999)}...`],
])('the path of %s', (url, path) => {
  expect((ended({ url })!.args as Record<string, unknown>)['path']).toBe(path)
})

test.each<[object, string]>([
  [{ heder: 'x' }, "owner: unknown option 'heder'; did you mean header?"],
  [{ header: 'a b' }, "header: expected a header's name, such as 'x-request-id', not 'a b'"],
  [{ skip: 1 }, 'skip: expected a function, not 1'],
  [{ trace: 'yes' }, "trace: expected true or false, not 'yes'"],
  [{ logger: {} }, 'logger: expected a logger or its name, not {}'],
])('%o is refused', (options, message) => {
  expect(() => new RequestLog(owner, options as never)).toThrow(message)
})

test('the body that a parser has put on its error is not logged; what else it says is', () => {
  const error = Object.assign(new SyntaxError('Unexpected token'), {
    body: '{"password":"x",}',
    type: 'entity.parse.failed',
  })
  const { stack } = error
  const logged = ended({ status: 400, error })!.exc_info as SyntaxError & { body?: unknown; type: string }
  expect(logged).toBeInstanceOf(SyntaxError)
  expect([logged.message, logged.stack, logged.type]).toEqual(['Unexpected token', stack, 'entity.parse.failed'])
  expect('body' in logged).toBe(false)
  expect(error.body).toBe('{"password":"x",}')
  const plain = new Error('x')
  expect(ended({ status: 500, error: plain })!.exc_info).toBe(plain)
})

import { addLevelName, getLogger, type LogRecord } from '@treeline/core'
import { context, ContextFilter } from '@treeline/core/context'
import { captureStderr, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { RequestOptions } from './requestOptions.js'
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

test('a level of the application’s own is taken', () => {
  addLevelName(25, 'notice')
  expect(ended({}, { level: () => 'notice' })!.levelno).toBe(25)
})

const evil = Object.defineProperty({}, 'a', { enumerable: true, get: () => fails() })

test.each<[string, unknown, string]>([
  ['skip', () => Promise.resolve(false), 'TypeError: skip: expected a function that is not async'],
  ['skip', () => Promise.reject(new Error('late')), 'TypeError: skip: expected a function that is not async'],
  ['level', () => 'loud', "RangeError: level: Unknown level: 'loud'"],
  ['level', () => undefined, 'TypeError: level: Level not an integer or a valid string: '],
  ['level', () => Promise.resolve(10), 'TypeError: level: expected a function that is not async'],
  ['fields', () => Promise.resolve({ a: 1 }), 'TypeError: fields: expected a function that is not async'],
  ['fields', () => 5, 'TypeError: fields: expected an object, not number'],
  ['fields', () => [5], 'TypeError: fields: expected an object, not a list'],
  ['fields', () => evil, 'Error: mine'],
])('%s of %o is told in short, and the line is written without it', (name, option, message) => {
  let line: LogRecord | undefined
  const said = captureStderr(() => (line = ended({}, { [name]: option })))
  expect([line!.levelname, Object.keys(line!.args!)]).toEqual([
    'INFO',
    ['method', 'path', 'status', 'duration_ms', 'aborted'],
  ])
  expect(said).toContain(`--- Logging error ---\n${message}`)
  expect(said).toContain(`(the line is written without ${name})\n`)
  expect(said.split('\n')).toHaveLength(3)
})

function fails(): never {
  throw new Error('mine')
}

test.each(['skip', 'level', 'fields'])('what %s throws is reported with its stack, and the line is written', (name) => {
  let line: LogRecord | undefined
  const said = captureStderr(() => (line = ended({}, { [name]: () => fails() })))
  expect(line!.levelname).toBe('INFO')
  expect(said).toMatch(/Error: mine\n +at fails/)
})

test('what waitUntil throws is reported', () => {
  expect(captureStderr(() => ended({}, { waitUntil: fails }))).toContain('mine')
})

test('fields may be a Map, or none', () => {
  expect(ended({}, { fields: () => new Map([['a', 1]]) })!.args).toMatchObject({ a: 1 })
  expect(captureStderr(() => expect(ended({}, { fields: () => undefined as never })).toBeDefined())).toBe('')
})

test('a response that was never sent has no status', () => {
  const left = ended({ status: undefined, aborted: true })!
  expect([left.levelname, Object.keys(left.args!)]).toEqual(['WARNING', ['method', 'path', 'duration_ms', 'aborted']])
  const broken = ended({ status: undefined, isBroken: true })!
  expect([broken.levelname, broken.getMessage()]).toEqual([
    'ERROR',
    expect.stringMatching(/^GET \/users\/7 failed after/),
  ])
})

test.each<[unknown, unknown]>([
  ['text', 'text'],
  ['', "''"],
  [0, '0'],
  [true, 'true'],
  [Symbol('s'), 'Symbol(s)'],
])('what is thrown and no error, %o, is on the line', (thrown, shown) => {
  expect(String(ended({ status: 500, error: thrown })!.exc_info)).toBe(shown)
})

test.each([undefined, null])('%s that is thrown is told too', (thrown) => {
  const exchange = new RequestLog(owner, {}).begin(() => undefined)
  exchange.fail(thrown)
  exchange.end(END)
  expect(String(list.records[0]!.exc_info)).toBe(String(thrown))
})

test('what is thrown behind the line is logged at once, in its context; what follows from a client’s leaving is not', () => {
  const exchange = new RequestLog(owner, {}).begin(() => undefined)
  const first = new Error('first')
  exchange.fail(first)
  exchange.end(END)
  exchange.fail(first)
  const later = new Error('later')
  exchange.fail(later)
  expect(list.records.map((record) => [record.getMessage(), record.levelname, record.exc_info])).toEqual([
    [expect.stringMatching(/^GET \/users\/7 200 in/), 'ERROR', first],
    ['GET /users/7 failed after its end', 'ERROR', later],
  ])
  expect(new Set(list.records.map((record) => record['request_id']))).toEqual(new Set([exchange.id]))
  list.records.length = 0
  const left = new RequestLog(owner, {}).begin(() => undefined)
  left.end({ ...END, aborted: true })
  left.fail(Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
  expect(list.records).toHaveLength(1)
  left.fail(Proxy.revocable({}, {}).proxy)
  expect(list.records).toHaveLength(2)
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
  [{ httpVersion: '1.1', headers: {} }, 'owner: expected options, not a request: write app.use(owner())'],
  [{ req: {}, res: {} }, 'owner: expected options, not a request: write app.use(owner())'],
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

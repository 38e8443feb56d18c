import { Formatter, getLogger, JSONFormatter, type LogRecord } from '@treeline/core'
import { captureStderr, ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FastifyLogger, fastifyLogger } from './fastifyLogger.js'

let list: ListHandler
let log: FastifyLogger

beforeEach(() => {
  list = new ListHandler()
  getLogger('api').addHandler(list)
  getLogger('api').setLevel(1)
  log = fastifyLogger(getLogger('api'))
})
afterEach(resetLogging)

const json = (record: LogRecord): object => JSON.parse(new JSONFormatter().format(record)) as object
const last = (): LogRecord => list.records.at(-1)!

test.each([
  [['hi'], { message: 'hi' }],
  [['hi %s, %d and %j', 'ann', '7', { a: 1 }], { message: 'hi ann, 7 and {"a":1}' }],
  [['50% of %s'], { message: '50% of %s' }],
  [['%s %s', 'one'], { message: 'one %s' }],
  [[{ a: 1 }, 'hi'], { message: 'hi', a: 1 }],
  [[{ a: 1 }, '100% of %d', 3], { message: '100% of 3', a: 1 }],
  [[{ a: 1 }, '%(a)s'], { message: '%(a)s', a: 1 }],
  [[{ msg: 'hi', a: 1 }], { message: 'hi', a: 1 }],
  [[{ a: undefined }], { message: '' }],
  [[{ exc_info: 1, stack_info: 2 }, 'hi'], { message: 'hi', exc_info: 1 }],
  [[null], { message: 'null' }],
  [[undefined, 'x'], { message: 'undefined x' }],
  [['started', { port: 80 }], { message: 'started', port: 80 }],
  [['user %s', 'ann', { port: 80 }, 7, undefined, [1]], { message: 'user ann 7 [1]', port: 80 }],
  [[{ a: 1 }, 'started', { port: 80 }, new Map([['b', 2]])], { message: 'started', a: 1, port: 80, b: 2 }],
  [['hi', JSON.parse('{"__proto__": 7}')], { message: 'hi', ['__proto__']: 7 }],
])('what pino is given, %o, becomes %o', (args, expected) => {
  log.info(...(args as [unknown]))
  expect(list.records).toHaveLength(1)
  const { exc_info: _, ...rest } = expected as { exc_info?: unknown; message: string }
  expect(json(last())).toMatchObject({ ...rest, level: 'INFO', logger: 'api' })
})

test.each([
  ['trace', 5],
  ['debug', 10],
  ['info', 20],
  ['warn', 30],
  ['error', 40],
  ['fatal', 50],
] as const)('%s is level %i', (method, levelno) => {
  log[method]('m')
  expect(last().levelno).toBe(levelno)
  log.silent()
  expect(list.records).toHaveLength(1)
})

describe('an error', () => {
  const error = new RangeError('too far')

  test.each([
    ['as the object', [error], 'too far'],
    ['before a message', [error, 'failed'], 'failed'],
    ['under err', [{ err: error, a: 1 }, 'failed'], 'failed'],
    ['under err, alone', [{ err: error }], 'too far'],
    ['behind a message', ['failed', error], 'failed'],
    ['behind a message and fields', [{ a: 1 }, 'failed', { b: 1 }, error], 'failed'],
  ])('%s is exc_info', (_, args, message) => {
    log.error(...(args as [unknown]))
    expect([last().exc_info, last().getMessage()]).toEqual([error, message])
    expect(JSON.stringify(json(last())).match(/too far/g)!.length).toBeLessThanOrEqual(2)
  })
})

describe('children', () => {
  test('have bindings, which go through serializers', () => {
    const child = log.child(
      { reqId: 'r1', user: { name: 'ann', password: 'p' } },
      { serializers: { user: ({ name }: { name: string }) => name } },
    )
    const grandchild = child.child({ step: 2 })
    grandchild.info({ user: { name: 'bob' }, a: 1 }, 'm')
    expect(json(last())).toMatchObject({ reqId: 'r1', user: 'bob', step: 2, a: 1, message: 'm' })
    expect(grandchild.bindings()).toEqual({ reqId: 'r1', user: 'ann', step: 2 })
    child.setBindings({ more: 1 })
    expect(child.bindings()).toMatchObject({ more: 1 })
    expect(log.bindings()).toEqual({})
  })

  test('a serializer that throws leaves a mark', () => {
    const serializers = {
      bad: () => {
        throw new Error('no')
      },
    }
    log.child({}, { serializers }).info({ bad: 1 }, 'm')
    expect(json(last())).toMatchObject({ bad: '<serializer threw: Error: no>', message: 'm' })
  })

  test('have a level of their own, above the tree’s', () => {
    const child = log.child({}, { level: 'warn' })
    child.info('no')
    child.warn('yes')
    expect(list.records.map(({ msg }) => msg)).toEqual(['yes'])
    expect([child.level, child.isLevelEnabled('info'), child.isLevelEnabled('error')]).toEqual(['warn', false, true])
    child.level = 'silent'
    child.fatal('no')
    expect([list.records.length, child.level]).toEqual([1, 'silent'])
  })
})

describe('what there is not is told', () => {
  test.each([['shop'], [console], [undefined], [{}], [null]])('the logger %o', (logger) => {
    expect(() => fastifyLogger(logger as never)).toThrow("logger: expected a logger, such as getLogger('api'), not ")
  })

  test('a second argument', () => {
    expect(() => fastifyLogger(getLogger('api'), { level: 'info' } as never)).toThrow('a logger and nothing else')
    expect(fastifyLogger(getLogger('api'), undefined as never)).toBeInstanceOf(FastifyLogger)
  })

  test('a level', () => {
    expect(() => (log.level = 'nope')).toThrow("level: Unknown level: 'nope'")
    log.level = 'WARNING'
    expect(log.level).toBe('warn')
  })

  test('options of a child, which has the others', () => {
    const options = { level: 'nope', formatters: {}, msgPrefix: 7, serializers: { a: () => 1 } }
    const said = captureStderr(() => log.child({}, options as never).info({ a: 0 }, 'm'))
    expect(said).toContain("RangeError: level: Unknown level: 'nope'")
    expect(said).toContain("child: pino's option 'formatters' is not here (it is left out)")
    expect(said).toContain('child: msgPrefix: expected a string, not number (it is left out)')
    expect(json(last())).toMatchObject({ message: 'm', a: 1 })
    const fine = captureStderr(() => log.child(undefined, { level: '', msgPrefix: '' }).child(null, null).info('m'))
    expect(fine).toBe('')
  })

  test('paths of a child', () => {
    expect(() => log.child({}, { redact: ['a..b'] })).toThrow('paths[0]: expected a path')
    expect(() => log.child({}, { redact: 'pw' as never })).toThrow("unknown option 'pw'")
    expect(() => log.child({}, { redact: { paths: ['pw'], remove: true } as never })).toThrow("unknown option 'remove'")
  })
})

test('a child’s prefix stands before that of its own children', () => {
  log.child({}, { msgPrefix: '[a] ' }).child({}, { msgPrefix: '50% ' }).info('of %s', 'all')
  expect(last().getMessage()).toBe('[a] 50% of all')
})

test('a child’s secrets are left out wherever fields come from', () => {
  const child = log.child({ pw: 'secret' }, { redact: ['pw', 'user.token'] })
  const error = Object.assign(new Error('x'), { pw: 'secret' })
  child
    .child({ user: { token: 'secret', name: 'ann' } }, { redact: { paths: ['key'], censor: '-' } })
    .info({ key: 'secret', err: error }, 'm %j', { pw: 'secret' }, { key: 'secret' })
  expect(json(last())).toMatchObject({
    message: 'm {"pw":"[redacted]"}',
    pw: '[redacted]',
    key: '-',
    user: { name: 'ann' },
  })
  expect(JSON.stringify(json(last()))).not.toContain('secret')
  log.info({ pw: 'shown' }, 'm')
  expect(json(last())).toMatchObject({ pw: 'shown' })
})

test.each([
  [[Object.defineProperty({}, 'a', { enumerable: true, get: fails }), 'm']],
  [[Proxy.revocable({}, {}).proxy, 'm']],
  [[{}, Object.create(null)]],
  [['m', Proxy.revocable({}, {}).proxy]],
  [['%s', { toString: fails }]],
  [[fails, { toString: fails, toJSON: fails }]],
])('a log call never throws: %#', (args) => {
  captureStderr(() => log.info(...(args as [unknown])))
})

function fails(): never {
  throw new Error('no')
}

test('the tree’s level decides, and is shown as pino’s', () => {
  getLogger('api').setLevel('ERROR')
  log.info('no')
  expect([list.records.length, log.level, log.isLevelEnabled('warn')]).toEqual([0, 'error', false])
  expect(log.isLevelEnabled('loud')).toBe(false)
})

test('the caller is who called it', () => {
  list.setFormatter(new Formatter('%(filename)s'))
  const files: string[] = []
  list.addFilter((record) => files.push(record.filename ?? '') > 0)
  log.info('m')
  log.info({ a: 1 }, 'm')
  expect(files).toEqual(['fastifyLogger.test.ts', 'fastifyLogger.test.ts'])
})

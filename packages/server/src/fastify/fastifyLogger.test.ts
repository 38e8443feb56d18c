import { Formatter, getLogger, JSONFormatter, type LogRecord } from '@treeline/core'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type FastifyLogger, fastifyLogger } from './fastifyLogger.js'

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
  [[undefined, 'x'], { message: 'undefined' }],
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

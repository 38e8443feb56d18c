import { afterEach, expect, test } from 'vitest'
import { findCaller } from '../callers/findCaller.js'
import { copyRecord, isLogRecord, LogRecord, makeLogRecord, RECORD_ATTRIBUTES } from './record.js'
import { prepare } from './prepare.js'
import { registerPlatform } from '../handlers/platform.js'
import { realmState } from '../testing/realmState.js'
import { settings } from '../runtime/settings.js'
import { resetLogging } from '../testing/index.js'

afterEach(resetLogging)

test('has every attribute of Python’s, in Python’s order', () => {
  const record = new LogRecord('n', 20, '/x/mod.py', 7, 'm %s', ['a'], null, { func: 'f' })
  expect(RECORD_ATTRIBUTES.map((name) => [name, record[name] === undefined])).toEqual(
    RECORD_ATTRIBUTES.map((name) => [name, false]),
  )
  expect(record).toMatchObject({ filename: 'mod.py', module: 'mod', lineno: 7, funcName: 'f', levelname: 'INFO' })
  expect(String(record)).toBe('<LogRecord: n, 20, /x/mod.py, 7, "m %s">')
})

test.each([
  ['/a/b.c.py', 'b.c.py', 'b.c'],
  ['/a/.bashrc', '.bashrc', '.bashrc'],
  ['', '', ''],
  ['https://host/app.js?v=1', 'app.js', 'app'],
  ['C:\\x\\y.js', 'y.js', 'y'],
])('filename and module of %s', (pathname, filename, module) => {
  expect(new LogRecord('n', 20, pathname, 1, '', [], null)).toMatchObject({ filename, module })
})

test('without a path they are Python’s', () => {
  expect(new LogRecord('n', 20, null, 1, '', [], null)).toMatchObject({ filename: null, module: 'Unknown module' })
})

test('one mapping is the arguments; an empty one, a list or a class’s object is not', () => {
  class Point {
    x = 1
  }
  const args = (...values: unknown[]): unknown => new LogRecord('n', 20, '', 0, '', values, null).args
  const map = new Map([['k', 1]])
  expect(args({ a: 1 })).toEqual({ a: 1 })
  expect(args(map)).toBe(map)
  expect(args({})).toEqual([{}])
  expect(args([1])).toEqual([[1]])
  expect(args(new Point())).toHaveLength(1)
  expect(args({ a: 1 }, 2)).toHaveLength(2)
})

test('without arguments the text stays as it is', () => {
  expect(makeLogRecord({ msg: '100%' }).getMessage()).toBe('100%')
  expect(makeLogRecord({ msg: '%s', args: null }).getMessage()).toBe('%s')
  expect(() => makeLogRecord({ msg: 'x', args: [1] }).getMessage()).toThrow(TypeError)
})

test('the time is split as Python splits it', () => {
  const record = makeLogRecord({ created: 1700000000.042 })
  expect(record.msecs).toBe(42)
  expect(record.relativeCreated).toBeCloseTo(1700000000042 - realmState.records.startedAtMs, 3)
})

test('thread and process come from the platform unless switched off', () => {
  const record = makeLogRecord({})
  expect(record.threadName).toBe('MainThread')
  expect(record.processName).toBe('MainProcess')
  settings.logThreads = false
  settings.logProcesses = false
  try {
    expect([record.thread, record.threadName, record.process]).toEqual([null, null, null])
  } finally {
    settings.logThreads = true
    settings.logProcesses = true
  }
})

test('makeLogRecord starts from nothing and takes what it is given, but no methods', () => {
  expect(makeLogRecord({}).levelname).toBe('Level null')
  const record = makeLogRecord(JSON.parse('{"msg":"m","own":1,"getMessage":"x","constructor":"y","__proto__":{"z":1}}'))
  expect(record.getMessage()).toBe('m')
  expect(record['own']).toBe(1)
  expect(record['z']).toBeUndefined()
  expect(record).toBeInstanceOf(LogRecord)
})

test('prepare fixes what is read from the call', () => {
  const record = prepare(makeLogRecord({ msg: 'm' }))
  for (const name of RECORD_ATTRIBUTES) expect(Object.hasOwn(record, name), name).toBe(true)
})

test('a copy is a record of its own', () => {
  const record = makeLogRecord({ msg: 'm', own: 1 })
  const copy = copyRecord(record)
  copy.msg = 'other'
  expect(isLogRecord(copy)).toBe(true)
  expect([record.msg, copy['own']]).toEqual(['m', 1])
  expect(isLogRecord({ getMessage() {} })).toBe(false)
})

test('the caller is found outside the method that asks', () => {
  function method(): ReturnType<typeof findCaller> {
    return findCaller(method, 1)
  }
  function user(): ReturnType<typeof findCaller> {
    return method()
  }
  expect(user().funcName).toBe('user')
  const limit = Error.stackTraceLimit
  user()
  expect(Error.stackTraceLimit).toBe(limit)
})

test('an engine that cannot cut its stack is searched for the method’s name', () => {
  const { captureStackTrace } = Error
  const gecko = [
    'emit@http://h/a.js:1:1',
    'info@http://h/a.js:2:1',
    'user@http://h/app.js:9:5',
    '@http://h/app.js:10:1',
  ]
  class FakeError {
    stack = gecko.join('\n')
  }
  const realError = globalThis.Error
  try {
    globalThis.Error = FakeError as never
    function info(): void {}
    expect(findCaller(info, 1)).toEqual({ pathname: 'http://h/app.js', lineno: 9, funcName: 'user' })
    expect(findCaller(info, 2)).toMatchObject({ lineno: 10, funcName: '<module>' })
  } finally {
    globalThis.Error = realError
    Error.captureStackTrace = captureStackTrace
  }
})

test('only the first platform counts', () => {
  const before = realmState.platform
  realmState.platform = undefined
  const one = { stderr: { write() {} }, thread: 1, threadName: 't', process: 2, processName: 'p' }
  expect(registerPlatform(one)).toBe(true)
  expect(registerPlatform({ ...one, thread: 9 })).toBe(false)
  expect(makeLogRecord({}).thread).toBe(1)
  realmState.platform = before
})

test('a copy has what a getter of the record’s own throws still to throw, and all the rest', () => {
  const record = makeLogRecord({ msg: 'm', user: 'ann' })
  Object.defineProperty(record, 'token', {
    get() {
      throw new Error('no')
    },
    enumerable: true,
  })
  const copy = copyRecord(record)
  expect([copy.msg, copy['user'], isLogRecord(copy)]).toEqual(['m', 'ann', true])
  expect(() => copy['token']).toThrow(new Error('no'))
})

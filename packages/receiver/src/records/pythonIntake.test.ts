import { getLogger } from '@treeline/core'
import { afterEach, expect, test } from 'vitest'
import { PythonIntake } from './pythonIntake.js'

afterEach(() => {
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (name.startsWith('intake')) loggerDict.delete(name)
})

const SETTINGS = { prefix: 'intake', level: 0, newlines: 'keep', maxLoggers: 10 } as const
const SENT = { name: 'app', msg: 'm', levelno: 20, levelname: 'INFO', created: 1.5e9, lineno: 3 }

/** Returns what a record has of some attributes that were sent. */
function taken(attributes: string, added?: object): Record<string, unknown> {
  const intake = new PythonIntake(SETTINGS)
  const sent = Object.assign(Object.create(null) as object, SENT, JSON.parse(attributes))
  return intake.read(sent, added) as unknown as Record<string, unknown>
}

test('a field that is called like a method has an underscore behind it', () => {
  const record = taken('{"constructor":7,"toString":"s","getMessage":1,"valueOf":null,"user":"ann"}')
  expect(record).toMatchObject({ constructor_: 7, toString_: 's', getMessage_: 1, valueOf_: null, user: 'ann' })
  expect(record['getMessage']).toBeTypeOf('function')
})

test('more of them where that name is taken', () => {
  const record = taken('{"constructor":1,"constructor_":2,"constructor__":3}')
  expect(record).toMatchObject({ constructor_: 2, constructor__: 3, constructor___: 1 })
})

test('__proto__ goes', () => {
  const record = taken('{"__proto__":{"isAdmin":true},"a":{"__proto__":1}}')
  expect(Object.keys(record).filter((key) => key.includes('proto'))).toEqual([])
  expect([record['isAdmin'], Object.keys(record['a'] as object)]).toEqual([undefined, []])
})

test('what the receiver adds is renamed the same way', () => {
  expect(taken('{}', { toString: 5, site: 'x' })).toMatchObject({ toString_: 5, site: 'x' })
})

test.each([
  ['{"levelname":5}', 'sent_levelname', 5],
  ['{"lineno":"3"}', 'sent_lineno', '3'],
  ['{"created":1e13}', 'sent_created', 1e13],
  ['{"funcName":[1]}', 'sent_funcName', [1]],
])('%s is of no kind that a formatter expects', (attributes, key, value) => {
  expect(taken(attributes)[key]).toEqual(value)
})

test.each(['null', '[]', '5', '"x"'])('%s is no record', (text) => {
  const intake = new PythonIntake(SETTINGS)
  expect(() => intake.read(JSON.parse(text), undefined)).toThrow(new TypeError('it is no dict of attributes'))
})

test.each([
  ['{"name":5}', 'name: expected a string'],
  ['{"levelno":1.5}', 'levelno: expected an integer'],
])('%s is refused', (attributes, message) => {
  expect(() => taken(attributes)).toThrow(new TypeError(message))
})

test('None is refused, and a message of any kind is taken', () => {
  expect(() => new PythonIntake(SETTINGS).read({ ...SENT, msg: undefined }, undefined)).toThrow(
    new TypeError('msg: expected a message'),
  )
  expect(taken('{"msg":null}')['msg']).toBeNull()
  expect(() => new PythonIntake(SETTINGS).read(new Map([['name', 'app']]), undefined)).toThrow(
    new TypeError('it is no dict of attributes'),
  )
})

test.each([
  ['null', 'm'],
  ['[]', 'm'],
  ['{}', 'm'],
  ['[1,"a"]', "m [ 1, 'a' ]"],
  ['{"a":1}', 'm { a: 1 }'],
  ['5', 'm 5'],
  ['""', "m ''"],
])('the arguments %s give the message %j', (args, msg) => {
  expect(taken(`{"args":${args}}`)).toMatchObject({ msg, args: null, exc_info: null })
})

test('a Map of arguments follows the message, even an empty one', () => {
  const record = new PythonIntake(SETTINGS).read({ ...SENT, args: new Map() }, undefined)
  expect(record!.msg).toBe('m Map(0) {}')
})

test('the level below which records are dropped', () => {
  const intake = new PythonIntake({ ...SETTINGS, level: 20 })
  expect(intake.read({ ...SENT, levelno: 19 }, undefined)).toBeUndefined()
  expect(intake.read({ ...SENT, levelno: 20 }, undefined)).toMatchObject({ name: 'intake.app' })
})

test('what may be None, and what may not', () => {
  const texts = 'pathname filename module funcName exc_text stack_info threadName processName taskName'
  const none = Object.fromEntries([...texts.split(' '), 'thread', 'process'].map((name) => [name, null]))
  expect(taken(JSON.stringify(none))).toMatchObject(none)
  const needed = taken('{"levelname":null,"lineno":null,"created":null,"msecs":null,"relativeCreated":null}')
  expect(needed).toMatchObject({
    levelname: 'INFO',
    lineno: expect.any(Number) as number,
    created: expect.any(Number) as number,
    msecs: expect.any(Number) as number,
    relativeCreated: expect.any(Number) as number,
  })
  expect(Object.keys(needed).filter((key) => key.startsWith('sent_'))).toEqual([])
})

test.each(
  'levelname pathname filename module funcName exc_text stack_info threadName processName taskName message asctime'
    .split(' ')
    .map((name): [string, unknown] => [name, 5])
    .concat(['lineno', 'msecs', 'relativeCreated', 'thread', 'process', 'created'].map((name) => [name, 'x'])),
)('%s as %j is kept beside', (name, value) => {
  const record = taken(JSON.stringify({ [name]: value }))
  expect(record[`sent_${name}`]).toBe(value)
  expect(record[name]).not.toBe(value)
})

test('integers beyond 2^53 are numbers; times are those that a Date can show', () => {
  const record = new PythonIntake(SETTINGS).read({ ...SENT, thread: 2n ** 60n }, undefined)!
  expect([record.thread, 'sent_thread' in record]).toEqual([2n ** 60n, false])
  expect(taken('{"created":8.64e12}')['created']).toBe(8.64e12)
  expect(taken('{"created":-8.64e12}')['created']).toBe(-8.64e12)
})

test('a logger beyond the limit is told by the name that was sent', () => {
  const intake = new PythonIntake({ ...SETTINGS, maxLoggers: 0 })
  expect(intake.read(SENT, undefined)).toMatchObject({ name: 'intake', sent_name: 'app' })
  expect(taken('{}')).not.toHaveProperty('sent_name')
})

test('control characters of the sender become escapes where that is wanted', () => {
  const sent = { ...SENT, msg: 'a\nb', levelname: 'X\nY' }
  const escaped = new PythonIntake({ ...SETTINGS, newlines: 'escape' }).read(sent, undefined)!
  expect([escaped.msg, escaped.levelname]).toEqual(['a\\nb', 'INFO'])
  const kept = new PythonIntake(SETTINGS).read(sent, undefined)!
  expect([kept.msg, kept.levelname]).toEqual(['a\nb', 'X\nY'])
})

import { getLogger } from '@treeline/core'
import { afterEach, expect, test } from 'vitest'
import { PythonIntake } from './pythonIntake.js'

afterEach(() => {
  const { loggerDict } = getLogger().manager
  for (const name of [...loggerDict.keys()]) if (name.startsWith('intake')) loggerDict.delete(name)
})

const SENT = { name: 'app', msg: 'm', levelno: 20, levelname: 'INFO', created: 1.5e9, lineno: 3 }

/** Returns what a record has of some attributes that were sent. */
function taken(attributes: string, added?: object): Record<string, unknown> {
  const intake = new PythonIntake({ prefix: 'intake', level: 0, newlines: 'keep', maxLoggers: 10 })
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
  const intake = new PythonIntake({ prefix: 'intake', level: 0, newlines: 'keep', maxLoggers: 10 })
  expect(() => intake.read(JSON.parse(text), undefined)).toThrow(new TypeError('it is no dict of attributes'))
})

test.each([
  ['{"name":5}', 'name: expected a string'],
  ['{"levelno":1.5}', 'levelno: expected an integer'],
])('%s is refused', (attributes, message) => {
  expect(() => taken(attributes)).toThrow(new TypeError(message))
})

import { describe, expect, test } from 'vitest'
import { KeyError } from '../text/keyError.js'
import { BaseConfigurator, valid_ident } from './baseConfigurator.js'
import { registerObject } from './classes.js'
import { errorsOf, lineOf } from './refusal.js'

registerObject('app.seven', 7)

const CONFIG = {
  word: 'DEBUG',
  number: 5,
  nothing: null,
  list: ['a', 'ext://app.seven', ['b']],
  part: { 'two words': 1, key: 'cfg://word', '0': 'zero', deep: { deeper: [{ x: 'y' }] } },
  text: 'añ😀z',
  ünder_1: 'u',
}

const make = (): BaseConfigurator => new BaseConfigurator(CONFIG)

describe('cfg:// follows a path', () => {
  // As Python's cfg_convert, where it has a value.
  test.each<[string, unknown]>([
    ['word', 'DEBUG'],
    ['number', 5],
    ['nothing', null],
    ['list[0]', 'a'],
    ['list[1]', 7],
    ['list[2][0]', 'b'],
    ['part.key', 'DEBUG'],
    ['part[key]', 'DEBUG'],
    ['part[two words]', 1],
    ['part[0]', 'zero'],
    ['part.deep.deeper[0].x', 'y'],
    [' part . deep . deeper[0] .x', 'y'],
    ['ünder_1', 'u'],
    ['text[0]', 'a'],
    ['text[2]', '😀'],
  ])('%s', (path, value) => {
    expect(make().cfg_convert(path)).toEqual(value)
    expect(make().convert(`cfg://${path}`)).toEqual(value)
  })

  test.each<[string, unknown, string]>([
    ['nope', KeyError, "'nope'"],
    ['part.nope', KeyError, "'nope'"],
    ['part.toString', KeyError, "'toString'"],
    ['list[3]', RangeError, 'list index out of range'],
    ['list[x]', TypeError, "list indices must be integers or slices, not 'x'"],
    ['list[-1]', TypeError, "list indices must be integers or slices, not '-1'"],
    ['text[4]', RangeError, 'list index out of range'],
    ['number.x', TypeError, '5 has no items'],
    ['nothing.x', TypeError, 'null has no items'],
    ['', RangeError, "Unable to convert ''"],
    ['.word', RangeError, "Unable to convert '.word'"],
    ['word!', RangeError, "Unable to convert 'word!' at '!'"],
    ['part[', RangeError, "Unable to convert 'part[' at '['"],
    ['part..key', RangeError, "Unable to convert 'part..key' at '..key'"],
  ])('%j leads nowhere', (path, Class, message) => {
    let thrown: unknown
    try {
      make().cfg_convert(path)
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(Class)
    expect((thrown as Error).message).toBe(message)
    expect(errorsOf(thrown).map((each) => lineOf('x', each))).toEqual([`x: cfg://${path} leads nowhere: ${message}`])
  })
})

test.each<[unknown, unknown]>([
  ['ext://app.seven', 7],
  ['EXT://app.seven', 'EXT://app.seven'],
  [' ext://app.seven', ' ext://app.seven'],
  ['http://x', 'http://x'],
  ['toString://x', 'toString://x'],
  ['ext:/app.seven', 'ext:/app.seven'],
  [{ a: ['ext://app.seven'] }, { a: [7] }],
  [5, 5],
  [null, null],
])('%j is converted', (value, converted) => {
  expect(make().convert(value)).toEqual(converted)
})

test.each([
  ['a', true],
  ['_a1', true],
  ['A_b', true],
  ['1a', false],
  ['a-b', false],
  ['a b', false],
  ['', false],
  ['é', false],
])('%j is an identifier: %j', (text, is) => {
  if (is) expect(valid_ident(text)).toBe(true)
  else expect(() => valid_ident(text)).toThrow(RangeError)
})

test.each([[null], [undefined], [5], ['text'], [[]]])('%j is no configuration', (config) => {
  expect(() => new BaseConfigurator(config as never)).toThrow('the configuration must be an object, not ')
})

test('what a factory is called with, and what is assigned to what it made', () => {
  const given: unknown[] = []
  const factory = (kwargs: object): object => (given.push(kwargs), {})
  const made = make().configure_custom({
    '()': factory,
    a: 'cfg://word',
    b: [1],
    '.': { c: 'ext://app.seven', __proto__: null },
  })
  expect(given).toEqual([{ a: 'DEBUG', b: [1] }])
  expect(made).toEqual({ c: 7 })
  const odd = make().configure_custom({ '()': factory, '.': JSON.parse('{"__proto__":1}') as object }) as object
  expect([Object.getPrototypeOf(odd), Object.keys(odd)]).toEqual([Object.prototype, ['__proto__']])
  expect(make().configure_custom({ '()': factory, '.': {} })).toEqual({})
  expect(() => make().configure_custom({ '()': factory, '.': 5 })).toThrow('expected an object, not 5')
  expect(() => make().configure_custom({ '()': factory, 'a-b': 1 })).toThrow("Not a valid Python identifier: 'a-b'")
  expect(() => make().configure_custom({ '()': 'app.seven' })).toThrow('expected a class or a dotted name, not 7')
  expect(() => make().configure_custom({ a: 1 })).toThrow('expected a class or a dotted name, not undefined')
})

test('as_tuple gives what it is given', () => {
  const list = [1]
  expect(make().as_tuple(list)).toBe(list)
})

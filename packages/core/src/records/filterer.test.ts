import { describe, expect, test } from 'vitest'
import { Filter, isWithin } from './filter.js'
import { Filterer } from './filterer.js'
import { type LogRecord, makeLogRecord } from './record.js'

const record = makeLogRecord({ name: 'app.db', msg: 'm' })
const other = makeLogRecord({ name: 'other' })

function filterer(...filters: unknown[]): Filterer {
  const made = new Filterer()
  for (const filter of filters) made.addFilter(filter as never)
  return made
}

// As in Python: what is false drops, a record takes the place of the one before, all else passes.
test.each<[string, unknown, LogRecord | false]>([
  ['true', true, record],
  ['1', 1, record],
  ['a text', 'x', record],
  ['an object', {}, record],
  ['a record', other, other],
  ['false', false, false],
  ['0', 0, false],
  ['null', null, false],
  ['undefined', undefined, false],
  ["''", '', false],
])('a filter that gives %s', (_, result, passed) => {
  expect(filterer(() => result).filter(record)).toBe(passed)
  expect(filterer({ filter: () => result }).filter(record)).toBe(passed)
})

test('each filter is given what the one before gave, up to the one that drops', () => {
  const given: LogRecord[] = []
  const asked = (result: unknown) => (each: LogRecord) => (given.push(each), result)
  expect(filterer(asked(other), asked(false), asked(true)).filter(record)).toBe(false)
  expect(given).toEqual([record, other])
  expect(filterer().filter(record)).toBe(record)
})

test('a filter is there once, in the order in which they came, and may be taken away', () => {
  const [a, b] = [() => true, { filter: () => true }]
  const first = { comesFirst: true, filter: () => true }
  const made = filterer(a, b, a, first)
  expect(made.filters).toEqual([first, a, b])
  made.removeFilter(a)
  made.removeFilter(a)
  expect(made.filters).toEqual([first, b])
})

describe('what is no filter is refused', () => {
  class Class {
    filter(): boolean {
      return true
    }
  }

  test.each<[string, unknown]>([
    ['null', null],
    ['undefined', undefined],
    ['a text', 'app'],
    ['an object', {}],
    ['a class', Class],
    ['a handler', { filter() {}, handle() {} }],
  ])('%s', (_, filter) => {
    expect(() => filterer(filter)).toThrow('expected a function or an object with filter()')
  })

  test('but a class with a filter of its own, and a function with one, are asked by that', () => {
    class Static {
      static filter(): boolean {
        return false
      }
    }
    const own = Object.assign(() => true, { filter: () => false })
    expect([filterer(Static).filter(record), filterer(own).filter(record)]).toEqual([false, false])
  })

  test('a filter that is async is refused when it is asked', () => {
    expect(() => filterer(async () => true).filter(record)).toThrow('expected a function that is not async')
  })
})

test.each<[string | null, string, boolean]>([
  ['app', '', true],
  [null, '', true],
  ['app', 'app', true],
  ['app.db', 'app', true],
  ['application', 'app', false],
  ['app', 'app.db', false],
  ['App', 'app', false],
  [null, 'app', false],
  ['.app', 'app', false],
  ['app..x', 'app.', true],
])('%j is within %j: %j', (name, ancestor, is) => {
  expect(isWithin(name, ancestor)).toBe(is)
  expect(new Filter(ancestor).filter(makeLogRecord({ name }))).toBe(is)
})

test('a name filter says what it is, and takes a text alone', () => {
  class Own extends Filter {}
  expect([String(new Filter('app')), JSON.stringify([new Own()]), new Filter().name]).toEqual([
    '<Filter app>',
    '["<Own >"]',
    '',
  ])
  for (const name of [5, null, {}]) expect(() => new Filter(name as never)).toThrow(TypeError)
  expect(() => new Filter(5 as never)).toThrow("object of type 'int' has no len()")
})

import { expect, test } from 'vitest'
import { secondsOf, timeOfDay } from './timeOfDay.js'

test.each<[unknown, [number, number, number]]>([
  ['03:30', [3, 30, 0]],
  ['03:30:15', [3, 30, 15]],
  ['00:00:00', [0, 0, 0]],
  ['23:59:59', [23, 59, 59]],
  [{ hour: 0 }, [0, 0, 0]],
  [{ hour: 23, minute: 59, second: 59 }, [23, 59, 59]],
  [{ hour: 1, minute: undefined, second: 5 }, [1, 0, 5]],
])('%o is a time', (given, [hour, minute, second]) => {
  expect(timeOfDay(given as never)).toEqual({ hour, minute, second })
  expect(secondsOf(timeOfDay(given as never))).toBe(hour * 3600 + minute * 60 + second)
})

const WANTED = "a time such as { hour: 3, minute: 30, second: 0 } or '03:30:00'"

test.each<[unknown, string]>([
  ['24:00', "'24:00'"],
  ['23:60', "'23:60'"],
  ['23:59:60', "'23:59:60'"],
  ['3:30', "'3:30'"],
  ['03:3', "'03:3'"],
  ['03:30:1', "'03:30:1'"],
  ['03:30:00:00', "'03:30:00:00'"],
  ['x03:30', "'x03:30'"],
  ['', "''"],
  [{}, '{}'],
  [{ minute: 5 }, '{ minute: 5 }'],
  [{ hour: 24 }, '{ hour: 24 }'],
  [{ hour: -1 }, '{ hour: -1 }'],
  [{ hour: 1.5 }, '{ hour: 1.5 }'],
  [{ hour: '3' }, "{ hour: '3' }"],
  [{ hour: 3, minute: 60 }, '{ hour: 3, minute: 60 }'],
  [{ hour: 3, second: 60 }, '{ hour: 3, second: 60 }'],
  [{ hour: 3, minutes: 5 }, '{ hour: 3, minutes: 5 }'],
])('%o is none', (given, shown) => {
  expect(() => timeOfDay(given as never)).toThrow(new RangeError(`atTime: expected ${WANTED}, not ${shown}`))
})

test.each<[unknown, string]>([
  [null, 'null'],
  [5, '5'],
  [undefined, 'undefined'],
])('%o is no object', (given, shown) => {
  expect(() => timeOfDay(given as never)).toThrow(new TypeError(`atTime: expected ${WANTED}, not ${shown}`))
})

test('what is left out is 0', () => {
  expect([secondsOf({ hour: 2 }), secondsOf({ hour: 0, minute: 1 }), secondsOf({ hour: 0, second: 1 })]).toEqual([
    7200, 60, 1,
  ])
})

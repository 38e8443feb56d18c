// The levels as they are before an application adds any.
import { expect, test } from 'vitest'
import { checkLevel, getLevelName, getLevelNamesMapping, levelName } from './levels.js'

test.each([
  [0, 'NOTSET'],
  [10, 'DEBUG'],
  [20, 'INFO'],
  [30, 'WARNING'],
  [40, 'ERROR'],
  [50, 'CRITICAL'],
  [15, 'Level 15'],
])('the name of %d is %s', (level, name) => {
  expect(levelName(level)).toBe(name)
  expect(getLevelName(level)).toBe(name)
})

test.each<[unknown, unknown]>([
  ['WARN', 30],
  ['FATAL', 50],
  ['warn', 'Level warn'],
  [null, 'Level null'],
  [['x'], "Level [ 'x' ]"],
])('getLevelName(%j) is %j', (level, name) => {
  expect(getLevelName(level)).toBe(name)
})

test('all names of levels, in Python’s order', () => {
  expect(Object.entries(getLevelNamesMapping())).toEqual([
    ['CRITICAL', 50],
    ['FATAL', 50],
    ['ERROR', 40],
    ['WARN', 30],
    ['WARNING', 30],
    ['INFO', 20],
    ['DEBUG', 10],
    ['NOTSET', 0],
  ])
})

test.each<[unknown, string]>([
  ['LOUD', "Unknown level: 'LOUD'"],
  ['loud1', "Unknown level: 'loud1'"],
  ['1loud', "Unknown level: '1loud'"],
  ['', "Unknown level: ''"],
  [
    'loud',
    "Unknown level: 'loud' (there are CRITICAL, FATAL, ERROR, WARN, WARNING, INFO, DEBUG, NOTSET; addLevelName adds one)",
  ],
  [1.5, 'Level not an integer or a valid string: 1.5'],
  [null, 'Level not an integer or a valid string: null'],
])('checkLevel(%j) is refused', (level, message) => {
  const Class = typeof level === 'string' ? RangeError : TypeError
  expect(() => checkLevel(level)).toThrow(new Class(message))
  expect(() => checkLevel(level, 'level')).toThrow(new Class(`level: ${message}`))
})

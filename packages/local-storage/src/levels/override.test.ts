import { expect, test } from 'vitest'
import { addOverride, msLeft } from './override.js'

const NOW = 1_800_000_000_000

test.each<[unknown, object]>([
  ['DEBUG', { level: 'DEBUG', levelno: 10 }],
  [15, { level: 15, levelno: 15 }],
  [{ level: 'info' }, { level: 'info', levelno: 20 }],
  [
    { level: 40, seconds: 5 },
    { level: 40, levelno: 40, seconds: 5, since: NOW },
  ],
  [
    { level: 40, seconds: 0.5, since: 0 },
    { level: 40, levelno: 40, seconds: 0.5, since: 0 },
  ],
])('%j is an override', (given, override) => {
  expect(addOverride(new Map(), 'app', given, NOW).get('app')).toMatchObject(override)
})

test.each<[unknown, string]>([
  [{ level: 10, seconds: 0 }, 'seconds: expected a number above 0, not 0'],
  [{ level: 10, seconds: Infinity }, 'seconds: expected a number above 0, not Infinity'],
  [{ level: 10, seconds: 5, since: Infinity }, 'since: expected a time in milliseconds, not Infinity'],
  [{ level: 10, seconds: 5, since: NaN }, 'since: expected a time in milliseconds, not NaN'],
])('%o is none', (given, message) => {
  expect(() => addOverride(new Map(), 'app', given, NOW)).toThrow(message)
})

test('a name has a thousand characters at most, and none is the root’s', () => {
  const long = 'x'.repeat(1000)
  const overrides = addOverride(addOverride(new Map(), long, 10, NOW), '', 20, NOW)
  expect([...overrides.keys()]).toEqual([long, 'root'])
  expect(() => addOverride(overrides, `${long}x`, 10, NOW)).toThrow('name: expected one of at most 1000 characters')
})

test.each([
  [0, 10_000],
  [9999, 1],
  [10_000, 0],
  [20_000, -10_000],
  // A clock that was put back by a minute at most is believed.
  [-60_000, 70_000],
  [-60_001, 0],
])('%d ms after it began, one of ten seconds lasts %d ms', (passed, left) => {
  expect(msLeft({ level: 10, levelno: 10, seconds: 10, since: NOW }, NOW + passed)).toBe(left)
})

test('one without an end lasts for ever', () => {
  expect(msLeft({ level: 10, levelno: 10 }, NOW)).toBe(Infinity)
})

import { expect, test } from 'vitest'
import { Formatter } from './formatter.js'

test.each([
  ['%', '%(asctime)s', true],
  ['%', '%(asctime)-30s', true],
  ['%', '%%(asctime)s', true],
  ['%', 'asctime %(message)s', false],
  ['%', '%(message)s', false],
  ['{', '{asctime}', true],
  ['{', '{asctime:>30}', true],
  ['{', 'asctime {message}', false],
  ['$', '$asctime', true],
  ['$', '${asctime}', true],
  ['$', 'asctime $message', false],
  ['$', '{asctime} $message', false],
] as const)('style %s: %s uses the time: %j', (style, fmt, uses) => {
  expect(new Formatter(fmt, { style }).usesTime()).toBe(uses)
})

import { expect, test } from 'vitest'
import { suggest } from './suggest.js'

test.each([
  ['fmt', 'format'],
  ['fmt', 'formatter'],
  ['format', 'fmt'],
  ['format', 'formatter'],
  ['filemode', 'mode'],
  ['strm', 'stream'],
  ['dateFormat', 'datefmt'],
  ['disable_existing', 'disable_existing_loggers'],
  ['logLevel', 'level'],
  ['lvl', 'level'],
  ['max_size', 'maxBytes'],
  ['MAXSIZE', 'maxsize'],
  ['maxLogSize', 'maxBytes'],
  ['maxFiles', 'backupCount'],
  ['backups', 'backupCount'],
  ['bufferSize', 'buffering'],
  ['buffer_size', 'capacity'],
  ['minLength', 'buffering'],
  ['interval', 'flushIntervalMs'],
  ['timeout', 'timeoutMs'],
])('what others call %s is %s here', (name, meant) => {
  expect(suggest(name, ['qqqqqq', meant, 'zzzzzz'])).toBe(meant)
})

// One letter in three may differ, one at least.
test.each([
  ['a', 'b', true],
  ['ab', 'cb', true],
  ['ab', 'cd', false],
  ['abcde', 'abcxx', false],
  ['abcdef', 'abcdxx', true],
  ['abcdef', 'abcxxx', false],
  ['abcdef', 'abcdefgh', true],
  ['abcdef', 'abcdefghi', false],
  ['abc', 'acb', true],
  ['abcdef', 'badcef', true],
  ['abcdef', 'badcfe', false],
  ['abc', 'ABC', true],
  ['abc', 'bc', true],
  ['abc', 'abxc', true],
])('%s is near %s: %j', (name, candidate, isNear) => {
  expect(suggest(name, [candidate])).toBe(isNear ? candidate : undefined)
})

test('the nearest counts, of equals the first', () => {
  expect(suggest('abcdef', ['abcdxx', 'abcdex', 'abcdey'])).toBe('abcdex')
  expect(suggest('abcdef', ['abcdxx', 'abcdyy'])).toBe('abcdxx')
})

test('sixty letters, and a thousand candidates', () => {
  expect(suggest('x'.repeat(60), [`${'x'.repeat(59)}y`])).toBe(`${'x'.repeat(59)}y`)
  expect(suggest('x'.repeat(61), [`${'x'.repeat(60)}y`])).toBeUndefined()
  const others = (count: number): string[] => Array.from({ length: count }, () => 'a')
  expect(suggest('level', [...others(999), 'levels'])).toBe('levels')
  expect(suggest('level', [...others(1000), 'levels'])).toBeUndefined()
})

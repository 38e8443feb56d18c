import { expect, test } from 'vitest'
import { compilePatterns } from './redactionPattern.js'

const mark = (): string => '#'

test('without patterns there is nothing to look with', () => {
  expect(compilePatterns([], mark)).toBeUndefined()
})

test.each<[(RegExp | string)[], string, string]>([
  [[/\d+/], 'a 12 b 345', 'a # b #'],
  [[/\d+/g], 'a 12 b 345', 'a # b #'],
  [[/\d+/gy], 'a 12 b 345', 'a # b #'],
  [[/KEY/i], 'key Key', '# #'],
  [['key'], 'key Key', '# Key'],
  [[String.raw`\p{Lu}`], 'aBc', 'a#c'],
  [[/a/, /b/], 'cab', 'c##'],
  [[/ab/, /#c/], 'abc', '#'],
  [[/abc/], 'ab', 'ab'],
  [[/abc/], '', ''],
])('%s in %j', (patterns, text, cleaned) => {
  const { clean, finds } = compilePatterns(patterns, mark)!
  for (let round = 0; round < 2; round++) expect([clean(text), finds(text)]).toEqual([cleaned, cleaned !== text])
})

test('a mark is no replacement pattern', () => {
  expect(compilePatterns([/b/], () => '$&$1')!.clean('abc')).toBe('a$&$1c')
})

test('an expression of the application is not changed', () => {
  const own = /\d/g
  own.lastIndex = 3
  compilePatterns([own], mark)!.clean('1 2 3')
  expect(own.lastIndex).toBe(3)
})

test.each<[unknown, string]>([
  [5, 'patterns[1]: expected a regular expression, not 5'],
  [null, 'patterns[1]: expected a regular expression, not null'],
  [{ source: 'a', flags: '' }, "patterns[1]: expected a regular expression, not { source: 'a', flags: '' }"],
  ['(', 'patterns[1]: Invalid regular expression'],
  [/x*/, "patterns[1]: 'x*' finds the empty text"],
  ['', "patterns[1]: '' finds the empty text"],
  [/^/, "patterns[1]: '^' finds the empty text"],
])('%s is refused', (pattern, message) => {
  expect(() => compilePatterns([/a/, pattern], mark)).toThrow(message)
})

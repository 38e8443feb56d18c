import { expect, test } from 'vitest'
import { leastLength } from './patternLength.js'

test.each<[RegExp, number]>([
  [/secret/, 6],
  [/\b\d{4}[ -]?\d{4}\b/, 8],
  [/Bearer\s+[\w.-]+/i, 8],
  [/a|bcd|ef/, 1],
  [/x(?:ab|c)y/, 3],
  [/(ab)?c*d+?e{2,}f{3,5}?g{0}/, 6],
  [/^(?<name>ab)\k<name>\1$/, 2],
  [/a(?=bcd)(?!e)(?<=a)(?<!f)b/, 2],
  [/[\]a-z][^]/, 2],
  [/[^\\]]/, 2],
  [/\x41\u0041\cA\.\0/, 4],
  [/\u{1F600}\p{L}😀?x/u, 3],
  [new RegExp('\\p{L}'), 1],
  [/a{,2}b{/, 7],
  [new RegExp('[a-c]', 'v'), 0],
  [/()|a/, 0],
  // Flags within an expression, which newer engines know.
  [{ source: 'a(?i:bcd)(?i-s:e)', flags: '' } as RegExp, 5],
  [/(a(b|cd(e|f))){2}/, 4],
])('%s finds no less than %i', (expression, length) => {
  expect(leastLength(expression)).toBe(length)
})

import { makeLogRecord } from '@treeline/core'
import { expect, test } from 'vitest'
import { cleanLevelName, cleanValue, escapeRecord, escapeText, indentLines, MAX_DEPTH, oneLine } from './clean.js'

test.each([
  ['a\tb\nc\r\u001b[1m\u0085\u2028d\u007f', 'abc[1md'],
  ['plain \u00fc \u{1f600}', 'plain \u00fc \u{1f600}'],
])('a word has no control characters: %j', (text, line) => {
  expect(oneLine(text)).toBe(line)
})

test('a word is cut', () => {
  expect(oneLine('x'.repeat(1001))).toHaveLength(1000)
  expect(oneLine('abc', 2)).toBe('ab')
})

test('a text is on one line, with escapes; tabs stay', () => {
  expect(escapeText('a\tb\nc\rd\u0000\u001b[1m\u007f\u0085\u009f\u00a0\u2028\u2029')).toBe(
    'a\tb\\nc\\rd\\x00\\x1b[1m\\x7f\\x85\\x9f\u00a0\\u2028\\u2029',
  )
})

test('lines stay lines, and are indented', () => {
  expect(indentLines('a\r\nb\n\tc\rd\u001b')).toBe('  a\n  b\n  \tc\\rd\\x1b')
})

test.each<[number, unknown, string]>([
  [20, 'ERROR', 'INFO'],
  [25, 'NOTICE', 'NOTICE'],
  [25, 'Stufe 2.5_a-\u00fc', 'Stufe 2.5_a-\u00fc'],
  [25, 'x'.repeat(32), 'x'.repeat(32)],
  [25, 'x'.repeat(33), 'Level 25'],
  [25, '', 'Level 25'],
  [25, 'a\nb', 'Level 25'],
  [25, '<b>', 'Level 25'],
  // The name of another level.
  [25, 'ERROR', 'Level 25'],
  [25, 5, 'Level 25'],
  [25, undefined, 'Level 25'],
])('level %d that was sent as %j is %s', (levelno, sent, name) => {
  expect(cleanLevelName(levelno, sent)).toBe(name)
})

test('keys that change a prototype go, at any depth', () => {
  const value = JSON.parse(
    '{"__proto__":{"a":1},"b":[{"__proto__":2,"constructor":{"prototype":{}}}],"constructor":"a class"}',
  ) as Record<string, unknown>
  value['map'] = new Map([['k', JSON.parse('{"__proto__":1,"c":2}') as unknown]])
  cleanValue(value)
  expect(Object.keys(value)).toEqual(['b', 'constructor', 'map'])
  expect(value['b']).toEqual([{}])
  expect(Object.keys((value['map'] as Map<string, object>).get('k')!)).toEqual(['c'])
})

test('values are nested 32 deep at most', () => {
  const nested = (depth: number): unknown => (depth === 0 ? {} : { a: nested(depth - 1) })
  expect(() => cleanValue(nested(MAX_DEPTH))).not.toThrow()
  expect(() => cleanValue(nested(MAX_DEPTH + 1))).toThrow(new TypeError('a value is nested more than 32 deep'))
  expect(() => cleanValue(null)).not.toThrow()
})

test('of a record, texts of several lines keep their lines, others become one', () => {
  const record = makeLogRecord({
    msg: 'a\nb',
    exc_text: 'Error\n at x',
    stack_info: 'Stack\n y',
    user: 'c\rd',
    n: 5,
    empty: '',
  })
  escapeRecord(record)
  expect(record).toMatchObject({
    msg: 'a\\nb',
    exc_text: '  Error\n   at x',
    stack_info: '  Stack\n   y',
    user: 'c\\rd',
    n: 5,
    empty: '',
  })
})

import { describe, expect, test } from 'vitest'
import { columns, padded } from './columns.js'
import { visible } from './controls.js'
import { clipped, errorFieldLines, fieldLines, hasLines, valueText } from './values.js'

test.each<[unknown, string]>([
  ['word', 'word'],
  ['two words', "'two words'"],
  ['', "''"],
  ['a=b', "'a=b'"],
  ['say"', "'say\"'"],
  ["it's", '"it\'s"'],
  ['a\tb', "'a\\tb'"],
  ['a\u202eb', 'a\\u202eb'],
  [5, '5'],
  [null, 'null'],
  [[1, 'a'], "[ 1, 'a' ]"],
  ['x'.repeat(10_000), 'x'.repeat(10_000)],
  ['x'.repeat(10_001), `'${'x'.repeat(10_000)}... 1 more'`],
])('the text of value %#', (value, text) => {
  expect(valueText(value)).toBe(text)
})

test.each<[unknown, boolean]>([
  ['a\nb', true],
  ['a\n\nb', true],
  ['a\n', false],
  ['\na', false],
  ['a', false],
  [5, false],
  [['a\nb'], false],
])('%j has lines: %j', (value, has) => {
  expect(hasLines(value)).toBe(has)
})

describe('lines of a field', () => {
  test.each<[string, unknown, number, string[]]>([
    ['key', 'value', 10, ['key: value']],
    ['key', 'longer value', 5, ["key: 'longer value'"]],
    ['k\n', 'a\nb \n', 99, ['k\\n:', '  │ a', '  │ b']],
    ['key', { a: 1 }, 13, ['key: { a: 1 }']],
    ['key', { a: 1 }, 12, ['key:', '  a: 1']],
    ['key', [1, 'b'], 5, ['key:', '  - 0: 1', '  - 1: b']],
    ['key', {}, 1, ['key: {}']],
    ['key', [], 1, ['key: []']],
    ['key', { a: { b: 1 } }, 5, ['key:', '  a:', '    b: 1']],
    ['key', { a: { b: 1 } }, 12, ['key:', '  a:', '    b: 1']],
    ['key', { a: { b: 1 } }, 13, ['key:', '  a: { b: 1 }']],
    ['key', new Map([[1, 2]]), 1, ['key: Map(1) { 1 => 2 }']],
    ['key', undefined, 1, ['key: undefined']],
    ['key', null, 1, ['key: null']],
    ['key', 'text', 1, ['key: text']],
    ['key', () => 1, 1, ['key: [Function: (anonymous)]']],
    [
      'key',
      new (class Own {
        a = 1
      })(),
      1,
      ['key: Own { a: 1 }'],
    ],
    ['key', Object.assign(Object.create(null) as object, { a: 1 }), 1, ['key:', '  a: 1']],
    ['key', Object.defineProperty({ a: 1 }, 'hidden', { value: 2 }), 1, ['key:', '  a: 1']],
  ])('%s: %o in %d columns', (key, value, width, lines) => {
    expect(fieldLines([key, value], width)).toEqual(lines)
  })

  test('no getter is run', () => {
    const value = Object.defineProperty({}, 'a', { enumerable: true, get: () => expect.unreachable() })
    expect(fieldLines(['key', value], 1)).toEqual(['key:', '  a: [Getter]'])
  })

  test('four levels, and a hundred lines', () => {
    const deep = { a: { b: { c: { d: { e: 1 } } } } }
    expect(fieldLines(['k', deep], 1)).toEqual(['k:', '  a:', '    b:', '      c:', '        d: { e: 1 }'])
    const list = (length: number): string[] => fieldLines(['k', Array.from({ length }, () => 5)], 1)
    expect(list(100)).toHaveLength(101)
    expect(list(101).slice(-2)).toEqual(['  - 99: 5', '    ... 1 more'])
    const text = (count: number): string[] => fieldLines(['k', Array.from({ length: count }, () => 'x').join('\n')], 1)
    expect(text(100)).toHaveLength(101)
    expect(text(103).slice(-2)).toEqual(['  │ x', '  ... 3 more'])
  })

  test('of an error', () => {
    const long = { a: 'x'.repeat(50), b: 'y'.repeat(50) }
    expect(
      errorFieldLines([
        ['code', 'ENOENT'],
        ['more', long],
      ]),
    ).toEqual(['    code: ENOENT', '    more:', `      a: ${'x'.repeat(50)}`, `      b: ${'y'.repeat(50)}`])
  })

  test('a proxy that cannot be looked at', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    expect(fieldLines(['key', proxy], 1)).toHaveLength(1)
  })
})

test.each([
  ['x'.repeat(10_000), 'x'.repeat(10_000)],
  ['x'.repeat(10_001), `${'x'.repeat(10_000)}... 1 more`],
])('a long text is cut', (text, shown) => {
  expect(clipped(text)).toBe(shown)
})

test.each([
  ['abc', 3],
  ['é', 1],
  ['e\u0301', 1],
  ['漢字', 4],
  ['😀', 2],
  ['\u{1f2ff}', 1],
  ['\u{20000}', 2],
  ['ｱ', 1],
  ['Ａ', 2],
  ['\u10ff\u1100\u115f\u1160', 6],
  ['', 0],
])('%j takes %d columns', (text, width) => {
  expect(columns(text)).toBe(width)
  expect(columns(padded(text, 9))).toBe(9)
  expect(padded(text, width - 1)).toBe(text)
})

const HIDDEN = [
  0, 0x1f, 0x7f, 0x9f, 0xad, 0x61c, 0x180e, 0x200b, 0x200f, 0x2028, 0x202e, 0x2060, 0x206f, 0xfeff, 0xfff9, 0xfffb,
  0xd800, 0xdfff, 0xe0000, 0xe007f,
]
const SHOWN = [
  0x20, 0x7e, 0xa0, 0xac, 0xae, 0x61b, 0x61d, 0x180d, 0x180f, 0x200a, 0x2010, 0x2027, 0x202f, 0x205f, 0x2070, 0xfefe,
  0xff00, 0xfff8, 0xfffc, 0xd7ff, 0xe000, 0xdffff, 0xe0080,
]
test('what a terminal would obey or hide is shown', () => {
  for (const code of HIDDEN) expect(visible(`a${String.fromCodePoint(code)}b`)).toMatch(/^a\\[xnuU][\da-f]{2,8}b$/)
  for (const code of SHOWN) expect(visible(`a${String.fromCodePoint(code)}b`)).toBe(`a${String.fromCodePoint(code)}b`)
})

import { describe, expect, test } from 'vitest'
import { readLiteralArgs } from './literal.js'

const valueOf = (text: string): unknown => {
  const args = readLiteralArgs(`(${text},)`) as readonly { repr: string; value: unknown }[] | undefined
  if (args === undefined) return 'none'
  expect(args).toHaveLength(1)
  expect(args[0]!.repr).toBe(text)
  return args[0]!.value
}

describe('values', () => {
  test.each<[string, unknown]>([
    ['5', 5],
    ['-5', -5],
    ['007', 7],
    ['1.5', 1.5],
    ['1e16', 1e16],
    ['1e+16', 1e16],
    ['1.5e-07', 1.5e-7],
    ['inf', Infinity],
    ['-inf', -Infinity],
    ['nan', Number.NaN],
    ['9007199254740993', 9007199254740993n],
    ["''", ''],
    ["'a'", 'a'],
    ['"it\'s"', "it's"],
    [String.raw`'a\'b\\c\n\r\t\x41\u00e9\U0001f600'`, "a'b\\c\n\r\tAé😀"],
    ["b'a'", undefined],
    ['None', undefined],
    ['True', undefined],
    ['Ellipsis', undefined],
    ['set()', undefined],
    ['[]', undefined],
    ['[1, (2, {3})]', undefined],
    ["{'a': 1, 2: []}", undefined],
  ])('%s', (text, value) => {
    expect(valueOf(text)).toEqual(value)
  })

  test.each([
    '1.',
    '.5',
    '1e',
    '1e+',
    '1_0',
    '0x1',
    '5a',
    'infinity',
    'nano',
    'Nones',
    'Truest',
    'none',
    "'a",
    "'a\\'",
    '[1',
    '(1',
    '{1',
    '[1 2]',
    '[1;2]',
    '<object>',
    "{'a': }",
    "{'a' 1}",
    '5.',
    '1.5.2',
    'set()x',
    'f()',
    'set(1)',
    '',
    ' 1',
    'b"a\'',
  ])('%s is none', (text) => {
    expect(valueOf(text)).toBe('none')
  })
})

test.each<[string, unknown[] | undefined]>([
  ['()', []],
  ['(1,)', [1]],
  ["(1, 'a')", [1, 'a']],
  ['(1,2)', [1, 2]],
  ['(1, 2) ', undefined],
  [' (1, 2)', undefined],
  ['[1]', undefined],
  ['(1', undefined],
  ['', undefined],
  ['1', undefined],
])('the tuple %j', (text, values) => {
  const args = readLiteralArgs(text) as readonly { value: unknown }[] | undefined
  expect(args?.map(({ value }) => value)).toEqual(values)
})

test.each<[string, [string, unknown][] | undefined]>([
  ['{}', []],
  ["{'a': 1}", [['a', 1]]],
  [
    "{'a': 1, 'b': 'c'}",
    [
      ['a', 1],
      ['b', 'c'],
    ],
  ],
  ["{'a': 1, 'a': 2}", [['a', 2]]],
  ["{'a':1}", undefined],
  ["{'a'1}", undefined],
  ['{', undefined],
  ['[]', undefined],
  ['["a": ()]', undefined],
  ['{1: 2}', undefined],
  ["{'a'}", undefined],
  ["{'a': 1", undefined],
])('the dict %j', (text, entries) => {
  const args = readLiteralArgs(text) as ReadonlyMap<string, { value: unknown }> | undefined
  expect(args && [...args].map(([key, { value }]) => [key, value])).toEqual(entries)
})

test('bounds', () => {
  const nested = (depth: number): string => `${'('.repeat(depth)}${')'.repeat(depth)}`
  expect(readLiteralArgs(nested(20))).toBeDefined()
  expect(readLiteralArgs(nested(21))).toBeUndefined()
  const long = (length: number): string => `('${'x'.repeat(length - 5)}',)`
  expect(readLiteralArgs(long(65_536))).toHaveLength(1)
  expect(readLiteralArgs(long(65_537))).toBeUndefined()
  const digits = (count: number): string => `(${'9'.repeat(count)},)`
  expect(readLiteralArgs(digits(500))).toHaveLength(1)
  expect(readLiteralArgs(digits(501))).toBeUndefined()
  const brothers = `(${'(),'.repeat(50)})`
  expect(readLiteralArgs(brothers)).toHaveLength(50)
})

import { describe, expect, test } from 'vitest'
import { pythonStr, pythonTuple } from './pythonText.js'

const nested = (depth: number, make: (inner: unknown) => unknown, leaf: unknown): unknown =>
  depth === 0 ? leaf : make(nested(depth - 1, make, leaf))

test.each<[unknown, string]>([
  [null, 'None'],
  [undefined, 'None'],
  [true, 'True'],
  [false, 'False'],
  [5, '5'],
  [-0, '0'],
  [1e21, '1000000000000000000000'],
  [1.5, '1.5'],
  [1e-7, '1e-07'],
  [Number.NaN, 'nan'],
  [Infinity, 'inf'],
  [5n, '5'],
  ['text', 'text'],
  [['text', "it's"], "['text', \"it's\"]"],
  [[], '[]'],
  [{}, '{}'],
  [[1, [true, null]], '[1, [True, None]]'],
  [{ a: { b: 1.5 }, c: [] }, "{'a': {'b': 1.5}, 'c': []}"],
  [
    new Map<unknown, unknown>([
      [1, 'x'],
      ['a', null],
    ]),
    "{1: 'x', 'a': None}",
  ],
  [Object.assign(Object.create(null) as object, { a: 1 }), "{'a': 1}"],
  [
    {
      get a(): number {
        throw new Error('run')
      },
    },
    "{'a': [Getter]}",
  ],
  [{ set a(_: number) {} }, "{'a': [Getter]}"],
  // oxlint-disable-next-line no-sparse-arrays
  [[, 1], '[None, 1]'],
])('the text of value %#', (value, text) => {
  expect(pythonStr(value)).toBe(text)
})

test.each<[unknown[], string]>([
  [[], '()'],
  [[1], '(1,)'],
  [['a', 2], "('a', 2)"],
])('the tuple %o', (values, text) => {
  expect(pythonTuple(values)).toBe(text)
})

describe('bounds', () => {
  test('circles', () => {
    const list: unknown[] = [1]
    list.push(list)
    const dict: Record<string, unknown> = { a: 1 }
    dict['own'] = dict
    expect([pythonStr(list), pythonStr(dict)]).toEqual(['[1, [...]]', "{'a': 1, 'own': {...}}"])
    const shared = [1]
    expect(pythonStr([shared, shared])).toBe('[[1], [1]]')
  })

  test('twenty deep', () => {
    const lists = (depth: number): string => pythonStr(nested(depth, (inner) => [inner], 5))
    expect(lists(20)).toBe(`${'['.repeat(20)}5${']'.repeat(20)}`)
    expect(lists(21)).toBe(`${'['.repeat(20)}[...]${']'.repeat(20)}`)
    expect(pythonStr(nested(20, (inner) => [inner], {}))).toBe(`${'['.repeat(20)}{...}${']'.repeat(20)}`)
  })

  test('a thousand entries, of sixteen thousand characters', () => {
    const list = (length: number): string => pythonStr(Array(length).fill(5))
    expect(list(1000)).toBe(`[${Array(1000).fill('5').join(', ')}]`)
    expect(list(1001)).toBe(`[${Array(1000).fill('5').join(', ')}, ...]`)
    const map = new Map(Array.from({ length: 1001 }, (_, i) => [i, 0]))
    expect(pythonStr(map)).toMatch(/999: 0, \.\.\.\}$/)
    // An item takes 42 with its quotes and the comma behind it.
    const long = pythonStr(Array(2000).fill('x'.repeat(38)))
    expect(long.split(', ')).toHaveLength(Math.ceil(16_000 / 42) + 1)
    expect(long).toMatch(/, \.\.\.\]$/)
  })

  test('a proxy that does not answer has a text', () => {
    const { proxy, revoke } = Proxy.revocable([], {})
    revoke()
    expect(pythonStr(proxy)).toMatch(/^[<[].+[>\]]$/)
  })
})

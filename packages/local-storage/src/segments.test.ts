import { expect, test } from 'vitest'
import { countLines, inOrder, listSegments, type Segment, segmentKey, sizeOf, timesOf, totalOf } from './segments.js'

const NOW = Date.UTC(2026, 5)
const FIRST = Date.UTC(2026, 0)
const PREFIX = 'treeline'
const SRC = 'abcdefghij'

/** The segments of a store with these keys, each with a line. */
const listed = (...keys: string[]): Segment[] => listSegments(new Map(keys.map((key) => [key, 'line\n'])), PREFIX)
const segment = (src: string, number: number, begunMs = NOW): string => segmentKey(PREFIX, src, number, begunMs)

test('the order is that of the numbers, and of those that two tabs began at once, of the keys', () => {
  const keys = [segment('b', 2), segment('b', 10), segment('a', 2), segment('c', 2), segment('a', 36)]
  const sorted = [keys[2], keys[0], keys[3], keys[1], keys[4]]
  expect(listed(...keys).map(({ key }) => key)).toEqual(sorted)
  expect(listed(...keys.toReversed()).map(({ key }) => key)).toEqual(sorted)
  const [one, other] = listed(segment('a', 1), segment('b', 1)) as [Segment, Segment]
  expect([inOrder(one, other), inOrder(other, one)]).toEqual([-1, 1])
})

test('a segment has what its key says', () => {
  expect(listed(segment(SRC, 99, NOW))).toEqual([
    expect.objectContaining({ src: SRC, number: 99, begunMs: NOW, readable: true, text: 'line\n' }),
  ])
})

test.each([
  ['another version', `${PREFIX}:1:${SRC}:2:3`],
  ['no time', `${PREFIX}:2:${SRC}:2`],
])('one of %s is not read, and stands before all others', (_, key) => {
  expect(listed(segment('a', 1), key)[0]).toMatchObject({ key, src: SRC, number: 0, begunMs: NaN, readable: false })
})

test.each([
  `other:2:${SRC}:1:1`,
  `x${PREFIX}:2:${SRC}:1:1`,
  `${PREFIX}:2:${SRC}:1:1:1`,
  `${PREFIX}:2:${SRC}:1:1x!`,
  `${PREFIX}:2::1:1`,
  `${PREFIX}:beat:${SRC}`,
])('%s is no segment', (key) => {
  expect(listed(key)).toEqual([])
})

test('a number that no page counts to is not believed', () => {
  const numberOf = (number: number): number => listed(segment('a', number))[0]!.number
  expect(numberOf(2 ** 40 - 1)).toBe(2 ** 40 - 1)
  expect(numberOf(2 ** 40)).toBe(0)
})

test('an empty segment is one, and what is gone by now is none', () => {
  const gone = { keys: () => [segment('a', 1)], get: () => null, set: () => undefined, delete: () => undefined }
  expect(listSegments(gone, PREFIX)).toEqual([])
  expect(listSegments(new Map([[segment('a', 1), '']]), PREFIX)).toHaveLength(1)
})

test('sizes are what browsers count: two bytes a unit, of keys and texts', () => {
  expect(sizeOf('aé😀')).toBe(8)
  const [one] = listed(segment('a', 1)) as [Segment]
  expect(totalOf([one, one])).toBe(2 * sizeOf(`${one.key}line\n`))
  expect(totalOf([])).toBe(0)
})

test('empty lines count for nothing', () => {
  expect(['', '\n', 'a', 'a\n', 'a\n\nb\n'].map(countLines)).toEqual([0, 0, 1, 1, 2])
})

test.each<[string, number[], number[]]>([
  ['those that can be right stay', [FIRST, NOW - 1, NOW], [FIRST, NOW - 1, NOW]],
  ['one of the future has that of the next', [NOW + 1, NOW - 5], [NOW - 5, NOW - 5]],
  ['one from before the library, too', [FIRST - 1, FIRST + 5], [FIRST + 5, FIRST + 5]],
  ['the last one has the present', [NOW - 5, NOW + 1], [NOW - 5, NOW]],
  ['one before that of an earlier segment is raised', [NOW - 5, NOW - 9], [NOW - 5, NOW - 5]],
  ['there may be none', [], []],
])('times: %s', (_, begun, times) => {
  const segments = listed(...begun.map((ms, index) => segment('a', index + 1, ms)))
  expect(timesOf(segments, NOW)).toEqual(times)
})

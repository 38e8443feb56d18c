import { makeLogRecord } from '@treeline/core'
import { describe, expect, test } from 'vitest'
import { pickle } from './pickle.js'
import { recordPickle } from './recordPickle.js'

const bytesOf = (attributes: object): string =>
  recordPickle(makeLogRecord({ msg: 'text', created: 5, msecs: 7, ...attributes })).toString('latin1')

/** How a text stands in a pickle. */
const text = (value: string): string => `X${String.fromCharCode(value.length)}\0\0\0${value}`

test('the length stands in front', () => {
  const frame = recordPickle(makeLogRecord({ msg: 'text' }))
  expect(frame.readUInt32BE(0)).toBe(frame.length - 4)
  expect(frame.length).toBeGreaterThan(256)
})

test.each<[string, object, string]>([
  ['a merged message', { msg: '%s!', args: ['x'] }, `${text('msg')}${text('x!')}`],
  ['no arguments', { msg: '%s!', args: ['x'] }, `${text('args')}N`],
  ['no error', { exc_info: new Error('red') }, `${text('exc_info')}N`],
  ['no text of an error', {}, `${text('exc_text')}N`],
  ['the text of an error', { exc_text: 'red' }, `${text('exc_text')}${text('red')}`],
  ['created, a float', {}, `${text('created')}G\x40\x14\0\0\0\0\0\0`],
  ['msecs, a float', {}, `${text('msecs')}G\x40\x1c\0\0\0\0\0\0`],
  ['relativeCreated, a float', { relativeCreated: 5 }, `${text('relativeCreated')}G\x40\x14\0\0\0\0\0\0`],
  ['lineno, an integer', { lineno: 5 }, `${text('lineno')}K\x05`],
  ['a field', { user: 'ann' }, `${text('user')}${text('ann')}`],
  ['asctime', { asctime: 'now' }, `${text('asctime')}${text('now')}`],
])('%s', (_, attributes, part) => {
  expect(bytesOf(attributes)).toContain(part)
})

test('without asctime there is none', () => {
  expect(bytesOf({})).not.toContain('asctime')
})

describe('a thousand entries are shown', () => {
  const tailOf = (value: unknown): string =>
    pickle(new Map([['k', value]]))
      .toString('latin1')
      .slice(-40)
  const sevens = (length: number): number[] => Array.from({ length }, () => 7)
  const numbered = (length: number): [string, number][] => sevens(length).map((seven, i) => [`${i}`, seven])

  test.each<[string, (length: number) => unknown, string, string]>([
    ['list', sevens, 'K\x07K\x07eu.', `K\x07${text('... 1 more')}eu.`],
    ['Set', (length) => new Set(sevens(length).map((_, i) => `${i}`)), `${text('999')}eu.`, `${text('... 1 more')}eu.`],
    [
      'object',
      (length) => Object.fromEntries(numbered(length)),
      `${text('999')}K\x07uu.`,
      `${text('...')}${text('1 more')}uu.`,
    ],
    ['Map', (length) => new Map(numbered(length)), `${text('999')}K\x07uu.`, `${text('...')}${text('1 more')}uu.`],
  ])('of a %s', (_, make, whole, cut) => {
    expect(tailOf(make(1000)).slice(-whole.length)).toBe(whole)
    expect(tailOf(make(1001)).slice(-cut.length)).toBe(cut)
  })
})

test.each<[unknown, string]>([
  ['x'.repeat(100_001), `${'x'.repeat(100_000)}... 1 more`],
  [`${'x'.repeat(99_999)}😀`, `${'x'.repeat(99_999)}... 2 more`],
  [`${'x'.repeat(99_998)}😀y`, `${'x'.repeat(99_998)}😀... 1 more`],
  ['x'.repeat(100_000), 'x'.repeat(100_000)],
])('a long text within a list is cut at a character', (value, shown) => {
  const bytes = pickle(new Map([['k', [value]]]))
  expect(bytes.subarray(15, -3).toString('utf8')).toBe(shown)
  expect(bytes.readUInt32LE(11)).toBe(Buffer.byteLength(shown))
})

test('an integer of more than 4300 digits is a text', () => {
  const bytesOf = (value: bigint): string =>
    pickle(new Map([['k', value]]))
      .toString('latin1')
      .slice(8, -2)
  const longest = '9'.repeat(4300)
  expect(bytesOf(BigInt(longest))).toBe(`L${longest}L\n`)
  expect(bytesOf(BigInt(`${longest}9`))).toBe(`X\xcd\x10\0\0${longest}9`)
})

test('values are nested twenty deep', () => {
  const nested = (depth: number, leaf: unknown): unknown => (depth === 0 ? leaf : nested(depth - 1, [leaf]))
  const bytesOf = (leaf: unknown): string => pickle(new Map([['k', nested(20, leaf)]])).toString('latin1')
  expect(bytesOf(7)).toContain('](K\x07e')
  expect(bytesOf([])).toContain(`](${text('[Array]')}e`)
  expect(bytesOf(new Set())).toContain(`](${text('[Array]')}e`)
  expect(bytesOf({})).toContain(`](${text('[Object]')}e`)
  expect(bytesOf(new Map())).toContain(`](${text('[Object]')}e`)
})

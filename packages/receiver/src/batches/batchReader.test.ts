import { describe, expect, test } from 'vitest'
import { readBatch, readLine } from './batchReader.js'
import { Refusal } from '../requests/refusal.js'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const batch = (header: object, ...lines: string[]): Uint8Array =>
  bytes([JSON.stringify({ treeline: 1, src: 'a', ...header }), ...lines].join('\n'))

describe('headers', () => {
  const least = { src: 'a', count: undefined, lost: new Map(), sentMs: undefined, left: 0, takesLevels: false }
  test.each<[object, object]>([
    [{}, {}],
    [{ count: 0, left: 0 }, { count: 0 }],
    [
      { count: 5, left: 6 },
      { count: 5, left: 6 },
    ],
    [{ count: -1, left: -1 }, {}],
    [{ count: 1.5, left: '6' }, {}],
    [{ takes: ['levels'] }, { takesLevels: true }],
    [{ takes: ['x', 'levels'] }, { takesLevels: true }],
    [{ takes: ['x'] }, {}],
    [{ takes: 'levels' }, {}],
    [
      { lost: { full: 3, none: 0, 'bad reason': 1, '1': 2, A_b9: 4, part: 1.5 } },
      {
        lost: new Map([
          ['full', 3],
          ['A_b9', 4],
        ]),
      },
    ],
    [
      { lost: { [`a${'b'.repeat(31)}`]: 1, [`a${'b'.repeat(32)}`]: 1 } },
      { lost: new Map([[`a${'b'.repeat(31)}`, 1]]) },
    ],
    [{ lost: null }, {}],
    [{ lost: 'full' }, {}],
    [{ src: '!~' }, { src: '!~' }],
    [{ src: 'x'.repeat(128) }, { src: 'x'.repeat(128) }],
  ])('%j', (header, read) => {
    expect(readBatch(batch(header), 5).header).toEqual({ ...least, ...read })
  })

  test('sixteen reasons are remembered', () => {
    const lost = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`r${i}`, 1]))
    expect([...readBatch(batch({ lost }), 5).header.lost.keys()]).toEqual(Object.keys(lost).slice(0, 16))
  })

  test('16 KiB are read', () => {
    const long = (length: number): object => ({ pad: 'x'.repeat(length - batch({ pad: '' }).length) })
    expect(batch(long(16_384))).toHaveLength(16_384)
    expect(readBatch(batch(long(16_384)), 5).header.src).toBe('a')
    expect(refusalOf(batch(long(16_385)))).toEqual(['batch', 'the first line is no header of a batch'])
  })
})

test.each<[string, Uint8Array, string, string]>([
  ['nothing', bytes(''), 'batch', 'the body is empty'],
  ['blank lines', bytes('\n\n\r\n'), 'batch', 'the body is empty'],
  ['no JSON', bytes('{x'), 'batch', 'the first line is no header of a batch'],
  ['another version', batch({ treeline: 2 }), 'batch', 'the first line is no header of a batch'],
  ['a list', bytes('[1]'), 'batch', 'the first line is no header of a batch'],
  ['null', bytes('null'), 'batch', 'the first line is no header of a batch'],
  ['no source', batch({ src: undefined }), 'batch', 'src: expected an id'],
  ['a source of blanks', batch({ src: 'a b' }), 'batch', 'src: expected an id'],
  ['a source beyond ASCII', batch({ src: 'é' }), 'batch', 'src: expected an id'],
  ['an empty source', batch({ src: '' }), 'batch', 'src: expected an id'],
  ['a long source', batch({ src: 'x'.repeat(129) }), 'batch', 'src: expected an id'],
  ['a source that ends a line', batch({ src: 'a\n' }), 'batch', 'src: expected an id'],
  ['a number as source', batch({ src: 5 }), 'batch', 'src: expected an id'],
  ['too many records', batch({}, '{}', '{}', '{}'), 'size', 'the batch has more than 2 records'],
])('%s', (_, body, reason, message) => {
  expect(refusalOf(body)).toEqual([reason, message])
})

function refusalOf(body: Uint8Array): unknown[] {
  try {
    readBatch(body, 2)
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal)
    return [(error as Refusal).reason, (error as Refusal).message]
  }
  throw new Error('it was read')
}

test('lines of fewer than two bytes are none', () => {
  const { lines } = readBatch(batch({}, '{}', '', '\r', 'ab', ''), 2)
  expect(lines.map((line) => new TextDecoder().decode(line))).toEqual(['{}', 'ab'])
})

describe('records', () => {
  test('are objects with a number', () => {
    expect(readLine(bytes('{"seq":1,"msg":"x"}'), 19)).toEqual({ seq: 1, msg: 'x' })
  })

  test.each([
    ['{"seq":1,"msg":"xy"}', 'the record is longer than 19 bytes'],
    ['{x', 'the line is no JSON object'],
    ['[]', 'the line is no JSON object'],
    ['null', 'the line is no JSON object'],
    ['5', 'the line is no JSON object'],
    ['{}', 'seq: expected a whole number above 0'],
    ['{"seq":0}', 'seq: expected a whole number above 0'],
    ['{"seq":-1}', 'seq: expected a whole number above 0'],
    ['{"seq":1.5}', 'seq: expected a whole number above 0'],
    ['{"seq":"1"}', 'seq: expected a whole number above 0'],
  ])('%s is none', (line, message) => {
    expect(() => readLine(bytes(line), 19)).toThrow(new TypeError(message))
  })
})

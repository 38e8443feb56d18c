import { expect, test } from 'vitest'
import type { Segment } from './segments.js'
import { decodeSegments, type StoredLine } from './storedRecord.js'

const wire = (more: object): string =>
  JSON.stringify({ name: 'app', levelno: 20, levelname: 'INFO', msg: 'm', created: 5, ...more })
const segment = (src: string, ...lines: string[]): Segment =>
  ({ key: `key of ${src}`, src, text: lines.join('\n') }) as Segment

/** Returns the messages of the records, in their order, and what was corrupt. */
function decoded(...segments: Segment[]): [string[], StoredLine[]] {
  const corrupt: StoredLine[] = []
  return [decodeSegments(segments, (line) => corrupt.push(line)).map(({ record }) => String(record.msg)), corrupt]
}

test('records come in the order of their time, then of their source, then of their number', () => {
  const [messages] = decoded(
    segment('b', wire({ msg: 'late', seq: 1, created: 6 }), wire({ msg: 'b2', seq: 2 }), wire({ msg: 'b1', seq: 1 })),
    segment('a', wire({ msg: 'a9', seq: 9 }), wire({ msg: 'a none' }), wire({ msg: 'early', seq: 99, created: 4 })),
  )
  expect(messages).toEqual(['early', 'a none', 'a9', 'b1', 'b2', 'late'])
})

test('a line that cannot be understood is told, and empty ones are none', () => {
  const [messages, corrupt] = decoded(segment('a', '', '{"name"', '', wire({ msg: 'fine', seq: 'x' }), '5', ''))
  expect(messages).toEqual(['fine'])
  expect(corrupt).toEqual([
    { key: 'key of a', line: '{"name"' },
    { key: 'key of a', line: '5' },
  ])
})

test('a record has what it was read from', () => {
  const line = wire({ seq: 7, fields: { a: 1 } })
  expect(decodeSegments([segment('a', line)], () => expect.unreachable())[0]).toMatchObject({
    key: 'key of a',
    line,
    src: 'a',
    seq: 7,
    wire: JSON.parse(line) as object,
  })
  expect(decodeSegments([segment('a', wire({ seq: 'x' }))], () => expect.unreachable())[0]!.seq).toBe(0)
})

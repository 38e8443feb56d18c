import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { sentRecord } from '../testing/sentRecord.js'
import type { SentRecord } from './encoding.js'
import { soundRecord, textOf } from './soundRecord.js'

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

const sound = (more: Partial<Record<keyof SentRecord, unknown>>): object =>
  soundRecord(sentRecord(more as Partial<SentRecord>))

test('a record that is sound stays as it is', () => {
  const record = sentRecord({
    exc_text: 'E',
    stack_info: 'S',
    pathname: '/a',
    funcName: 'f',
    lineno: 3,
    fields: { a: 1 },
    levelno: -5,
    created: 0.5,
  })
  expect(soundRecord(record)).toEqual(record)
})

test.each<[keyof SentRecord, unknown, unknown]>([
  ['name', 5, '5'],
  ['msg', { a: 1 }, '{"a":1}'],
  ['msg', undefined, ''],
  ['levelname', null, 'null'],
  ['levelno', 1.5, 0],
  ['levelno', '20', 0],
  ['lineno', '3', undefined],
  ['lineno', 2 ** 53, undefined],
  ['exc_text', '', undefined],
  ['exc_text', null, undefined],
  ['exc_text', ['x'], '["x"]'],
  ['stack_info', 0, '0'],
  ['pathname', false, 'false'],
  ['funcName', '', undefined],
  ['fields', null, {}],
  ['fields', 'text', {}],
  ['fields', undefined, {}],
  ['created', '5', 1_800_000_000],
  ['created', NaN, 1_800_000_000],
  ['created', 8.64e12 + 1, 1_800_000_000],
  ['created', 8.64e12, 8.64e12],
  ['created', -8.64e12, -8.64e12],
])('%s: %j becomes %j', (key, value, mended) => {
  expect(sound({ [key]: value })).toHaveProperty(key, mended)
})

test('what has no JSON text is an empty one', () => {
  expect([textOf('a'), textOf(() => 1), textOf(undefined)]).toEqual(['a', '', ''])
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SentRecord } from './encoding.js'
import { loki, type LokiOptions } from './loki.js'
import { sentRecord } from '../testing/sentRecord.js'

const NOW = 1_800_000_000

beforeEach(() => void vi.useFakeTimers({ now: NOW * 1000 }))
afterEach(() => void vi.useRealTimers())

const record = (more: Partial<SentRecord> = {}): SentRecord => sentRecord({ created: NOW - 1.5, ...more })

interface Push {
  readonly streams: {
    readonly stream: Record<string, string>
    readonly values: [time: string, line: string, metadata: Record<string, string>][]
  }[]
}

function encoded(records: SentRecord[], options?: LokiOptions): Push {
  return JSON.parse(loki(options).encode(records)) as Push
}

function entryOf(more: Partial<SentRecord>): Push['streams'][0]['values'][0] {
  return encoded([record(more)]).streams[0]!.values[0]!
}

const bytesOf = (text: string): number => new TextEncoder().encode(text).length

test('a stream for each level has entries of a time, a line and metadata', () => {
  const records = [
    record(),
    record({ seq: 8, levelname: 'ERROR', exc_text: 'Error: x\n    at f', stack_info: 'Stack:' }),
    record({ seq: 9 }),
  ]
  expect(encoded(records, { labels: { app: 'shop', env: 'prod' } })).toEqual({
    streams: [
      {
        stream: { app: 'shop', env: 'prod', level: 'info' },
        values: [
          ['1799999998500000000', 'added', { logger: 'shop.cart', src: 'page', seq: '7' }],
          ['1799999998500000000', 'added', { logger: 'shop.cart', src: 'page', seq: '9' }],
        ],
      },
      {
        stream: { app: 'shop', env: 'prod', level: 'error' },
        values: [
          ['1799999998500000000', 'added\nError: x\n    at f\nStack:', { logger: 'shop.cart', src: 'page', seq: '8' }],
        ],
      },
    ],
  })
  expect(encoded([record()]).streams[0]!.stream).toEqual({ app: 'treeline', level: 'info' })
})

test('metadata are texts under names that queries can use, and forge nothing', () => {
  const fields = {
    n: 1,
    yes: true,
    map: { a: [1] },
    none: null,
    'user.id': 1,
    user_id: 2,
    '1st': 3,
    '': 4,
    src: 'forged',
    seq: 99,
    logger: 'x',
  }
  const more = { fields, pathname: '/a.js', lineno: 3, funcName: 'f' }
  expect(entryOf(more)[2]).toEqual({
    logger: 'shop.cart',
    src: 'page',
    seq: '7',
    pathname: '/a.js',
    lineno: '3',
    funcName: 'f',
    n: '1',
    yes: 'true',
    map: '{"a":[1]}',
    none: 'null',
    user_id: '1',
    user_id_: '2',
    _1st: '3',
    _: '4',
    src_: 'forged',
    seq_: '99',
    logger_: 'x',
  })
  const proto = JSON.parse('{"__proto__":"p"}') as Record<string, unknown>
  expect(Object.entries(entryOf({ fields: proto })[2])).toContainEqual(['__proto__', 'p'])
})

test('a line of more than 256 KiB is cut with a note, between characters', () => {
  expect(entryOf({ msg: 'x'.repeat(256 * 1024) })[1]).toBe('x'.repeat(256 * 1024))
  for (const char of ['x', 'é', '€', '😀']) {
    const line = entryOf({ msg: char.repeat(300 * 1024) })[1]
    expect(bytesOf(line)).toBeLessThanOrEqual(256 * 1024)
    expect(bytesOf(line)).toBeGreaterThan(256 * 1024 - 60)
    expect(line).toMatch(
      new RegExp(`^${char}{1000}(?:${char})+\\.\\.\\. \\[cut from ${bytesOf(char) * 300 * 1024} bytes\\]$`, 'u'),
    )
  }
})

test('metadata of more than 128 entries or 64 KiB are cut with a note', () => {
  const many = entryOf({ fields: Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`f${n}`, n])) })[2]
  expect(Object.keys(many)).toHaveLength(128)
  expect(many).toMatchObject({ seq: '7', f123: '123', truncated: '76 more' })
  const fits = entryOf({ fields: Object.fromEntries(Array.from({ length: 124 }, (_, n) => [`f${n}`, n])) })[2]
  expect(fits).toMatchObject({ f123: '123' })
  expect(fits).not.toHaveProperty('truncated')

  const fields = Object.fromEntries(Array.from({ length: 20 }, (_, n) => [`f${n}`, '€'.repeat(2000)]))
  const large = entryOf({ fields: { first: 'x'.repeat(100_000), ...fields }, name: 'n'.repeat(50_000) })[2]
  const bytes = Object.entries(large).reduce((sum, [key, value]) => sum + bytesOf(key) + bytesOf(value), 0)
  expect(bytes).toBeLessThanOrEqual(64 * 1024)
  expect(bytes).toBeGreaterThan(50 * 1024)
  expect(large).toMatchObject({ src: 'page', seq: '7', truncated: expect.stringMatching(/^\d+ more$/) as string })
  expect(large['first']).toMatch(/^x+\.\.\. \[cut from 100000 bytes\]$/)
  expect(entryOf({ fields: { ['k'.repeat(5000)]: 1 } })[2]).toHaveProperty('k'.repeat(512))
})

test.each([
  [NOW - 8 * 24 * 3600, false],
  [NOW + 3600, false],
  [-1, false],
  [1e300, undefined],
  [Number.NaN, undefined],
  [NOW - 6 * 24 * 3600, true],
  [NOW + 300, true],
])('the time %d is one that the server takes', (created, isKept) => {
  const [time, , metadata] = entryOf({ created })
  expect(time).toBe(`${isKept ? created : NOW}000000000`)
  expect(metadata['created']).toBe(isKept === false ? String(created) : undefined)
})

test('each level has a label that the server takes', () => {
  const levels = (levelname: string, levelno = 25): unknown =>
    encoded([record({ levelname, levelno })], { labels: {} }).streams[0]!.stream
  expect(levels('NOTICE')).toEqual({ level: 'notice' })
  expect(levels('')).toEqual({ level: 'level 25' })
  expect((levels('x'.repeat(5000)) as { level: string }).level).toHaveLength(2048)
})

test('options that are wrong throw', () => {
  expect(() => loki({ label: {} } as never)).toThrow("loki: unknown option 'label'; there are: labels")
  expect(() => loki({ labels: 'app' as never })).toThrow("labels: expected an object of texts, not 'app'")
  const many = Object.fromEntries(Array.from({ length: 15 }, (_, n) => [`l${n}`, 'x']))
  expect(() => loki({ labels: many })).toThrow('labels: expected at most 14 labels')
  expect(() => loki({ labels: { 'a.b': 'x' } })).toThrow(
    "labels: expected names of letters, digits and _ other than level, not 'a.b'",
  )
  expect(() => loki({ labels: { level: 'x' } })).toThrow('other than level')
  expect(() => loki({ labels: { app: '' } })).toThrow("labels.app: expected a text of 1 to 2048 bytes, not ''")
  expect(() => loki({ labels: { app: 5 as never } })).toThrow('labels.app: expected a text of 1 to 2048 bytes, not 5')
})

// What pages log in bad faith or by mistake, in each encoding.
import { getLogger, type LogRecord, makeLogRecord, settings } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { BufferingHTTPHandler } from '../index.js'
import { elastic } from './elastic.js'
import type { Encoding, SentRecord } from './encoding.js'
import { gelf } from './gelf.js'
import { jsonLines } from './jsonLines.js'
import { loki } from './loki.js'
import { otlp } from './otlp.js'

afterEach(resetLogging)

const ENCODINGS: [string, Encoding][] = [
  ['otlp', otlp()],
  ['loki', loki()],
  ['elastic', elastic()],
  ['gelf', gelf({ host: 'shop' })],
  ['jsonLines', jsonLines()],
]

const MEGABYTE = 2 ** 20

const HOSTILE: Readonly<Record<string, Partial<Record<keyof SentRecord, unknown>>>> = {
  'lone surrogates': {
    msg: 'a\ud800b',
    name: '\udc00',
    levelname: 'X\udfff',
    fields: { '\ud800': '\udc00', '\ud801': 1 },
  },
  'no fields': { fields: undefined },
  'fields that are no object': { fields: '<unreadable object>' },
  'no texts': { name: 5, levelname: null, msg: { a: 1 }, exc_text: ['x'], stack_info: 0, pathname: {}, funcName: true },
  'no numbers': { levelno: 'high', created: 'NaN', lineno: '3' },
  'a time of NaN': { created: Number.NaN },
  'a time before 1970': { created: -1e9 },
  'a time beyond all': { created: 1e300 },
  'names of prototypes': {
    fields: JSON.parse('{"__proto__":{"a":1},"constructor":"c","toString":1,"hasOwnProperty":2}'),
  },
  'names with dots': { fields: { 'a.b': 1, 'a.': 2, '.': 3, a: { b: 4 } } },
  'ten megabytes': {
    msg: 'm'.repeat(5 * MEGABYTE),
    exc_text: 'e'.repeat(5 * MEGABYTE),
    fields: { x: 'f'.repeat(5 * MEGABYTE) },
  },
  'forged ids': {
    fields: {
      src: 'forged',
      seq: 99,
      _src: 'forged',
      _id: 'forged',
      'event.id': 'forged:99',
      'log.record.uid': 'forged:99',
    },
  },
  'a backslash before what looks like an escape': { msg: '\\ud800 \\\\ud800 😀', fields: { '\\udc00': '\\' } },
}

/** Returns the ids that a body has for its records. */
function idsIn(name: string, body: string): string[] {
  const lines = (): Record<string, never>[] =>
    body
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, never>)
  const whole = (): never => JSON.parse(body) as never
  switch (name) {
    case 'otlp': {
      const { resourceLogs } = whole() as {
        resourceLogs: { scopeLogs: { logRecords: { attributes: Attribute[] }[] }[] }[]
      }
      const logged = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
      return logged.map(({ attributes }) => attributes.find(({ key }) => key === 'log.record.uid')!.value.stringValue)
    }
    case 'loki': {
      const { streams } = whole() as { streams: { values: [string, string, { src: string; seq: string }][] }[] }
      return streams.flatMap(({ values }) => values.map(([, , { src, seq }]) => `${src}:${seq}`))
    }
    case 'elastic':
      return lines().flatMap((line, place) => (place % 2 ? [line['event.id']!] : []))
    case 'gelf':
      return lines().map(({ _src, _seq }) => `${_src}:${_seq}`)
    default:
      return lines().map(({ src, seq }) => `${src}:${seq}`)
  }
}

interface Attribute {
  readonly key: string
  readonly value: { readonly stringValue: string }
}

const fine = { name: 'n', levelno: 20, levelname: 'INFO', msg: 'fine', created: 1_795_234_043.231 }

test.each(ENCODINGS)('%s: a hostile record is there under its own id, and costs no other one', (name, encoding) => {
  for (const [kind, more] of Object.entries(HOSTILE)) {
    const records = [
      { ...fine, src: 'page', seq: 1 },
      { ...fine, ...more, src: 'page', seq: 2 },
      { ...fine, src: 'page', seq: 3 },
    ] as SentRecord[]
    const body = encoding.encode(records)
    expect(idsIn(name, body).sort(), kind).toEqual(['page:1', 'page:2', 'page:3'])
    expect(new TextDecoder().decode(new TextEncoder().encode(body)) === body, kind).toBe(true)
    expect(withoutPairs(body), kind).not.toMatch(/(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/)
    expect(encoding.encode(records.slice(0, 1)), kind).not.toContain('forged')
    expect(Object.prototype).not.toHaveProperty('a')
  }
})

/** Without what JSON text may have of escapes: pairs of surrogates. */
function withoutPairs(json: string): string {
  return json.replace(/\\ud[89ab]..\\ud[c-f]../g, '')
}

test.each(ENCODINGS)('%s: fields and texts of lone surrogates become replacement characters', (_name, encoding) => {
  const body = encoding.encode([
    { ...fine, src: 'page', seq: 1, msg: 'a\ud800b', fields: { '\ud800': 'x\udc00', '\udbff': 'y' } },
  ])
  expect(body).toContain('a\ufffdb')
  expect(body).toContain('x\ufffd')
  expect(body).toContain('"y"')
})

test.each(ENCODINGS)('%s: beside a lone surrogate, backslashes, pairs and escapes in words stay', (_name, encoding) => {
  const told = 'a\\b \\ud800 😀 \\\\udc00 c'
  const body = encoding.encode([{ ...fine, src: 'page', seq: 1, msg: `${told}\ud83d`, fields: {} }])
  expect(body).toContain(`${JSON.stringify(told).slice(1, -1)}\ufffd`)
})

test.each(ENCODINGS)('%s: what a program logs arrives, whatever it is', async (name, encoding) => {
  settings.raiseExceptions = false
  const bodies: string[] = []
  const handler = new BufferingHTTPHandler('http://127.0.0.1/', {
    encoding: { contentType: encoding.contentType, encode: (records) => encoding.encode(records) },
    scope: {},
    fetch: async (_url, init) => {
      bodies.push(String(init.body))
      return new Response(null, { status: 204 })
    },
  })
  const log = getLogger('app')
  log.setLevel('DEBUG')
  log.addHandler(handler)
  const cyclic: Record<string, unknown> = {
    n: 1n,
    f: () => 1,
    nan: Number.NaN,
    date: new Date(Number.NaN),
    map: new Map([[{}, 1]]),
  }
  cyclic['self'] = cyclic
  log.info('fields', cyclic)
  log.info('a\ud800', { extra: { '\udc00': '\ud800', src: 1, seq: 2, _id: 3, levelname: 'x' } })
  log.error('failed', new AggregateError([new Error('a', { cause: 42 })], 'all'))
  log.info('args %d' as string, 'x', { port: 1 })
  log.handle(makeLogRecord({ name: 'app', msg: 'spoiled', levelno: 20, created: Number.NaN }))
  log.addFilter((record: LogRecord) => {
    Object.assign(record, { levelname: { toJSON: () => 1 }, exc_text: 5, created: -1 })
    return true
  })
  log.warning('filtered')
  await handler.flush()
  expect(handler.stats()).toMatchObject({ accepted: 6, acknowledged: 6, lost: {} })
  const seqs = bodies.flatMap((body) => idsIn(name, body)).map((id) => Number(id.split(':')[1]))
  expect(seqs.sort()).toEqual([1, 2, 3, 4, 5, 6])
})

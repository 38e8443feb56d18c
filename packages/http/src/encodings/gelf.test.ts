import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { SentRecord } from './encoding.js'
import { gelf } from './gelf.js'
import { sentRecord } from '../testing/sentRecord.js'

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }))
afterEach(() => void vi.useRealTimers())

function messageOf(more: Partial<SentRecord>): Record<string, unknown> {
  return JSON.parse(gelf({ host: 'shop' }).encode([sentRecord(more)])) as Record<string, unknown>
}

test('each record is a line of GELF 1.1', () => {
  const text = gelf({ host: 'shop' }).encode([
    sentRecord(),
    sentRecord({ seq: 8, levelno: 40, exc_text: 'Error: x\n    at f' }),
  ])
  expect(text.endsWith('\n')).toBe(true)
  const messages = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as object)
  const same = {
    version: '1.1',
    host: 'shop',
    timestamp: 1795234043.231,
    _logger: 'shop.cart',
    short_message: 'added',
    _src: 'page',
  }
  expect(messages).toEqual([
    { ...same, level: 6, _seq: 7 },
    { ...same, level: 3, _seq: 8, full_message: 'added\nError: x\n    at f' },
  ])
})

test.each([
  [10, 7],
  [30, 4],
  [50, 2],
  [-5, 7],
  [Number.NaN, 7],
])('level %d is severity %d of syslog', (levelno, level) => {
  expect(messageOf({ levelno })['level']).toBe(level)
})

test('fields are texts and numbers under names that Graylog takes and does not skip', () => {
  const fields = {
    id: 1,
    'a b/ü': 'x',
    yes: true,
    map: { a: 1 },
    none: null,
    src: 'forged',
    _src: 'forged too',
    seq: 99,
    source: 's',
    message: 'm',
    timestamp: 't',
    level: 'l',
    version: 'v',
    logger: 'g',
  }
  const message = messageOf({ fields })
  for (const [key, value] of Object.entries(message)) {
    expect(key).toMatch(/^[\w.-]*$/)
    expect(['string', 'number']).toContain(typeof value)
  }
  expect(message).toMatchObject({
    _src: 'page',
    _seq: 7,
    version: '1.1',
    level: 6,
    short_message: 'added',
    host: 'shop',
  })
  expect(message).toMatchObject({ _id_: 1, _a_b__: 'x', _yes: 'true', _map: '{"a":1}', _none: 'null', _logger_: 'g' })
  expect(message).toMatchObject({ _src_: 'forged', __src_: 'forged too', _seq_: 99 })
  expect(message).toMatchObject({ _source_: 's', _message_: 'm', _timestamp_: 't', _level_: 'l', _version_: 'v' })
  for (const key of ['_id', '_source', '_message', '_timestamp', '_level']) expect(message).not.toHaveProperty(key)
})

test.each([[''], [' \n\t'], ['\u0000\u001c']])(
  'the message %j is told, because Graylog refuses one without text',
  (msg) => {
    expect(messageOf({ msg })['short_message']).toBe('(no message)')
  },
)

test('a time is a number, whatever the record has', () => {
  for (const created of [Number.NaN, 'NaN', null, 1e300]) {
    expect(messageOf({ created: created as never })['timestamp']).toBe(1_800_000_000)
  }
  expect(messageOf({ created: -1.5 })['timestamp']).toBe(-1.5)
})

test('options that are wrong throw', () => {
  expect(() => gelf({} as never)).toThrow('host: expected a name, not undefined')
  expect(() => gelf({ host: ' ' })).toThrow("host: expected a name, not ' '")
  expect(() => gelf({ host: 'a', port: 1 } as never)).toThrow("gelf: unknown option 'port'; there are: host")
})

test.each([
  'src',
  'seq',
  'full_message',
  'host',
  'level',
  'message',
  'short_message',
  'source',
  'streams',
  'timestamp',
  'version',
])('a field %s gets an underscore behind it', (name) => {
  const message = messageOf({ fields: { [name]: 'own' } })
  expect(message[`_${name}_`]).toBe('own')
  expect(message[`_${name}`]).not.toBe('own')
})

test.each(['', ' \t\n', '\0\x1f'])('the message %j is none', (msg) => {
  expect(messageOf({ msg })['short_message']).toBe('(no message)')
})

test.each([
  [{ host: ' ' }, "host: expected a name, not ' '"],
  [{ host: '' }, "host: expected a name, not ''"],
  [{ host: 5 }, 'host: expected a name, not 5'],
  [{ colour: 'a' }, "gelf: unknown option 'colour'; there are: host"],
])('%j is refused', (options, message) => {
  expect(() => gelf(options as never)).toThrow(message)
})

import { JSONFormatter, type JSONPreset, LogRecord } from '@treeline/core'
import { PythonJSONFormatter } from '@treeline/core/config'
import { describe, expect, test } from 'vitest'
import type { LogLine } from './logLine.js'
import { readLine } from './readLine.js'

const MS = 1_795_780_800_042

function record(exc_info: unknown = null): LogRecord {
  const made = new LogRecord('app.db', 30, '', 0, 'slow %s', null, exc_info)
  made.msg = 'slow query'
  made.args = { table: 'orders', ms: 12 }
  made.created = MS / 1000
  return made
}

const failure = (): Error =>
  Object.assign(new Error('no host', { cause: new TypeError('deep') }), { code: 'ENOTFOUND' })

describe.each([undefined, 'ecs', 'gcp', 'gelf', 'otel', 'pino'] as (JSONPreset | undefined)[])(
  'our preset %s',
  (preset) => {
    const line = (exc_info?: unknown): LogLine => readLine(new JSONFormatter({ preset }).format(record(exc_info)))!

    test('is read', () => {
      expect(line()).toEqual({
        time: MS,
        levelno: 30,
        levelname: 'WARNING',
        name: 'app.db',
        message: 'slow query',
        fields: [
          ['table', 'orders'],
          ['ms', 12],
        ],
        error: '',
      })
    })

    test('has its error once, with the cause', () => {
      const { error, fields, message } = line(failure())
      expect(message).toBe('slow query')
      expect(fields.map(([key]) => key)).toEqual(['table', 'ms'])
      expect(error.match(/no host/g)).toHaveLength(1)
      expect(error.match(/deep/g)).toHaveLength(1)
      expect(error).toContain('    at ')
    })
  },
)

test('what an error has beside its text stands behind it', () => {
  for (const preset of [undefined, 'pino'] as const)
    expect(readLine(new JSONFormatter({ preset }).format(record(failure())))!.error).toContain('    code: ENOTFOUND')
})

const said = (time: number | undefined, levelno: number, name: string, message: string): Partial<LogLine> => ({
  time,
  levelno,
  name,
  message,
})

test.each([
  ['pino', `{"level":50,"time":${MS},"pid":7,"hostname":"web1","name":"api","msg":"hi"}`, said(MS, 40, 'api', 'hi')],
  ['pino, at trace', `{"level":10,"time":${MS},"msg":"hi"}`, said(MS, 0, '', 'hi')],
  ['bunyan', '{"name":"api","level":30,"time":"2026-11-27T12:00:00.042Z","msg":"hi","v":0}', said(MS, 20, 'api', 'hi')],
  ['winston', '{"level":"warn","message":"hi","timestamp":"2026-11-27T12:00:00.042Z"}', said(MS, 30, '', 'hi')],
  ['structlog', '{"event":"hi","level":"error","timestamp":"2026-11-27T12:00:00.042Z"}', said(MS, 40, '', 'hi')],
  ['zap', '{"level":"error","ts":1795780800.042,"logger":"api","msg":"hi"}', said(MS, 40, 'api', 'hi')],
  ['slog', '{"time":"2026-11-27T12:00:00.042+00:00","level":"INFO","msg":"hi"}', said(MS, 20, '', 'hi')],
  [
    'ECS, nested',
    '{"@timestamp":"2026-11-27T12:00:00.042Z","log":{"level":"error","logger":"api"},"message":"hi"}',
    said(MS, 40, 'api', 'hi'),
  ],
  [
    'GELF',
    '{"version":"1.1","host":"h","short_message":"hi","timestamp":1795780800.042,"level":3,"_id_":7}',
    said(MS, 40, '', 'hi'),
  ],
  [
    'OpenTelemetry, by numbers',
    '{"timestamp":"1795780800042","severityNumber":17,"body":"hi"}',
    said(MS, 40, '', 'hi'),
  ],
  ['Google Cloud', '{"severity":"NOTICE","message":"hi"}', said(undefined, 25, '', 'hi')],
  ['Python’s numbers', '{"level":10,"message":"hi"}', said(undefined, 10, '', 'hi')],
  ['nanoseconds', `{"time":${MS}000000,"msg":"hi"}`, said(MS, 20, '', 'hi')],
])('%s', (_, line, expected) => {
  expect(readLine(line)).toMatchObject(expected)
})

test('python-json-logger', () => {
  const formatter = new PythonJSONFormatter('%(asctime)s %(levelname)s %(name)s %(message)s')
  const line = readLine(formatter.format(record(failure())))!
  expect(line).toMatchObject({
    ...said(MS, 30, 'app.db', 'slow query'),
    fields: [
      ['table', 'orders'],
      ['ms', 12],
    ],
  })
  expect(line.error).toContain('Error: no host')
})

test('a field that is named as another logger’s key stays a field', () => {
  const { name, message, fields } = readLine(
    '{"logger":"app","message":"hi","name":"ann","msg":"x","error":"no","event":7}',
  )!
  expect([name, message]).toEqual(['app', 'hi'])
  expect(fields).toEqual(
    expect.arrayContaining([
      ['name', 'ann'],
      ['msg', 'x'],
      ['error', 'no'],
      ['event', 7],
    ]),
  )
})

test.each<[string, string]>([
  ['the default', '{"time":"T","level":"ERROR","logger":"app","message":"hi",FIELDS}'],
  ['ecs', '{"@timestamp":"T","log.level":"error","message":"hi","log.logger":"app","ecs.version":"8",FIELDS}'],
  [
    'nested ecs',
    '{FIELDS,"@timestamp":"T","log":{"level":"error","logger":"app"},"message":"hi","ecs":{"version":"8"}}',
  ],
  ['gcp', '{"severity":"ERROR","time":"T","message":"hi","logger":"app",FIELDS}'],
  [
    'otel',
    '{"timestamp":"T","severityText":"ERROR","severityNumber":17,"scope":{"name":"app"},"body":"hi","attributes":{FIELDS}}',
  ],
  ['pino’s preset', '{"level":50,"time":"T","name":"app",FIELDS,"msg":"hi"}'],
  ['pino', '{"level":50,"time":"T","pid":1,"hostname":"h","name":"app",FIELDS,"msg":"hi"}'],
  ['bunyan', '{"name":"app","hostname":"h","pid":1,"level":50,FIELDS,"msg":"hi","time":"T","v":0}'],
])('fields named as keys of other formats stay fields: %s', (_, format) => {
  const fields = format.includes('"msg"')
    ? '"severity":"low","logger":"x","timestamp":"2020-01-01T00:00:00Z"'
    : '"severityText":"low","name":"x","asctime":"2020-01-01T00:00:00Z","msg":"other"'
  const given = format.replaceAll('"T"', '"2026-11-29T01:14:12.990Z"').replace('FIELDS', fields)
  expect(readLine(given)).toMatchObject({
    time: Date.UTC(2026, 10, 29, 1, 14, 12, 990),
    levelno: 40,
    name: 'app',
    message: 'hi',
  })
})

test('a line behind a byte order mark is read', () => {
  expect(readLine('\ufeff{"level":"ERROR","message":"first"}')).toMatchObject({ levelno: 40, message: 'first' })
})

test('values of the wrong kind are fields', () => {
  const line = readLine('{"level":{"a":1},"time":[1],"name":7,"message":{"b":2},"err":null,"exc_info":true,"stack":3}')!
  expect(line).toMatchObject({ time: undefined, levelno: 20, levelname: '', name: '', message: '{"b":2}', error: '' })
  expect(line.fields.map(([key]) => key)).toEqual(['level', 'time', 'name', 'err', 'exc_info', 'stack'])
})

test('an error without a stack has its type and message, and its causes are bounded', () => {
  expect(readLine('{"error.type":"TypeError","error.message":"x","message":"m"}')!.error).toBe('TypeError: x')
  let err: object = { type: 'E0', message: 'deep' }
  for (let i = 1; i < 50; i++) err = { type: `E${i}`, message: `m${i}`, cause: err }
  const { error } = readLine(JSON.stringify({ err, msg: 'm' }))!
  expect(error.split('\n')).toHaveLength(11)
})

test.each(['', 'text', '[1]', '7', '"a"', 'null', '{', '{"a":1} {"b":2}', '{"a":'])('%j is no line of ours', (line) => {
  expect(readLine(line)).toBeUndefined()
})

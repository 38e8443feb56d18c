import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JSONFormatter } from './jsonFormatter.js'
import type { JSONFormatterOptions } from './jsonLayout.js'
import { type LogArgs, LogRecord, makeLogRecord } from '../records/record.js'
import { prepare } from '../records/prepare.js'

const CREATED = Date.UTC(2026, 10, 21, 1, 2, 3, 456) / 1000
const HEAD = '{"time":"2026-11-21T01:02:03.456Z","level":"INFO","logger":"app.db","message":'

function makeRecord(msg: unknown = 'hello', args: LogArgs = [], more: Record<string, unknown> = {}): LogRecord {
  const record = new LogRecord('app.db', 20, '/srv/app/db.js', 7, msg, args, null, { func: 'connect' })
  return Object.assign(record, { created: CREATED }, more)
}

function parse(line: string): Record<string, unknown> {
  const value = JSON.parse(line) as Record<string, unknown>
  expect(line).not.toContain('\n')
  const written = [...line.matchAll(/"(?:[^"\\]|\\.)*"(:?)/g)].filter((match) => match[1] === ':').length
  expect(written, `duplicate key in ${line}`).toBe(countKeys(value))
  return value
}

function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  return (
    (Array.isArray(value) ? 0 : Object.keys(value).length) +
    Object.values(value).reduce<number>((sum, item) => sum + countKeys(item), 0)
  )
}

function formatted(
  options: JSONFormatterOptions | undefined,
  record: LogRecord = makeRecord(),
): Record<string, unknown> {
  return parse(new JSONFormatter(options).format(record))
}

function failure(): Error {
  class DBError extends Error {}
  const error = new DBError('no route', { cause: new Error('refused') })
  error.stack = 'Error: no route\n    at connect (db.js:7)'
  ;(error.cause as Error).stack = 'Error: refused\n    at net.js:1'
  return error
}

test('the default line', () => {
  const formatter = new JSONFormatter()
  const record = makeRecord('user %s "%d"', ['ann', 3])
  expect(formatter.format(record)).toBe(`${HEAD}"user ann \\"3\\""}`)
  expect(record.message).toBe('user ann "3"')
  expect(formatter.format(makeRecord('x', [], { name: null }))).toContain('"logger":"root"')
  expect(formatter.format(makeLogRecord({ msg: 'bare' }))).toContain('"message":"bare"')
  expect(formatter.usesTime()).toBe(false)
})

test('the mapping argument and extra are fields, extra wins', () => {
  const formatter = new JSONFormatter()
  expect(formatter.format(makeRecord('m', [{ port: 80, ok: true, skip: undefined }]))).toBe(
    `${HEAD}"m","port":80,"ok":true}`,
  )
  expect(formatter.format(makeRecord('m', [], { tenant: 'a', list: [1] }))).toBe(`${HEAD}"m","tenant":"a","list":[1]}`)
  expect(formatter.format(makeRecord('m', [{ a: 1, b: 2 }], { b: 3, c: 4 }))).toBe(`${HEAD}"m","a":1,"b":3,"c":4}`)
  expect(
    formatter.format(
      makeRecord('m', [
        new Map<unknown, unknown>([
          ['a', 1],
          [2, 3],
        ]),
      ]),
    ),
  ).toBe(`${HEAD}"m","2":3,"a":1}`)
  expect(formatter.format(makeRecord('%s', ['only']))).toBe(`${HEAD}"only"}`)
  expect(formatter.format(makeRecord('%(n)s', [{ n: 1 }]))).toBe(`${HEAD}"1","n":1}`)
  expect(formatter.format(prepare(makeRecord('m', [], { after: 1 })))).toBe(`${HEAD}"m","after":1}`)
  const late = makeRecord('m')
  late['added'] = 'by a filter'
  expect(formatter.format(late)).toBe(`${HEAD}"m","added":"by a filter"}`)
})

test('an extra named as what a key holds, not as an attribute, is a field like others', () => {
  const record = makeRecord('m', [], { time: 1, severity: 2, fullMessage: 3 })
  expect(formatted({}, record)).toMatchObject({ time_: 1, severity: 2, fullMessage: 3 })
  expect(formatted({ preset: 'gcp' }, record)).toMatchObject({ time_: 1, severity_: 2, fullMessage: 3 })
})

test('a field named as one of the line gets an underscore', () => {
  const fields = { time: 1, time_: 2, level: 3, logger: 4, message: 5, exc_info: 6, '...': 7, timed: 8 }
  expect(formatted({}, makeRecord('m', [fields], { level: 9 }))).toMatchObject({
    message: 'm',
    time_: 1,
    time__: 2,
    level_: 9,
    logger_: 4,
    message_: 5,
    exc_info_: 6,
    '..._': 7,
    timed: 8,
  })
  expect(formatted({ keys: { t_: 'time', m: 'message' } }, makeRecord('m', [{ t: 1, t_: 2, t__: 3 }]))).toEqual({
    t_: '2026-11-21T01:02:03.456Z',
    m: 'm',
    t__: 1,
    t___: 2,
    t____: 3,
  })
})

test('what else an error has stays beside its text', () => {
  const error = Object.assign(new Error('boom'), { code: 'ENOENT', status: 404, name: 'FSError' })
  const line = formatted({}, makeRecord('m', [{ id: 7 }], { exc_info: error }))
  expect(Object.keys(line)).toEqual(['time', 'level', 'logger', 'message', 'id', 'exc_info', 'exc_fields'])
  expect(line['exc_fields']).toEqual({ code: 'ENOENT', status: 404 })
  expect(line['exc_info']).toMatch(/^FSError: boom/)
  expect(formatted({}, makeRecord('m', [], { exc_info: new Error('boom') }))).not.toHaveProperty('exc_fields')
  const hostile = Object.defineProperty(new Error('boom'), 'code', {
    enumerable: true,
    get() {
      throw new Error('no')
    },
  })
  expect(formatted({}, makeRecord('m', [], { exc_info: hostile }))['exc_fields']).toEqual({
    code: '<getter threw: no>',
  })
  // A key or a preset decides.
  expect(formatted({ keys: { err: 'error' } }, makeRecord('m', [], { exc_info: error }))).toMatchObject({
    err: { type: 'FSError', code: 'ENOENT' },
  })
  expect(formatted({ keys: { more: 'exc_fields' } }, makeRecord('m', [], { exc_info: error }))['more']).toEqual({
    code: 'ENOENT',
    status: 404,
  })
  expect(formatted({ preset: 'gcp' }, makeRecord('m', [], { exc_info: error }))).not.toHaveProperty('exc_fields')
})

test('the error and the stack come last', () => {
  const formatter = new JSONFormatter()
  const record = makeRecord('m', [{ a: 1 }], { exc_info: failure(), stack_info: 'Stack:\n  at x' })
  const line = formatter.format(record)
  expect(Object.keys(parse(line))).toEqual(['time', 'level', 'logger', 'message', 'a', 'exc_info', 'stack_info'])
  expect(record.exc_text).toContain('Error: refused')
  expect(record.exc_text).toContain('direct cause')
  expect(parse(line)['exc_info']).toBe(record.exc_text)
  expect(formatted({}, makeRecord('m', [], { exc_info: failure(), exc_text: 'cached' }))['exc_info']).toBe('cached')
  expect(formatted({}, makeRecord('m', [], { exc_text: 'from afar' }))['exc_info']).toBe('from afar')
  expect(formatted({}, makeRecord('m', [], { exc_info: true }))['exc_info']).toBe('NoneType: None')
  for (const none of [null, undefined, false])
    expect(formatted({}, makeRecord('m', [], { exc_info: none }))).not.toHaveProperty('exc_info')
})

test('subclasses override what Formatter has', () => {
  class Quiet extends JSONFormatter {
    override formatException(): string {
      return ''
    }
    override formatStack(text: string): string {
      return text.toUpperCase()
    }
    override formatTime(): string {
      return 'noon'
    }
  }
  const record = makeRecord('m', [], { exc_info: failure(), stack_info: 'at x' })
  expect(parse(new Quiet({ keys: { at: 'asctime' } }).format(record))).toEqual({ at: 'noon', stack_info: 'AT X' })
})

test('a message that does not merge throws, for Handler.format to report', () => {
  expect(() => new JSONFormatter().format(makeRecord('%d', ['x']))).toThrow()
})

test('time is cached and never throws', () => {
  const formatter = new JSONFormatter({ keys: { t: 'time' } })
  const at = (created: number): unknown => parse(formatter.format(makeRecord('m', [], { created })))['t']
  fc.assert(
    fc.property(
      fc.array(fc.date({ noInvalidDate: true, min: new Date('-002000-01-01'), max: new Date('9999-12-01') }), {
        minLength: 1,
      }),
      (dates) => {
        for (const date of dates) {
          for (const ms of [0, 1, 1, 60, 999, 1000]) {
            const time = new Date(date.getTime() + ms)
            expect(at(time.getTime() / 1000)).toBe(time.toISOString())
          }
        }
      },
    ),
  )
  expect([at(Number.NaN), at(Infinity), at(1e300), at(9e12), at(-9e12)]).toEqual([
    'NaN',
    'Infinity',
    1e300,
    9e12,
    -9e12,
  ])
  expect(at(CREATED)).toBe('2026-11-21T01:02:03.456Z')
})

test('the prefix follows logger and level', () => {
  const formatter = new JSONFormatter({ keys: { l: 'levelname', no: 'levelno', n: 'name' } })
  for (let i = 0; i < 3000; i++) {
    const [name, levelno, levelname] = [`n${i % 1500}`, i % 40, i % 3 === 0 ? 'X' : `L"${i % 40}`]
    expect(parse(formatter.format(makeRecord('m', [], { name, levelno, levelname })))).toEqual({
      l: levelname,
      no: levelno,
      n: name,
    })
  }
})

test('keys', () => {
  const keys = {
    ts: 'time',
    ms: 'epochMs',
    severity: 'levelname',
    low: 'levelLower',
    at: 'pathname',
    line: 'lineno',
    pid: 'process',
  }
  expect(formatted({ keys: { ...keys, msg: 'message' } })).toEqual({
    ts: '2026-11-21T01:02:03.456Z',
    ms: CREATED * 1000,
    severity: 'INFO',
    low: 'info',
    at: '/srv/app/db.js',
    line: 7,
    pid: expect.any(Number) as number,
    msg: 'hello',
  })
  expect(formatted({ keys: { s: 'sourceLocation', scope: 'scope', sev: 'severity', c: 'created' } })).toEqual({
    s: { file: '/srv/app/db.js', line: 7, function: 'connect' },
    scope: { name: 'app.db' },
    sev: 20,
    c: CREATED,
  })
  // A filter's attribute that has its own key is no field; one that is missing is left out.
  expect(formatted({ keys: { trace: 'trace_id', m: 'message' } }, makeRecord('m', [], { trace_id: 'abc' }))).toEqual({
    trace: 'abc',
    m: 'm',
  })
  expect(formatted({ keys: { trace: 'trace_id', m: 'message' } })).toEqual({ m: 'hello' })
  expect(formatted({ keys: {} })).toEqual({})
  expect(formatted({ keys: {} }, makeRecord('m', [{ a: 1 }]))).toEqual({ a: 1 })
  expect(formatted({ keys: { when: 'asctime', toString: 'toString' } })).toMatchObject({
    when: expect.stringMatching(/^2026-11-2\d /) as string,
  })
  const error = formatted(
    { keys: { e: 'error', t: 'exc_type', x: 'exc_message' } },
    makeRecord('m', [], { exc_info: failure() }),
  )
  expect(error).toMatchObject({
    e: { type: 'DBError', message: 'no route', cause: { message: 'refused' } },
    t: 'DBError',
    x: 'no route',
  })
  expect(error).not.toHaveProperty('exc_info')
  expect(formatted({ keys: { e: 'error', t: 'exc_type' } }, makeRecord('m', [], { exc_info: 'boom' }))).toEqual({
    e: { stack: "Thrown: 'boom'" },
  })
})

test('fields', () => {
  const record = makeRecord('m', [{ a: 1, time: 2 }], { b: 3 })
  expect(formatted({ fields: 'ctx' }, record)).toMatchObject({ ctx: { a: 1, time: 2, b: 3 } })
  expect(formatted({ fields: 'ctx' })).not.toHaveProperty('ctx')
  expect(Object.keys(formatted({ fields: false }, record))).toEqual(['time', 'level', 'logger', 'message'])
})

test('constants, levels, limits', () => {
  expect(
    new JSONFormatter({ constants: { service: 'shop', n: [1] } }).format(makeRecord('m', [{ a: 1, service: 2 }])),
  ).toBe(`${HEAD}"m","service":"shop","n":[1],"a":1,"service_":2}`)
  const levels = { 0: 'low', 20: 'mid', 40: 9 }
  const severity = (levelno: number): unknown =>
    formatted({ keys: { s: 'severity' }, levels }, makeRecord('m', [], { levelno }))['s']
  expect([-5, 0, 19, 20, 39, 40, 99].map(severity)).toEqual(['low', 'low', 'low', 'mid', 'mid', 9, 9])
  const limits = { maxDepth: 2, maxKeys: 2, maxLength: 8 }
  expect(
    formatted(
      { limits, keys: { m: 'message' } },
      makeRecord('0123456789', [{ o: { p: { q: 1 } }, l: 'abcdefghij', x: 1 }]),
    ),
  ).toEqual({
    m: '01234567... 2 more',
    o: { p: '[Object]' },
    l: 'abcdefgh... 2 more',
    '...': '1 more',
  })
  const map = new Map(Array.from({ length: 9 }, (_, i) => [`k${i}`, i]))
  expect(formatted({ limits, keys: { m: 'message' } }, makeRecord('m', [map], { x: 1 }))).toEqual({
    m: 'm',
    k0: 0,
    k1: 1,
    '...': '8 more',
  })
})

test('null options are none, as configuration files have them', () => {
  const none = {
    preset: null,
    keys: null,
    fields: null,
    constants: null,
    levels: null,
    limits: null,
  } as unknown as JSONFormatterOptions
  expect(new JSONFormatter(none).format(makeRecord())).toBe(`${HEAD}"hello"}`)
  expect(new JSONFormatter(null).format(makeRecord())).toBe(`${HEAD}"hello"}`)
})

test.each([
  [{ preset: 'elastic' }, RangeError, "preset: expected one of 'ecs', 'gcp', 'gelf', 'otel', 'pino', not 'elastic'"],
  [{ preset: 'toString' }, RangeError, 'preset'],
  [
    { key: {} },
    TypeError,
    "JSONFormatter: unknown option 'key'; there are: preset keys fields constants levels limits",
  ],
  ['%(message)s', TypeError, "options: expected an object, not '%(message)s'"],
  [{ keys: ['time'] }, TypeError, 'keys: expected an object of attribute names, not '],
  [{ keys: { t: 5 } }, TypeError, 'keys'],
  [{ keys: { t: '' } }, TypeError, 'keys'],
  [
    { keys: { timestamp: 'ts', severity: 'lvl', text: 'm' } },
    RangeError,
    "keys shows no message, and no record has 'ts' by itself; write what the line has first: { timestamp: 'ts' } has the attribute 'ts' under 'timestamp'",
  ],
  [{ keys: { time: 'time', message: 'text' } }, RangeError, "no record has 'text' by itself"],
  [{ keys: new Map([['m', 'message']]) }, TypeError, 'keys: expected an object of attribute names, not '],
  [{ constants: new Map([['a', 1]]) }, TypeError, 'constants: expected an object, not '],
  [{ levels: new Map([[0, 1]]) }, TypeError, 'levels'],
  [{ limits: new Map([['maxDepth', 1]]) }, TypeError, 'limits'],
  [{ fields: true }, TypeError, 'fields: expected a key or false, not true'],
  [{ fields: '' }, TypeError, 'fields'],
  [{ constants: 'x' }, TypeError, 'constants: expected an object, not '],
  [{ levels: {} }, TypeError, 'levels'],
  [{ levels: { INFO: 1 } }, TypeError, 'levels'],
  [{ levels: { 20: null } }, TypeError, 'levels'],
  [{ limits: { maxDepth: -1 } }, RangeError, 'limits.maxDepth: expected a whole number from 0 on, not -1'],
  [{ limits: { depth: 1 } }, TypeError, "limits: unknown option 'depth'; there are: maxDepth maxKeys maxLength"],
  [{ constants: { time: 1 } }, RangeError, "JSONFormatter: the key 'time' is given twice"],
  [{ fields: 'message' }, RangeError, "'message' is given twice"],
  [{ keys: { exc_info: 'message' } }, RangeError, "'exc_info' is given twice"],
])('%j is refused', (options, kind, text) => {
  const make = (): unknown => new JSONFormatter(options as never)
  expect(make).toThrow(kind)
  expect(make).toThrow(text)
})

test('with the error among the fields, its keys may be those of the line', () => {
  const constants = { 'exception.type': 'none' }
  const line = formatted({ preset: 'otel', constants }, makeRecord('m', null, { exc_info: failure() }))
  expect(line).toMatchObject({ ...constants, attributes: { 'exception.type': 'DBError' } })
  const keys = { 'exception.type': 'exc_type' } as const
  expect(() => new JSONFormatter({ keys, constants })).toThrow(
    new RangeError("JSONFormatter: the key 'exception.type' is given twice"),
  )
})

const FIELDS = [{ user: 'ann', 'a b': [1], id: 7 }] as LogArgs

test('preset ecs', () => {
  const keys = { 'process.pid': 'process', 'log.origin.file.name': 'filename', 'log.origin.file.line': 'lineno' }
  const line = formatted(
    { preset: 'ecs', keys, constants: { 'service.name': 'shop' } },
    makeRecord('m', FIELDS, { exc_info: failure() }),
  )
  expect(line).toMatchObject({
    '@timestamp': '2026-11-21T01:02:03.456Z',
    'log.level': 'info',
    message: 'm',
    'log.logger': 'app.db',
    'ecs.version': '8.11.0',
    'service.name': 'shop',
    'process.pid': expect.any(Number) as number,
    'log.origin.file.name': 'db.js',
    'log.origin.file.line': 7,
    user: 'ann',
    'error.type': 'DBError',
    'error.message': 'no route',
    'error.stack_trace': expect.stringContaining('no route') as string,
  })
  expect(Object.keys(line).slice(0, 3)).toEqual(['@timestamp', 'log.level', 'message'])
  expect(line).not.toHaveProperty('exc_info')
})

test('preset gcp', () => {
  const keys = { 'logging.googleapis.com/sourceLocation': 'sourceLocation' }
  expect(
    formatted({ preset: 'gcp', keys }, makeRecord('m', FIELDS, { levelno: 35, exc_info: failure() })),
  ).toMatchObject({
    severity: 'WARNING',
    time: '2026-11-21T01:02:03.456Z',
    message: 'm',
    'logging.googleapis.com/sourceLocation': { file: '/srv/app/db.js', line: 7, function: 'connect' },
    stack_trace: expect.stringContaining('no route') as string,
  })
  const severity = (levelno: number): unknown =>
    formatted({ preset: 'gcp' }, makeRecord('m', [], { levelno }))['severity']
  expect([0, 5, 10, 20, 30, 40, 50].map(severity)).toEqual([
    'DEFAULT',
    'DEBUG',
    'DEBUG',
    'INFO',
    'WARNING',
    'ERROR',
    'CRITICAL',
  ])
})

test('preset gelf', () => {
  const options = { preset: 'gelf', constants: { host: 'web1' } } as const
  const line = formatted(
    options,
    makeRecord('m', FIELDS, { a_b: true, 'a+b': 1, logger: 'x', exc_info: failure(), stack_info: 'S' }),
  )
  expect(line).toEqual({
    timestamp: CREATED,
    level: 6,
    _logger: 'app.db',
    short_message: 'm',
    version: '1.1',
    host: 'web1',
    _user: 'ann',
    _a_b: '[1]',
    _id_: 7,
    _a_b_3: 'true',
    _a_b_4: 1,
    _logger_: 'x',
    full_message: expect.stringMatching(/^m\n[^]*no route[^]*\nS$/) as string,
  })
  expect(formatted({ preset: 'gelf' })).toEqual({
    timestamp: CREATED,
    level: 6,
    _logger: 'app.db',
    short_message: 'hello',
    version: '1.1',
    host: 'unknown',
  })
  expect(formatted({ preset: 'gelf', limits: { maxKeys: 1 } }, makeRecord('m', [{ '...': 1, b: 2 }]))).toMatchObject({
    '_..._': 1,
    '_...': '1 more',
  })
})

test('preset otel', () => {
  expect(
    formatted(
      { preset: 'otel' },
      makeRecord('m', FIELDS, { exc_info: failure(), stack_info: 'S', 'exception.type': 'mine' }),
    ),
  ).toEqual({
    timestamp: '2026-11-21T01:02:03.456Z',
    severityText: 'INFO',
    severityNumber: 9,
    scope: { name: 'app.db' },
    body: 'm',
    attributes: {
      user: 'ann',
      'a b': [1],
      id: 7,
      'exception.type_': 'mine',
      'exception.type': 'DBError',
      'exception.message': 'no route',
      'exception.stacktrace': expect.stringContaining('no route') as string,
      'code.stacktrace': 'S',
    },
  })
  expect(formatted({ preset: 'otel' })).not.toHaveProperty('attributes')
  expect(formatted({ preset: 'otel', fields: false }, makeRecord('m', FIELDS, { exc_info: failure() }))).toHaveProperty(
    ['exception.type'],
    'DBError',
  )
})

test('preset pino', () => {
  expect(
    formatted(
      { preset: 'pino', keys: { pid: 'process' } },
      makeRecord('m', FIELDS, { levelno: 50, exc_info: failure() }),
    ),
  ).toMatchObject({
    level: 60,
    time: CREATED * 1000,
    name: 'app.db',
    msg: 'm',
    user: 'ann',
    err: { type: 'DBError', message: 'no route', stack: 'Error: no route\n    at connect (db.js:7)' },
  })
  const level = (levelno: number): unknown => formatted({ preset: 'pino' }, makeRecord('m', [], { levelno }))['level']
  expect([5, 10, 20, 30, 40, 50].map(level)).toEqual([10, 20, 30, 40, 50, 60])
})

test('hostile fields and errors are marked, the line is whole', () => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  const trap = new Proxy(
    {},
    {
      ownKeys: () => {
        throw new Error('trap')
      },
    },
  )
  const record = makeRecord('m', [], { proxy, exc_info: proxy })
  record['self'] = record
  expect(formatted({}, record)).toMatchObject({
    proxy: '<unreadable object>',
    self: '[Circular]',
    exc_info: expect.any(String) as string,
  })
  for (const preset of ['ecs', 'gcp', 'gelf', 'otel', 'pino'] as const) formatted({ preset }, record)
  for (const args of [proxy, trap] as never[]) {
    const broken = makeRecord('m', [], { ok: 1 })
    broken.args = args
    broken.getMessage = () => 'm'
    expect(formatted({}, broken)).toMatchObject({ message: 'm', ok: 1 })
  }
  const own = makeRecord('m', JSON.parse('[{"__proto__":{"a":1},"toString":2}]') as LogArgs)
  expect(new JSONFormatter().format(own)).toBe(`${HEAD}"m","__proto__":{"a":1},"toString":2}`)
  const throwing = makeRecord('m', [
    {
      get x(): never {
        throw new Error('no')
      },
    },
  ])
  expect(formatted({}, throwing)).toHaveProperty('x', '<getter threw: no>')
})

test('any fields under any preset: a line that parses, no key twice', () => {
  const key = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      'time',
      'time_',
      'level',
      '_id',
      'id',
      '...',
      '_',
      'a b',
      'a_b',
      'exc_info',
      'message_',
      '__proto__',
      'attributes',
      'a_b_1',
    ),
  )
  const fields = fc.dictionary(
    key,
    fc.anything({ withBigInt: true, withMap: true, withSet: true, withNullPrototype: true }),
    { maxKeys: 8 },
  )
  const preset = fc.constantFrom(undefined, 'ecs', 'gcp', 'gelf', 'otel', 'pino')
  const limits = fc.record({ maxKeys: fc.constantFrom(undefined, 2, 5), maxLength: fc.constantFrom(undefined, 3) })
  fc.assert(
    fc.property(fields, fields, preset, limits, fc.boolean(), (mapping, extra, name, bounds, withError) => {
      const record = makeRecord('m', Object.keys(mapping).length > 0 ? [mapping] : [])
      for (const [field, value] of Object.entries(extra)) if (!(field in record)) record[field] = value
      if (withError) record.exc_info = failure()
      formatted({ preset: name as undefined, limits: bounds }, record)
    }),
    { numRuns: 200 },
  )
}, 30_000)

// The message is put together from escaped pieces where that is quicker: it must be what the plain way gives.
test('the quick way to a message gives what the plain way gives', () => {
  class Plain extends LogRecord {
    override getMessage(): string {
      return super.getMessage()
    }
  }
  const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constantFrom('"', '\\', '\n', '\ud83d', '\udf32', '%%', '🌲'))
  const format = fc
    .array(fc.oneof(text, fc.constantFrom('%s', '%d', '%5d', '%%')), { maxLength: 6 })
    .map((parts) => parts.join(''))
  const value = fc.oneof(text, fc.integer(), fc.double(), fc.bigInt(), fc.constant(null), fc.object({ maxDepth: 1 }))
  const formatter = new JSONFormatter({ limits: { maxLength: 20 } })
  fc.assert(
    fc.property(format, fc.array(value, { minLength: 1, maxLength: 3 }), (msg, args) => {
      const line = (Factory: typeof LogRecord): unknown => {
        const record = new Factory('n', 20, '', 0, msg, args, null)
        record.created = CREATED
        try {
          return JSON.parse(formatter.format(record))
        } catch (error) {
          return String(error)
        }
      }
      expect(line(LogRecord)).toEqual(line(Plain))
    }),
    { numRuns: 2000 },
  )
})

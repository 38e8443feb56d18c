import { runInNewContext } from 'node:vm'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { registerClass } from '../config/classes.js'
import { dictConfig } from '../config/dictConfig.js'
import { fileConfig } from '../config/ini/fileConfig.js'
import { registerAll } from '../full.js'
import { makeLogRecord } from '../records/record.js'
import { ListHandler, realmState, resetLogging } from '../testing/index.js'
import { forgetLoggers } from '../testing/realmState.js'
import { gmtime } from '../text/structTime.js'
import { getLogger } from '../tree/manager.js'
import { Formatter } from './formatter.js'
import { PythonJSONFormatter, type PythonJSONFormatterOptions } from './pythonJSONFormatter.js'

registerAll()
registerClass('pythonjsonlogger.json.JsonFormatter', PythonJSONFormatter, { positional: ['fmt'] })

const { converter } = Formatter
beforeAll(() => {
  Formatter.converter = gmtime
})
afterAll(() => {
  Formatter.converter = converter
})
// A configuration disables the loggers that are there.
afterEach(() => {
  resetLogging()
  forgetLoggers()
})

const RECORD = {
  name: 'app.db',
  levelno: 20,
  levelname: 'INFO',
  pathname: '/srv/app/db.py',
  filename: 'db.py',
  module: 'db',
  lineno: 7,
  funcName: 'query',
  created: 1700000000.25,
  msecs: 250,
  relativeCreated: 12,
  thread: 1,
  threadName: 'MainThread',
  process: 2,
  processName: 'MainProcess',
  taskName: null,
  args: null,
  exc_info: null,
  exc_text: null,
  stack_info: null,
}

type Case = [fmt: string | string[] | null, options: PythonJSONFormatterOptions, record: object, text: string]

// What python-json-logger 4.2 wrote on CPython 3.11, but that JavaScript's 1.0 is 1, and `taskName` is 3.12's.
const CASES: Case[] = [
  [null, {}, { msg: 'hello' }, '{"message": "hello"}'],
  [
    '%(message)s %(asctime)s %(levelname)-8s',
    {},
    { msg: 'hello %s', args: ['x'] },
    '{"message": "hello x", "asctime": "2023-11-14 22:13:20,250", "levelname": "INFO"}',
  ],
  [
    '$message ${levelname} $$x $name',
    { style: '$' },
    { msg: 'hello' },
    '{"message": "hello", "levelname": "INFO", "name": "app.db"}',
  ],
  [
    'message, levelname,,name',
    { style: ',' },
    { msg: 'hello' },
    '{"message": "hello", "levelname": "INFO", "name": "app.db"}',
  ],
  [['message', 'levelname', 'nope'], {}, { msg: 'hello' }, '{"message": "hello", "levelname": "INFO", "nope": null}'],
  [
    '%(levelname)s %(message)s',
    { rename_fields: { levelname: 'severity', message: '@m', user: 'u', gone: 'g' } },
    { msg: 'hi', user: 'ann', _p: 1 },
    '{"severity": "INFO", "@m": "hi", "u": "ann"}',
  ],
  [
    '%(message)s',
    { rename_fields: { gone: 'g' }, rename_fields_keep_missing: true },
    { msg: 'hi' },
    '{"message": "hi", "g": null}',
  ],
  [
    '%(message)s',
    { static_fields: { env: 'prod', message: 'no' }, rename_fields: { env: 'environment' } },
    { msg: 'hi' },
    '{"message": "no", "environment": "prod"}',
  ],
  [
    '%(message)s',
    { defaults: { env: 'dev', user: 'nobody' } },
    { msg: 'hi', user: 'ann' },
    '{"env": "dev", "user": "ann", "message": "hi"}',
  ],
  [
    '%(message)s',
    { timestamp: true },
    { msg: 'hi' },
    '{"message": "hi", "timestamp": "2023-11-14T22:13:20.250000+00:00"}',
  ],
  [
    '%(message)s',
    { timestamp: '@timestamp', rename_fields: { '@timestamp': 'ts' } },
    { msg: 'hi' },
    '{"message": "hi", "ts": "2023-11-14T22:13:20.250000+00:00"}',
  ],
  [
    '%(asctime)s %(message)s',
    { datefmt: '%Y-%m-%dT%H:%M:%SZ' },
    { msg: 'hi' },
    '{"asctime": "2023-11-14T22:13:20Z", "message": "hi"}',
  ],
  [
    '%(message)s',
    { json_indent: 2 },
    { msg: 'hi', a: { b: [1, 2] }, e: [], o: {} },
    '{\n  "message": "hi",\n  "a": {\n    "b": [\n      1,\n      2\n    ]\n  },\n  "e": [],\n  "o": {}\n}',
  ],
  ['%(message)s', { json_indent: 2, prefix: '@cee: ' }, { msg: 'hi' }, '@cee: {\n  "message": "hi"\n}'],
  [
    '%(message)s',
    { prefix: 'LOG ' },
    { msg: 'h\u00e9 \u2028 \ud83d\ude00 \u007f "q" \\ \t' },
    'LOG {"message": "h\\u00e9 \\u2028 \\ud83d\\ude00 \\u007f \\"q\\" \\\\ \\t"}',
  ],
  [
    '%(message)s',
    { json_ensure_ascii: false },
    { msg: 'h\u00e9 \u2028 \ud83d\ude00 \u007f' },
    '{"message": "h\u00e9 \u2028 \ud83d\ude00 \u007f"}',
  ],
  [
    '%(message)s',
    { reserved_attrs: ['msg', 'args'] },
    { msg: 'hi' },
    '{"message": "hi", "name": "app.db", "levelname": "INFO", "levelno": 20, "pathname": "/srv/app/db.py", "filename": "db.py", "module": "db", "exc_info": null, "exc_text": null, "stack_info": null, "lineno": 7, "funcName": "query", "created": 1700000000.25, "msecs": 250, "relativeCreated": 12, "thread": 1, "threadName": "MainThread", "processName": "MainProcess", "process": 2, "taskName": null}',
  ],
  [
    '%(message)s',
    { reserved_attrs: [] },
    { msg: 'hi' },
    '{"message": "hi", "name": "app.db", "msg": "hi", "args": null, "levelname": "INFO", "levelno": 20, "pathname": "/srv/app/db.py", "filename": "db.py", "module": "db", "exc_info": null, "exc_text": null, "stack_info": null, "lineno": 7, "funcName": "query", "created": 1700000000.25, "msecs": 250, "relativeCreated": 12, "thread": 1, "threadName": "MainThread", "processName": "MainProcess", "process": 2, "taskName": null}',
  ],
  ['%(message)s', {}, { msg: { k: 1, exc_info: null } }, '{"message": "", "k": 1, "exc_info": null}'],
  [
    '%(message)s %(levelname)s',
    {},
    { msg: { k: 1, levelname: 'mine', user: 'a' }, user: 'b' },
    '{"message": "", "levelname": "mine", "k": 1, "user": "b"}',
  ],
  [
    '%(message)s',
    {},
    { msg: 'hi', exc_text: 'Traceback\nBoom', stack_info: 'Stack\n  at x' },
    '{"message": "hi", "exc_info": "Traceback\\nBoom", "stack_info": "Stack\\n  at x"}',
  ],
  [
    '%(message)s',
    { stack_info_as_array: true },
    { msg: 'hi', stack_info: 'Stack\n  at x' },
    '{"message": "hi", "stack_info": ["Stack", "  at x"]}',
  ],
  [
    '%(message)s',
    {},
    { msg: 'hi', n: 1, f: 1e22, t: true, z: null, l: [1, 'a'] },
    '{"message": "hi", "n": 1, "f": 1e+22, "t": true, "z": null, "l": [1, "a"]}',
  ],
  [
    '%(message)s %(exc_info)s %(lineno)d %(pathname)s %(process)d %(threadName)s',
    {},
    { msg: 'hi' },
    '{"message": "hi", "exc_info": null, "lineno": 7, "pathname": "/srv/app/db.py", "process": 2, "threadName": "MainThread"}',
  ],
  [
    '%(message)s %(asctime)s',
    {},
    { msg: 'hi %(x)d', args: { x: 1 } },
    '{"message": "hi 1", "asctime": "2023-11-14 22:13:20,250"}',
  ],
  ['%(message)s %(message)s', {}, { msg: 'x' }, '{"message": "x"}'],
]

test.each(CASES)('%j %j %j', (fmt, options, record, text) => {
  expect(new PythonJSONFormatter(fmt, options).format(makeLogRecord({ ...RECORD, ...record }))).toBe(text)
})

const line = (fmt: string | null, options: PythonJSONFormatterOptions, record: object): unknown =>
  JSON.parse(new PythonJSONFormatter(fmt, options).format(makeLogRecord({ ...RECORD, ...record })))

test('an error is its text, or its lines', () => {
  const error = Object.assign(new Error('no'), { stack: 'Error: no\n    at a\n    at b' })
  expect(line('%(message)s', {}, { msg: 'x', exc_info: error })).toEqual({ message: 'x', exc_info: error.stack })
  expect(line('%(exc_info)s', { exc_info_as_array: true }, { msg: 'x', exc_info: error })).toEqual({
    exc_info: ['Error: no', '    at a', '    at b'],
  })
  expect(line('%(message)s', {}, { msg: { exc_info: 'mine' }, exc_info: error })).toEqual({
    message: '',
    exc_info: 'mine',
  })
})

test('what is JavaScript’s: a mapping that the message does not use, braces with a format, values that JSON lacks', () => {
  expect(line(null, {}, { msg: 'started', args: { port: 1 } })).toEqual({ message: 'started', port: 1 })
  expect(line(null, {}, { msg: 'at %(port)d', args: { port: 1 } })).toEqual({ message: 'at 1' })
  expect(line(null, {}, { msg: new Map([['k', 1]]) })).toEqual({ message: '', k: 1 })
  expect(line('{levelname:>8} {name!r} {{x}}', { style: '{' }, { msg: '' })).toEqual({
    levelname: 'INFO',
    name: 'app.db',
  })
  expect(line(null, {}, { msg: 'x', big: 10n ** 30n, none: undefined, when: new Date(0) })).toEqual({
    message: 'x',
    big: `1${'0'.repeat(30)}`,
    when: '1970-01-01T00:00:00.000Z',
  })
  expect(line(null, { timestamp: true }, { msg: 'x', created: 5 })).toEqual({
    message: 'x',
    timestamp: '1970-01-01T00:00:05+00:00',
  })
  expect(line(null, { timestamp: true }, { msg: 'x', created: 1e300 })).toEqual({ message: 'x', timestamp: null })
})

test.each([
  [0, '{\n"message": "x",\n"l": [\n1\n]\n}'],
  ['\t', '{\n\t"message": "x",\n\t"l": [\n\t\t1\n\t]\n}'],
  [12, `{\n${' '.repeat(12)}"message": "x",\n${' '.repeat(12)}"l": [\n${' '.repeat(24)}1\n${' '.repeat(12)}]\n}`],
])('indented by %j', (json_indent, text) => {
  const formatter = new PythonJSONFormatter(null, { json_indent })
  expect(formatter.format(makeLogRecord({ ...RECORD, msg: 'x', l: [1] }))).toBe(text)
})

test.each<[string | null, object, string]>([
  ['x', {}, "Invalid format 'x' for '%' style"],
  ['nope', { style: '$' }, 'invalid format: no fields'],
  ['%(message)s', { style: '?' }, 'Style must be one of'],
  [5 as never, {}, 'fmt: expected a string, not 5'],
  [null, { rename: {} }, "PythonJSONFormatter: unknown option 'rename'"],
  [null, { rename_fields: { a: 1 } }, 'rename_fields: expected an object of names by names'],
  [null, { rename_fields: ['a'] }, 'rename_fields: expected an object'],
  [null, { static_fields: 'x' }, "static_fields: expected an object, not 'x'"],
  [null, { defaults: [] }, 'defaults: expected an object'],
  [null, { reserved_attrs: 'msg' }, 'reserved_attrs: expected a list of names'],
  [null, { timestamp: 5 }, 'timestamp: expected true, false or a name, not 5'],
  [null, { json_indent: {} }, 'json_indent: expected a number or a string'],
  [null, { prefix: 1 }, 'prefix: expected a string'],
  [null, { json_ensure_ascii: 'no' }, "json_ensure_ascii: expected true or false, not 'no'"],
])('refuses %j %j', (fmt, options, text) => {
  expect(() => new PythonJSONFormatter(fmt, options)).toThrow(text)
})

describe('a configuration', () => {
  const written = (formatter: object): string => {
    dictConfig({
      version: 1,
      formatters: { json: formatter },
      handlers: { list: { class: ListHandler, formatter: 'json' } },
      root: { handlers: ['list'] },
    })
    getLogger('app').warning('hi', { extra: { user: 'ann' } })
    return (realmState.handlers.byName.get('list') as ListHandler).texts[0]!
  }
  const options = { rename_fields: { levelname: 'severity' }, static_fields: { env: 'prod' } }
  const text = '{"severity": "WARNING", "message": "hi", "env": "prod", "user": "ann"}'
  const name = 'pythonjsonlogger.json.JsonFormatter'

  test.each<[string, object]>([
    ['() and format', { '()': name, format: '%(levelname)s %(message)s', ...options }],
    ['() and fmt', { '()': name, fmt: '{levelname} {message}', style: '{', ...options }],
    ['() and a list', { '()': name, fmt: ['levelname', 'message'], ...options }],
    ['() and a list as format', { '()': name, format: ['levelname', 'message'], ...options }],
    ['class and format', { class: name, format: '$levelname $message', style: '$', ...options }],
    ['class and commas', { class: name, format: 'levelname,message', style: ',', ...options }],
    ['class and a list', { class: name, format: ['levelname', 'message'], ...options }],
  ])('by %s', (_, formatter) => {
    expect(written(formatter)).toBe(text)
  })

  test('that is wrong names the key', () => {
    expect(() => written({ '()': name, rename_fields: 5 })).toThrow(
      "Unable to configure formatter 'json'\nformatters.json.rename_fields: expected an object of names by names, not 5",
    )
    expect(() => written({ class: name, rename_field: {} })).toThrow('did you mean rename_fields?')
  })

  test('of an ini file', () => {
    const ini =
      '[loggers]\nkeys=root\n[handlers]\nkeys=list\n[formatters]\nkeys=json\n[logger_root]\nhandlers=list\n' +
      `[handler_list]\nclass=test.List\nformatter=json\n[formatter_json]\nclass=${name}\nformat=%(levelname)s %(message)s\n`
    registerClass('test.List', ListHandler)
    fileConfig({ read: () => ini })
    getLogger('app').warning('hi')
    expect((getLogger().handlers[0] as ListHandler).texts).toEqual(['{"levelname": "WARNING", "message": "hi"}'])
  })
})

test('a Map gives its entries as members, one of another realm too', () => {
  const formatter = new PythonJSONFormatter()
  for (const fields of [new Map([['a', 1]]), runInNewContext("new Map([['a', 1]])")])
    expect(formatter.format(makeLogRecord({ msg: fields }))).toBe('{"message": "", "a": 1}')
})

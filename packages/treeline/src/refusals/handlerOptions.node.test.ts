// What configurations and constructors refuse of the handlers' options, and what they say: the key, and what was expected.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { handlerRegistry } from '@treeline/core/internal'
import { realmState, resetLogging } from '@treeline/core/testing'
import { nodePlatform } from '@treeline/node'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dictConfig, fileConfig } from '../config.node.js'
import {
  BufferingHandler,
  DatagramHandler,
  HTTPHandler,
  JournalRemoteHandler,
  MemoryHandler,
  Queue,
  QueueListener,
  RotatingFileHandler,
  SMTPHandler,
  SysLogHandler,
  TimedRotatingFileHandler,
  WatchedFileHandler,
} from '../handlers.node.js'
import { FileHandler, getLogger, StreamHandler } from '../node.js'

let folder: string
let file: string
beforeAll(() => {
  realmState.platform = nodePlatform
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-handler-options-'))
  file = join(folder, 'a.log')
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

/** Returns the lines of the refusal, Python's first; changes nothing. */
function refusal(apply: () => void): string[] {
  const before = [...getLogger().handlers]
  const open = handlerRegistry.open.size
  let told: unknown
  try {
    apply()
  } catch (error) {
    told = error
  }
  expect(told).toBeInstanceOf(Error)
  expect([getLogger().handlers, handlerRegistry.open.size, readdirSync(folder)]).toEqual([before, open, []])
  return (told as Error).message.replaceAll(folder, '~').split('\n')
}

/** Returns the lines behind Python's. */
function fromDict(klass: string, options: object): string[] {
  const h = JSON.parse(JSON.stringify({ class: `logging.${klass}`, ...options }).replaceAll('~', folder)) as never
  return refusal(() => dictConfig({ version: 1, handlers: { h }, root: { handlers: ['h'] } })).slice(1)
}

function fromIni(klass: string, args: string, kwargs = '{}'): string[] {
  const text = [
    '[loggers]\nkeys=root\n[handlers]\nkeys=h\n[formatters]\nkeys=\n[logger_root]\nhandlers=h',
    `[handler_h]\nclass=${klass}\nargs=${args}\nkwargs=${kwargs}\n`,
  ].join('\n')
  return refusal(() => fileConfig({ read: () => text.replaceAll('~', folder) }))
}

describe('dictConfig names the key', () => {
  test.each<[string, object, string | RegExp]>([
    [
      'FileHandler',
      { filename: '~/a.log', encoding: 'utf8x' },
      /^handlers\.h\.encoding: unknown encoding: utf8x; there are: utf-8/,
    ],
    ['FileHandler', { filename: '~/a.log', encoding: 5 }, 'handlers.h.encoding: expected a string, not 5'],
    ['FileHandler', { filename: '~/a.log', encoding: 'x', delay: true }, /^handlers\.h\.encoding: unknown encoding: x/],
    [
      'FileHandler',
      { filename: '~/a.log', errors: 'x' },
      /^handlers\.h\.errors: unknown error handler name 'x'; there are: strict/,
    ],
    [
      'FileHandler',
      { filename: '~/a.log', mode: 'z' },
      "handlers.h.mode: invalid mode: 'z'; there are: a, w, x and r+, each with t or + if need be",
    ],
    [
      'FileHandler',
      { filename: '~/a.log', mode: 'z', delay: true },
      "handlers.h.mode: invalid mode: 'z'; there are: a, w, x and r+, each with t or + if need be",
    ],
    [
      'FileHandler',
      { filename: '~/no/a.log' },
      /^handlers\.h\.filename: ENOENT: no such file or directory, open '~\/no\/a\.log'/,
    ],
    ['FileHandler', { filename: 5 }, 'handlers.h.filename: expected a string, a file URL or a Buffer, not 5'],
    ['FileHandler', { filename: '~/a.log', delay: 'no' }, "handlers.h.delay: expected true or false, not 'no'"],
    ['handlers.WatchedFileHandler', { filename: '~/no/a.log' }, /^handlers\.h\.filename: ENOENT/],
    [
      'handlers.RotatingFileHandler',
      { filename: '~/a.log', maxBytes: '9' },
      "handlers.h.maxBytes: expected a number, 0 for no limit, not '9'",
    ],
    [
      'handlers.RotatingFileHandler',
      { filename: '~/a.log', backupCount: 2.5 },
      'handlers.h.backupCount: expected a whole number, not 2.5',
    ],
    [
      'handlers.RotatingFileHandler',
      { filename: '~/a.log', backupCount: '5' },
      "handlers.h.backupCount: expected a whole number, not '5'",
    ],
    [
      'handlers.RotatingFileHandler',
      { filename: '~/a.log', encoding: 'x', multiprocess: true },
      /^handlers\.h\.encoding: unknown encoding: x/,
    ],
    ['handlers.TimedRotatingFileHandler', { filename: '~/no/a.log' }, /^handlers\.h\.filename: ENOENT/],
    [
      'handlers.TimedRotatingFileHandler',
      { filename: '~/a.log', utc: 'no' },
      "handlers.h.utc: expected true or false, not 'no'",
    ],
    ['handlers.MemoryHandler', { capacity: 2.5 }, 'handlers.h.capacity: expected a number of records, not 2.5'],
    [
      'handlers.MemoryHandler',
      { capacity: 2, flushOnClose: 'no' },
      "handlers.h.flushOnClose: expected true or false, not 'no'",
    ],
    [
      'handlers.HTTPHandler',
      { host: 'h', url: '/', secure: 'no' },
      "handlers.h.secure: expected true or false, not 'no'",
    ],
    [
      'handlers.HTTPHandler',
      { host: 'h', url: '/', context: {} },
      'handlers.h.context: expected null: TLS is the runtime’s, not {}',
    ],
    [
      'handlers.SysLogHandler',
      { tls: [] },
      "handlers.h.tls: expected an object with options of Node's tls.connect, not []",
    ],
    [
      'handlers.QueueHandler',
      { queue: { '()': 'queue.Queue', maxsize: 'x' } },
      "handlers.h.queue.maxsize: expected a whole number, not 'x'",
    ],
    [
      'handlers.QueueHandler',
      { queue: { '()': 'queue.Queue', maxsiz: 5 } },
      "handlers.h.queue.maxsiz: Queue() got an unexpected keyword argument 'maxsiz'. Did you mean 'maxsize'?",
    ],
    ['StreamHandler', { stream: '' }, "handlers.h.stream: expected one with write(), not ''"],
  ])('%s %j', (klass, options, line) => {
    const lines = fromDict(klass, options)
    expect(lines).toHaveLength(1)
    if (typeof line === 'string') expect(lines[0]).toBe(line)
    else expect(lines[0]).toMatch(line)
  })

  test('a misspelt class is told', () => {
    const apply = (): void => dictConfig({ version: 1, handlers: { h: { clas: 'logging.NullHandler' } as never } })
    expect(refusal(apply).slice(1)).toEqual([
      "handlers.h.class: expected a class or a dotted name, or '()' with a factory; clas means nothing; did you mean 'class'?",
    ])
  })
})

describe('a misspelt key of a handler is told with what was likely meant', () => {
  const files = ['mode', 'encoding', 'delay', 'errors', 'buffering', 'flushIntervalMs', 'flushLevel']
  const rotation = ['backupCount', 'compress', 'maxTotalBytes', 'maxAgeSeconds', 'multiprocess']
  const KEYS: Readonly<Record<string, readonly string[]>> = {
    StreamHandler: ['stream'],
    FileHandler: ['filename', ...files],
    'handlers.WatchedFileHandler': ['filename', ...files, 'checkIntervalMs'],
    'handlers.RotatingFileHandler': ['filename', ...files, ...rotation, 'maxBytes'],
    'handlers.TimedRotatingFileHandler': [
      'filename',
      ...files.slice(1),
      ...rotation,
      'when',
      'interval',
      'atTime',
      'maxBytes',
    ],
    'handlers.SocketHandler': ['host', 'port', 'maxQueueBytes'],
    'handlers.DatagramHandler': ['host', 'port', 'maxQueueBytes'],
    'handlers.SysLogHandler': [
      'address',
      'facility',
      'socktype',
      'timeout',
      'format',
      'framing',
      'appName',
      'msgId',
      'structuredDataId',
      'maxMessageBytes',
      'maxQueueBytes',
    ],
    'handlers.SMTPHandler': [
      'mailhost',
      'fromaddr',
      'toaddrs',
      'subject',
      'credentials',
      'secure',
      'timeout',
      'capacity',
      'flushIntervalMs',
      'maxQueueRecords',
      'transport',
    ],
    'handlers.NTEventLogHandler': ['appname', 'dllname', 'logtype'],
    'handlers.HTTPHandler': ['host', 'method', 'secure', 'credentials', 'context', 'maxQueueRecords', 'timeoutMs'],
    'handlers.BufferingHandler': ['capacity'],
    'handlers.MemoryHandler': ['capacity', 'flushLevel', 'target', 'flushOnClose'],
    'handlers.QueueHandler': ['queue', 'listener', 'handlers', 'respect_handler_level'],
    'handlers.JournalRemoteHandler': ['identifier', 'capacity', 'timeoutMs'],
    'handlers.BufferingHTTPHandler': [
      'capacity',
      'maxBatchBytes',
      'flushIntervalMs',
      'flushLevel',
      'maxQueueBytes',
      'maxQueueRecords',
      'maxRecordBytes',
      'timeoutMs',
      'credentials',
      'headers',
      'caller',
    ],
  }
  test.each(Object.entries(KEYS))('%s', (klass, keys) => {
    for (const key of [...keys, 'level', 'formatter', 'filters']) {
      // As slips of a hand: without a letter in the middle.
      const typo = key.slice(0, Math.ceil(key.length / 2)) + key.slice(Math.ceil(key.length / 2) + 1)
      const lines = fromDict(klass, { [typo]: 5 })
      expect(lines.filter((line) => line.startsWith(`handlers.h.${typo}: `))).toEqual([
        expect.stringMatching(new RegExp(`Did you mean '(?:${key}|formatter|format)'\\?$`)),
      ])
    }
  })

  test.each([
    ['listner', 'listener'],
    ['respect_handlers_level', 'respect_handler_level'],
    ['handler', 'handlers'],
    ['queu', 'queue'],
  ])('%s of a QueueHandler', (typo, key) => {
    expect(fromDict('handlers.QueueHandler', { [typo]: [] })).toEqual([
      `handlers.h.${typo}: QueueHandler() got an unexpected keyword argument '${typo}'. Did you mean '${key}'?`,
    ])
  })
})

describe('fileConfig names the option', () => {
  const all = 'expected filename, and if need be mode, encoding, delay, errors'
  test.each<[string, string, string, string, string]>([
    [
      'FileHandler',
      "('~/a.log', 'z')",
      '{}',
      "invalid mode: 'z'; there are: a, w, x and r+, each with t or + if need be",
      '[handler_h] args',
    ],
    [
      'FileHandler',
      "('~/no/a.log',)",
      '{}',
      "ENOENT: no such file or directory, open '~/no/a.log'",
      '[handler_h] args: filename',
    ],
    [
      'FileHandler',
      '()',
      "{'filename': '~/no/a.log'}",
      "ENOENT: no such file or directory, open '~/no/a.log'",
      '[handler_h] kwargs: filename',
    ],
    ['FileHandler', "('~/a.log',)", "{'delay': 'no'}", "delay: expected true or false, not 'no'", '[handler_h] kwargs'],
    [
      'FileHandler',
      "('~/a.log', 'a', None, 'no')",
      '{}',
      "delay: expected true or false, not 'no'",
      '[handler_h] args',
    ],
    [
      'FileHandler',
      "('~/a.log',)",
      "{'dely': True}",
      "FileHandler() got an unexpected keyword argument 'dely'. Did you mean 'delay'?",
      '[handler_h] kwargs',
    ],
    [
      'FileHandler',
      "('~/a.log', 'a')",
      "{'mode': 'a'}",
      "FileHandler() got multiple values for argument 'mode'",
      '[handler_h] kwargs',
    ],
    [
      'FileHandler',
      "('~/a.log',)",
      "('a',)",
      'FileHandler() argument after ** must be a mapping, not list',
      "[handler_h] kwargs: a dict whose keys are texts: {'delay': True}",
    ],
    [
      'FileHandler',
      "('~/a.log',)",
      '{1: 2}',
      'keywords must be strings',
      "[handler_h] kwargs: a dict whose keys are texts: {'delay': True}",
    ],
    [
      'FileHandler',
      "('~/a.log')",
      '{}',
      'FileHandler() argument after * must be an iterable, not str',
      '[handler_h] args: a tuple; one of a single item is written with a comma: (x,)',
    ],
    [
      'FileHandler',
      '()',
      '{}',
      "FileHandler() missing 1 required positional argument: 'filename'",
      `[handler_h] args: ${all}`,
    ],
    [
      'FileHandler',
      "('~/a.log', 'a', None, False, None, 0, 1)",
      '{}',
      'FileHandler() takes from 2 to 6 positional arguments but 8 were given',
      `[handler_h] args: ${all}`,
    ],
    [
      'handlers.SocketHandler',
      "('h', 9, 5)",
      '{}',
      'SocketHandler() takes 3 positional arguments but 4 were given',
      '[handler_h] args: expected host, port',
    ],
    [
      'handlers.MemoryHandler',
      '()',
      "{'flushLevel': 10}",
      "MemoryHandler() missing 1 required positional argument: 'capacity'",
      '[handler_h] args: expected capacity, and if need be flushLevel, target, flushOnClose',
    ],
    [
      'NullHandler',
      '(0, 1)',
      '{}',
      'NullHandler() takes from 1 to 2 positional arguments but 3 were given',
      '[handler_h] args: expected at most level',
    ],
  ])('%s args=%s kwargs=%s', (klass, args, kwargs, first, second) => {
    expect(fromIni(klass, args, kwargs)).toEqual([first, second])
  })

  test('what has names only is given by kwargs', () => {
    const ini = `[loggers]\nkeys=root\n[handlers]\nkeys=h\n[formatters]\nkeys=\n[logger_root]\nhandlers=h\n[handler_h]\nclass=FileHandler\nargs=('${file}', 'a', None, 1, None)\nkwargs={'buffering': 100}\n`
    fileConfig({ read: () => ini })
    expect(getLogger().handlers[0]).toMatchObject({ delay: true, options: { buffering: 100 } })
  })
})

describe('constructors refuse what cannot be meant', () => {
  const queue = new Queue()
  const mail = ['localhost', 'a@example.com', 'b@example.com', 'hi']
  type Any = new (...parameters: unknown[]) => { close?: () => unknown }
  const FLAGS: readonly (readonly [string, unknown, readonly unknown[]])[] = [
    ['delay', FileHandler, ['~']],
    ['delay', WatchedFileHandler, ['~']],
    ['delay', RotatingFileHandler, ['~']],
    ['delay', TimedRotatingFileHandler, ['~']],
    ['utc', TimedRotatingFileHandler, ['~']],
    ['flushOnClose', MemoryHandler, [5]],
    ['secure', HTTPHandler, ['localhost', '/']],
    ['respect_handler_level', QueueListener, [queue]],
  ]
  test.each(FLAGS)('%s is true or false, or Python’s 1 and 0: %o', (name, klass, parameters) => {
    const make = (value: unknown): { close?: () => unknown } =>
      new (klass as Any)(...parameters.map((each) => (each === '~' ? file : each)), { [name]: value })
    for (const value of ['no', '', 'False', 2, Number.NaN, {}, [], Symbol('s')]) {
      expect(() => make(value)).toThrow(TypeError)
      expect(() => make(value)).toThrow(`${name}: expected true or false, not `)
    }
    expect(readdirSync(folder)).toEqual([])
    for (const value of [true, false, 1, 0, undefined]) {
      const made = make(value)
      expect(typeof ((made as Record<string, unknown>)[name] ?? true)).toBe('boolean')
      void made.close?.()
    }
  })

  const COUNTS: readonly (readonly [string, (value: never) => unknown, readonly unknown[]])[] = [
    ['backupCount', (backupCount) => new RotatingFileHandler(file, { backupCount }), [2.5, Infinity]],
    ['backupCount', (backupCount) => new TimedRotatingFileHandler(file, { backupCount }), [2.5, Infinity]],
    ['capacity', (capacity) => new MemoryHandler(capacity), [2.5, -1]],
    ['capacity', (capacity) => new BufferingHandler(capacity), [2.5, -1]],
    ['maxsize', (maxsize) => new Queue(maxsize), [2.5]],
  ]
  test.each(COUNTS)('%s is a whole number: %o', (name, make, ranges) => {
    for (const value of ranges) expect(() => make(value as never)).toThrow(RangeError)
    for (const value of ['5', null, true, [5], Symbol('s'), 5n].slice(name === 'backupCount' ? 2 : 0))
      expect(() => make(value as never)).toThrow(TypeError)
    for (const value of [...ranges, Number.NaN, '5']) expect(() => make(value as never)).toThrow(`${name}: expected a `)
    expect(readdirSync(folder)).toEqual([])
  })

  test('a stream, a target and the options of TLS are what they are called', () => {
    const cases: readonly (readonly [() => unknown, string])[] = [
      ...['', 0, false, Number.NaN].flatMap((value): [() => unknown, string][] => [
        [() => new StreamHandler(value as never), 'stream: expected one with write()'],
        [() => new MemoryHandler(5, { target: value as never }), 'expected a Handler'],
      ]),
      [() => new SysLogHandler({ tls: [] as never }), 'tls: expected an object'],
      [() => new (SMTPHandler as unknown as Any)(...mail, { tls: [] }), 'tls: expected an object'],
      [() => new JournalRemoteHandler('http://localhost:9/', { tls: [] as never }), 'tls: expected an object'],
      [() => new HTTPHandler('h', '/', { context: {} as never }), 'context: expected null'],
      [() => new FileHandler(file, { encoding: 5 as never }), 'encoding: expected a string, not 5'],
      [() => new FileHandler(file, { errors: 5 as never }), 'errors: expected a string, not 5'],
      [() => new FileHandler(file, { mode: 5 as never }), 'mode: expected a string, not 5'],
      [() => new DatagramHandler(5 as never, 9), 'host: expected a string, not 5'],
    ]
    const open = handlerRegistry.open.size
    for (const [make, text] of cases) {
      expect(make).toThrow(TypeError)
      expect(make).toThrow(text)
    }
    expect([handlerRegistry.open.size, readdirSync(folder)]).toEqual([open, []])
  })

  test('null and undefined stand for Python’s None', () => {
    expect(new StreamHandler(null).stream).not.toBeNull()
    expect(new MemoryHandler(5, { target: null }).target).toBeNull()
    expect(new HTTPHandler('h', '/', { context: null, credentials: null }).secure).toBe(false)
    expect(new MemoryHandler(Infinity).capacity).toBe(Infinity)
  })

  test('a delayed file with a wrong option is refused at once; a subclass that opens in its own way knows others', () => {
    for (const options of [{ mode: 'z' }, { encoding: 'x' }, { errors: 'x' }])
      expect(() => new FileHandler(file, { ...options, delay: true })).toThrow(RangeError)
    class Own extends FileHandler {
      override _open(): never {
        return undefined as never
      }
    }
    expect(new Own(file, { mode: 'zip', delay: true }).mode).toBe('zip')
  })
})

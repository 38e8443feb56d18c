import { realmState, resetLogging, StringStream } from '@treeline/core/testing'
import { nodePlatform } from '@treeline/node'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ConfigParser, dictConfig, fileConfig } from './config.node.js'
import * as logging from './node.js'

let folder: string

beforeAll(() => {
  realmState.platform = nodePlatform
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'treeline-config-'))
})
afterEach(() => {
  resetLogging()
  rmSync(folder, { recursive: true, force: true })
})

const WRONG = { class: 'logging.StreamHandler', level: 'LOUD' }

/** Configures with a handler, and another one that is wrong behind it where the configuration is to be refused. */
function configure(handler: object, isRefused: boolean): void {
  const handlers = { a: handler, ...(isRefused ? { b: WRONG } : {}) }
  const apply = (): void => dictConfig({ version: 1, handlers, root: { handlers: ['a'] } })
  if (isRefused) expect(apply).toThrow("Unknown level: 'LOUD'")
  else apply()
}

function contents(): Record<string, string> {
  const names = readdirSync(folder).sort()
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
}

const FILES: [string, object][] = [
  ['FileHandler', {}],
  ['FileHandler', { mode: 'w' }],
  ['FileHandler', { mode: 'w+', buffering: 1000 }],
  ['FileHandler', { mode: 'w', encoding: 'utf-16-le' }],
  ['handlers.WatchedFileHandler', { mode: 'w' }],
  ['handlers.RotatingFileHandler', { mode: 'w' }],
  ['handlers.RotatingFileHandler', { maxBytes: 1000, backupCount: 2 }],
  ['handlers.RotatingFileHandler', { maxBytes: 1000, backupCount: 2, multiprocess: true, compress: 'gzip' }],
  ['handlers.TimedRotatingFileHandler', { when: 'midnight' }],
  ['handlers.TimedRotatingFileHandler', { multiprocess: true, maxAgeSeconds: 1 }],
]

describe.each(FILES)('%s of %j in a configuration', (name, options) => {
  const mode = (options as { mode?: string }).mode ?? 'a'
  const part = (): object => ({ class: `logging.${name}`, filename: join(folder, 'app.log'), ...options })

  test('that is refused leaves a file as it was', () => {
    writeFileSync(join(folder, 'app.log'), 'before\n')
    configure(part(), true)
    expect(contents()).toEqual({ 'app.log': 'before\n' })
    expect(realmState.handlers.open.size).toBe(0)
  })

  test('that is refused leaves no new file', () => {
    configure(part(), true)
    expect(contents()).toEqual({})
  })

  test('that is accepted opens it in its mode', () => {
    const isWide = 'encoding' in options
    const file = join(folder, 'app.log')
    writeFileSync(file, 'before\n')
    configure(part(), false)
    expect(readFileSync(file, 'utf8')).toBe(mode.startsWith('w') ? '' : 'before\n')
    logging.getLogger().warning('after')
    void logging.shutdown()
    expect(readFileSync(file, isWide ? 'utf16le' : 'utf8')).toBe(mode.startsWith('w') ? 'after\n' : 'before\nafter\n')
  })
})

test('what a rotating handler tidies at its start waits until the configuration is accepted', () => {
  const file = join(folder, 'app.log')
  writeFileSync(`${file}.1`, 'old')
  const part = {
    class: 'logging.handlers.RotatingFileHandler',
    filename: file,
    maxBytes: 9,
    backupCount: 5,
    maxTotalBytes: 1,
    link: 'current.log',
  }
  configure(part, true)
  expect(contents()).toEqual({ 'app.log.1': 'old' })
  configure(part, false)
  expect(Object.keys(contents())).toEqual(['app.log', 'current.log'])
})

test('mode x makes the file where the configuration is accepted, and is refused where there is one', () => {
  const part = { class: 'logging.FileHandler', filename: join(folder, 'app.log'), mode: 'x' }
  configure(part, true)
  expect(contents()).toEqual({})
  configure(part, false)
  expect(contents()).toEqual({ 'app.log': '' })
  expect(() => configure(part, false)).toThrow('EEXIST')
})

test('what cannot be opened is told, and names the handler', () => {
  const part = { class: 'logging.FileHandler', filename: join(folder, 'nowhere', 'app.log'), mode: 'w' }
  expect(() => configure(part, false)).toThrow(/handlers\.a.*: ENOENT: no such file or directory/)
  mkdirSync(join(folder, 'nowhere', 'app.log'), { recursive: true })
  expect(() => configure(part, false)).toThrow(/handlers\.a.*: EISDIR: illegal operation on a directory/)
})

test('a file that somebody has written to meanwhile stays, and so does one that has taken its place', () => {
  const file = join(folder, 'app.log')
  const writing = (): never => {
    writeFileSync(file, 'from another process')
    throw new Error('no')
  }
  const handlers = { a: { class: 'logging.FileHandler', filename: file }, b: { '()': writing } }
  expect(() => dictConfig({ version: 1, handlers })).toThrow('no')
  expect(contents()).toEqual({ 'app.log': 'from another process' })
  rmSync(file)
  const replacing = (): never => {
    rmSync(file)
    writeFileSync(join(folder, 'other'), '')
    symlinkSync('other', file)
    throw new Error('no')
  }
  expect(() => dictConfig({ version: 1, handlers: { ...handlers, b: { '()': replacing } } })).toThrow('no')
  expect(contents()).toEqual({ 'app.log': '', other: '' })
})

test('files that a factory opens, and those of a class whose constructor throws, are as they were', () => {
  const [kept, thrown] = [join(folder, 'kept'), join(folder, 'thrown')]
  writeFileSync(kept, 'before')
  class Thrower extends logging.FileHandler {
    constructor() {
      super(thrown, { mode: 'w' })
      throw new Error('no')
    }
  }
  const handlers = { a: { '()': () => new logging.FileHandler(kept, { mode: 'w' }) }, b: { '()': () => new Thrower() } }
  expect(() => dictConfig({ version: 1, handlers })).toThrow('no')
  expect(contents()).toEqual({ kept: 'before' })
})

test('a configuration within a configuration that is refused is refused with it', () => {
  const file = join(folder, 'app.log')
  writeFileSync(file, 'before')
  const factory = (): logging.Handler => {
    const handlers = { c: { class: 'logging.FileHandler', filename: file, mode: 'w' } }
    dictConfig({ version: 1, handlers, root: { handlers: ['c'] } })
    return new logging.NullHandler()
  }
  configure({ '()': factory }, true)
  expect(contents()).toEqual({ 'app.log': 'before' })
  configure({ '()': factory }, false)
  expect(contents()).toEqual({ 'app.log': '' })
})

test('fileConfig empties no file and makes none before it accepts', () => {
  const [old, fresh] = [join(folder, 'old'), join(folder, 'new')]
  writeFileSync(old, 'before')
  const text = (level: string): string => `
[loggers]
keys=root
[handlers]
keys=a,b
[formatters]
keys=
[logger_root]
level=${level}
handlers=a,b
[handler_a]
class=FileHandler
args=(${JSON.stringify(old)}, 'w')
[handler_b]
class=handlers.RotatingFileHandler
args=(${JSON.stringify(fresh)},)
`
  const apply = (level: string): void => {
    const parser = new ConfigParser()
    parser.read_string(text(level))
    fileConfig(parser)
  }
  expect(() => apply('LOUD')).toThrow("Unknown level: 'LOUD'")
  expect(contents()).toEqual({ old: 'before' })
  apply('INFO')
  expect(contents()).toEqual({ new: '', old: '' })
})

test.each([
  { level: 'LOUD' },
  { handlers: [] },
  { stream: process.stderr },
  { encoding: 'nope' },
  { errors: 'nope' },
  { filemode: 'wb' },
  { format: '%(nope' },
  { style: '?' },
  { levle: 10 },
])('basicConfig that is refused for %j leaves files as they were', (wrong) => {
  for (const name of ['old', 'new']) {
    writeFileSync(join(folder, 'old'), 'before')
    const options = { filename: join(folder, name), filemode: 'w', ...wrong }
    expect(() => logging.basicConfig(options as never)).toThrow()
    expect(contents()).toEqual({ old: 'before' })
  }
})

test('an incremental configuration that is refused changes no level', () => {
  const handler = new logging.FileHandler(join(folder, 'app.log'))
  handler.name = 'file'
  const config = { version: 1, incremental: true, handlers: { file: { level: 'ERROR' } }, root: { level: 'LOUD' } }
  expect(() => dictConfig(config)).toThrow("Unknown level: 'LOUD'")
  expect([handler.level, existsSync(handler.baseFilename)]).toEqual([0, true])
})

test('no peer is met before the configuration is accepted', async () => {
  let met = 0
  const server = createServer()
  const taken = new Promise((resolve) => {
    server.on('connection', (socket) => {
      met++
      socket.on('error', () => undefined).once('data', resolve)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const part = { class: 'logging.handlers.SysLogHandler', address: ['127.0.0.1', port], socktype: 1 }
  for (let i = 0; i < 3; i++) configure(part, true)
  configure(part, false)
  logging.getLogger().error('to the peer')
  await taken
  await logging.shutdown()
  server.close()
  expect(met).toBe(1)
})

describe('what formats for people', () => {
  function lineOf(formatter: object, stream: object): string {
    const handler = { class: 'logging.StreamHandler', stream, formatter: 'one' }
    const parts = { formatters: { one: formatter }, handlers: { a: handler }, root: { handlers: ['a'] } }
    dictConfig({ version: 1, disable_existing_loggers: false, ...parts })
    logging.getLogger('app').warning('low on %s', 'stock', { left: 3 })
    return (stream as { text: string }).text
  }

  const terminal = { isTTY: true, columns: 80 }

  test('PrettyFormatter, by class and as a factory, with its options', () => {
    for (const how of ['class', '()']) {
      const plain = { [how]: 'treeline.PrettyFormatter', colors: false, datefmt: '' }
      expect(lineOf(plain, new StringStream())).toBe('WARNING  app  low on stock  left=3\n')
      expect(lineOf({ ...plain, colors: true }, new StringStream())).toContain('\u001b[')
    }
    expect(() => lineOf({ class: 'treeline.PrettyFormatter', colours: false }, new StringStream())).toThrow(
      /formatters\.one.*colours/,
    )
  })

  test('autoFormatter: pretty at a terminal, JSON elsewhere', () => {
    const stream = Object.assign(new StringStream(), terminal)
    expect(lineOf({ '()': 'treeline.autoFormatter', stream }, stream)).toMatch(/WARNING.*app.*low on stock.*left=/)
    const file = new StringStream()
    expect(JSON.parse(lineOf({ '()': 'treeline.autoFormatter', stream: file }, file))).toMatchObject({ left: 3 })
  })
})

// What a configuration may give each class, in the order of its positional parameters: an ini file counts its `args` by it.
const BUFFER = 'buffering, flushIntervalMs, flushLevel'
const ROTATION = 'compress, maxTotalBytes, maxAgeSeconds, link, multiprocess'

function problemsOf(klass: string, kwargs: object = { zzzzzzzzzzz: 1 }): string[] {
  const part = { '()': klass, ...kwargs }
  try {
    dictConfig({ version: 1, formatters: { x: part as never } })
  } catch (error) {
    return (error as Error).message.split('\n').slice(1)
  }
  return []
}

test.each<[string, string, string[]?]>([
  ['logging.StreamHandler', 'stream'],
  ['logging.NullHandler', 'level'],
  ['logging.handlers.BufferingHandler', 'capacity', ['capacity']],
  ['logging.handlers.MemoryHandler', 'capacity, flushLevel, target, flushOnClose', ['capacity']],
  ['logging.Filter', 'name'],
  ['logging.Formatter', 'fmt, datefmt, style, validate, defaults, escapeControls'],
  ['logging.BufferingFormatter', 'linefmt'],
  ['logging.handlers.QueueHandler', 'queue', ['queue']],
  ['queue.Queue', 'maxsize'],
  ['queue.SimpleQueue', 'maxsize'],
  ['logging.FileHandler', `filename, mode, encoding, delay, errors, ${BUFFER}`, ['filename']],
  [
    'logging.handlers.RotatingFileHandler',
    `filename, mode, maxBytes, backupCount, encoding, delay, errors, ${BUFFER}, ${ROTATION}`,
    ['filename'],
  ],
  [
    'logging.handlers.TimedRotatingFileHandler',
    `filename, when, interval, backupCount, encoding, delay, utc, atTime, errors, maxBytes, ${BUFFER}, ${ROTATION}`,
    ['filename'],
  ],
  [
    'logging.handlers.WatchedFileHandler',
    `filename, mode, encoding, delay, errors, checkIntervalMs, ${BUFFER}`,
    ['filename'],
  ],
  ['logging.handlers.SocketHandler', 'host, port, maxQueueBytes', ['host', 'port']],
  ['logging.handlers.DatagramHandler', 'host, port, maxQueueBytes', ['host', 'port']],
  [
    'logging.handlers.SysLogHandler',
    'address, facility, socktype, timeout, format, framing, appName, msgId, structuredDataId, tls, maxMessageBytes, ' +
      'maxQueueBytes',
  ],
  [
    'logging.handlers.SMTPHandler',
    'mailhost, fromaddr, toaddrs, subject, credentials, secure, timeout, capacity, flushIntervalMs, maxQueueRecords, ' +
      'tls, transport',
    ['mailhost', 'fromaddr', 'toaddrs', 'subject'],
  ],
  ['logging.handlers.NTEventLogHandler', 'appname, dllname, logtype', ['appname']],
  ['logging.handlers.JournalFormatter', 'fmt, datefmt, style, validate, defaults, formatter, fd'],
  ['logging.handlers.JournalHandler', 'identifier, path, maxQueueBytes'],
  [
    'logging.handlers.JournalRemoteHandler',
    'url, identifier, capacity, flushIntervalMs, flushLevel, maxQueueRecords, timeoutMs, tls',
    ['url'],
  ],
  [
    'logging.handlers.BufferingHTTPHandler',
    'url, capacity, maxBatchBytes, flushIntervalMs, flushLevel, maxQueueBytes, maxQueueRecords, maxRecordBytes, ' +
      'timeoutMs, acknowledge, credentials, encoding, headers, journal, onLevels, caller, fetch',
  ],
  [
    'logging.handlers.HTTPHandler',
    'host, url, method, secure, credentials, context, maxQueueRecords, timeoutMs, fetch',
    ['host', 'url'],
  ],
  ['treeline.ContextFilter', 'none'],
  ['treeline.Redactor', 'paths, patterns, censor'],
  ['treeline.ThrottleFilter', 'limit, seconds, by'],
  ['treeline.SamplingFilter', 'rate, always, by', ['rate']],
  ['treeline.FlightRecorder', 'capacity, target, passLevel, flushLevel, requests, by', ['capacity']],
  ['treeline.PrettyFormatter', 'colors, background, width, stream, datefmt'],
])('%s takes %s', (klass, keywords, required = []) => {
  const call = `${klass.slice(klass.lastIndexOf('.') + 1).replace('SimpleQueue', 'Queue')}()`
  expect(problemsOf(klass)).toEqual([
    `formatters.x.zzzzzzzzzzz: ${call} got an unexpected keyword argument 'zzzzzzzzzzz'. Its keywords are: ${keywords}`,
    ...required.map((name) => `formatters.x.${name}: ${call} missing 1 required positional argument: '${name}'`),
  ])
})

test('a constant of a class and of a module stands under its name', () => {
  const given = (name: string): unknown => {
    let found: unknown
    const take = (kwargs: Record<string, unknown>): object => {
      found = kwargs['value']
      return { format: () => '' }
    }
    dictConfig({ version: 1, formatters: { x: { '()': take as never, value: `ext://${name}` } as never } })
    return found
  }
  expect(
    [
      'logging.handlers.DEFAULT_SOAP_LOGGING_PORT',
      'logging.handlers.DEFAULT_TCP_LOGGING_PORT',
      'logging.handlers.DEFAULT_UDP_LOGGING_PORT',
      'logging.handlers.SYSLOG_TCP_PORT',
      'logging.handlers.SYSLOG_UDP_PORT',
      'logging.handlers.SysLogHandler.LOG_LOCAL7',
      'socket.SOCK_STREAM',
      'socket.SOCK_DGRAM',
      'logging.handlers.socket.SOCK_STREAM',
      'logging.handlers.socket.SOCK_DGRAM',
    ].map(given),
  ).toEqual([9023, 9020, 9021, 514, 514, 23, 1, 2, 1, 2])
  expect(() => given('logging.handlers.SysLogHandler.priority_names')).toThrow(RangeError)
})

test.each(['json', 'jsonlogger'])('pythonjsonlogger.%s.JsonFormatter is the formatter of that package', (module) => {
  const f = { class: `pythonjsonlogger.${module}.JsonFormatter`, format: '%(levelname)s %(message)s' }
  const h = { class: 'logging.NullHandler', formatter: 'f' }
  dictConfig({ version: 1, formatters: { f }, handlers: { h }, root: { handlers: ['h'] } })
  const record = logging.makeLogRecord({ msg: 'm', levelname: 'INFO', user: 'ann' })
  expect(logging.getLogger().handlers[0]!.format(record)).toBe('{"levelname": "INFO", "message": "m", "user": "ann"}')
})

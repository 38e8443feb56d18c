// What a wrong option says. Every option that the packages publish is given values of each kind: what is thrown names the option,
// and a kind that its type does not have is refused.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dictConfig, fileConfig, PythonJSONFormatter } from '@treeline/core/config'
import { captureStderr, resetLogging } from '@treeline/core/testing'
import { autoFormatter, FileWriter, installExitHook, PrettyFormatter } from '@treeline/node'
import { OpenTelemetryHandler, TreeLoggerProvider } from '@treeline/otel'
import { expressRequests } from '@treeline/server'
import { captureLogs } from '@treeline/testing'
import * as treeline from 'treeline'
import { listen, stopListening } from 'treeline/config'
import * as filters from 'treeline/filters'
import * as handlers from 'treeline/handlers'
import { afterAll, afterEach, expect, test } from 'vitest'
import { allEntries, publicEntries } from '../docs/.typedoc/entries.mjs'
import { liveLevels } from '../packages/local-storage/dist/levels.js'
import { Receiver } from '../packages/receiver/dist/index.js'
import { DatagramReceiver, SeenFile, SocketReceiver } from '../packages/receiver/dist/node.js'
import { type Option, publicOptions } from './tools/options.js'

const folder = mkdtempSync(join(tmpdir(), 'treeline-options-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
afterEach(resetLogging)

const file = (name: string): string => join(folder, `${name}.log`)
const log = treeline.getLogger('app')
const port = { postMessage() {}, addEventListener() {} }
const INI = '[loggers]\nkeys=root\n[handlers]\nkeys=\n[formatters]\nkeys=\n[logger_root]\nhandlers=\n'

type Taker = (options: object) => unknown

/** What takes each published object of options. */
const TAKERS: Readonly<Record<string, Taker>> = {
  BasicConfigOptions: (options) => treeline.basicConfig({ force: true, ...options }),
  BufferingHTTPHandlerOptions: (options) => new handlers.BufferingHTTPHandler('https://log.example/', options),
  CaptureConsoleOptions: (options) => (treeline.captureConsole(options), treeline.captureConsole(false)),
  CaptureOptions: (options) => captureLogs(options),
  ConfiguratorOptions: (options) => dictConfig({ version: 1 }, options),
  ConsoleHandlerOptions: (options) => new treeline.ConsoleHandler(options),
  DatagramReceiverOptions: (options) => new DatagramReceiver(options),
  ElasticOptions: (options) => handlers.elastic(options),
  ExitHookOptions: (options) => installExitHook(options),
  FileConfigOptions: (options) => fileConfig({ read: () => INI }, options),
  FileHandlerOptions: (options) => new treeline.FileHandler(file('file'), { delay: true, ...options }),
  FileWriterOptions: (options) => new FileWriter(file('writer'), options),
  FlightRecorderOptions: (options) => new filters.FlightRecorder(10, { target: null, ...options }),
  FormatterOptions: (options) => new treeline.Formatter('%(message)s', options),
  GELFOptions: (options) => handlers.gelf({ host: 'shop', ...options }),
  HTTPHandlerOptions: (options) => new handlers.HTTPHandler('log.example', '/log', options),
  HeaderOptions: (options) => new handlers.SysLogHandler(options),
  JSONFormatterOptions: (options) => new treeline.JSONFormatter(options),
  JSONLimits: (limits) => new treeline.JSONFormatter({ limits }),
  JournalFormatterOptions: (options) => new handlers.JournalFormatter('%(message)s', options),
  JournalHandlerOptions: (options) => new handlers.JournalHandler(options),
  JournalOptions: (options) => new handlers.Journal(options),
  JournalRemoteHandlerOptions: (options) => new handlers.JournalRemoteHandler('https://log.example/', options),
  ListenOptions: (options) => listen(0, options),
  LiveLevelsOptions: (options) => liveLevels(options),
  LocalStorageHandlerOptions: (options) => new handlers.LocalStorageHandler(options),
  LoggerAdapterOptions: (options) => new treeline.LoggerAdapter(log, {}, options),
  LokiOptions: (options) => handlers.loki(options),
  MemoryHandlerOptions: (options) => new handlers.MemoryHandler(10, options),
  OTLPOptions: (options) => handlers.otlp(options),
  OpenTelemetryHandlerOptions: (options) => new OpenTelemetryHandler(options),
  OverrideLevelOptions: (options) => treeline.overrideLevel('app', 'DEBUG', { forSeconds: 1, ...options }),
  PortQueueOptions: (options) => new handlers.PortQueue(port, options),
  PrettyFormatterOptions: (options) => new PrettyFormatter(options),
  PythonJSONFormatterOptions: (options) => new PythonJSONFormatter('%(message)s', options),
  QueueListenerOptions: (options) =>
    new handlers.QueueListener(new handlers.Queue(), new treeline.NullHandler(), options),
  RateLimit: (rate) => new Receiver({ rate: { records: 10, perMs: 1000, ...rate } }),
  ReadOptions: (options) => new handlers.LocalStorageHandler().read(options),
  ReceiverOptions: (options) => new Receiver(options),
  RecordReceiverOptions: (options) => void new SocketReceiver(options),
  RedactorOptions: (options) => new filters.Redactor({ paths: ['**.password'], ...options }),
  RequestOptions: (options) => expressRequests(options),
  RotatingFileHandlerOptions: (options) => new handlers.RotatingFileHandler(file('rotating'), options),
  RotationOptions: (options) => new handlers.RotatingFileHandler(file('rotating'), options),
  SMTPHandlerOptions: (options) =>
    new handlers.SMTPHandler('localhost', 'a@log.example', 'b@log.example', 's', options),
  SamplingFilterOptions: (options) => new filters.SamplingFilter(0.5, options),
  SeenFileOptions: (options) => new SeenFile(file('seen'), options),
  SocketHandlerOptions: (options) => new handlers.SocketHandler('localhost', 9020, options),
  SocketReceiverOptions: (options) => void new SocketReceiver(options),
  StorageOptions: (options) => new handlers.Journal(options),
  StyleOptions: (options) => new treeline.PercentStyle('%(message)s', options),
  SysLogHandlerOptions: (options) => new handlers.SysLogHandler(options),
  ThrottleFilterOptions: (options) => new filters.ThrottleFilter(options),
  TimedRotatingFileHandlerOptions: (options) => new handlers.TimedRotatingFileHandler(file('timed'), options),
  TreeLoggerOptions: (options) => new TreeLoggerProvider(options),
  WatchedFileHandlerOptions: (options) => new handlers.WatchedFileHandler(file('watched'), options),
  autoFormatter: (options) => autoFormatter(options),
}

/** Of methods that never throw, that fastify calls, or that take any value as Python's do. */
const OF_CALLS = [
  'ChildOptions',
  'ConfigGetOptions',
  'Keywords',
  'LogRecordOptions',
  'MakeRecordOptions',
  'WireOptions',
]
/** What others have to look at: a platform opens files; what is assigned to `settings` is Python's module attributes. */
const OF_OTHERS = ['FileOptions', 'Settings']

/** Where one that is wrong is taken, and why. */
const TAKEN: Readonly<Record<string, string>> = {
  'BasicConfigOptions.force': 'as in Python, whatever is true',
  'FormatterOptions.validate': 'likewise',
  'PythonJSONFormatterOptions.validate': 'likewise',
  'BasicConfigOptions.filemode': 'as in Python, it is looked at beside a filename alone',
  'BasicConfigOptions.encoding': 'likewise',
  'BasicConfigOptions.errors': 'likewise',
}

// A text is a path, as some options open what they name.
const VALUES: readonly (readonly [string, unknown])[] = [
  ['5', 5],
  ['-1', -1],
  ['2.5', 2.5],
  ['Infinity', Infinity],
  ['a bigint', 1n],
  ['a text', join(folder, 'x')],
  ['true', true],
  ['null', null],
  ['an object', {}],
  ['no items', []],
  ['a number in a list', [5]],
  ['null in a list', [null]],
  ['a function', () => 5],
  ['a Symbol', Symbol('x')],
  ['a Map', new Map([['x', 5]])],
]

const options = publicOptions(publicEntries(), allEntries())
const takerOf = (name: string): string => name.slice(0, name.indexOf('.'))
const keyOf = (name: string): string => name.slice(name.indexOf('.') + 1)

test('there is something that takes them, for all objects of options', () => {
  const owners = new Set(options.map(({ name }) => takerOf(name)))
  expect([...Object.keys(TAKERS), ...OF_CALLS, ...OF_OTHERS].toSorted()).toEqual([...owners].toSorted())
})

test.each(options.filter(({ name }) => takerOf(name) in TAKERS))('$name', async (option) => {
  const faults: string[] = []
  for (const [label, value] of VALUES) {
    const fault = faultOf(option, value, await failureOf(option.name, value))
    if (fault !== undefined) faults.push(`${label}: ${fault}`)
  }
  expect(faults).toEqual([])
})

const NAMED = { filename: file('named'), delay: true }

/** How a configuration names the classes whose options they are, and what else these need. */
const CONFIGURED: Readonly<Record<string, readonly [section: string, part: Readonly<Record<string, unknown>>]>> = {
  BufferingHTTPHandlerOptions: handler('handlers.BufferingHTTPHandler', { url: 'https://log.example/' }),
  ConsoleHandlerOptions: handler('ConsoleHandler'),
  FileHandlerOptions: handler('FileHandler', NAMED),
  FlightRecorderOptions: handler('treeline.FlightRecorder', { capacity: 10, target: null }),
  FormatterOptions: formatter('logging.Formatter'),
  HTTPHandlerOptions: handler('handlers.HTTPHandler', { host: 'log.example', url: '/log' }),
  HeaderOptions: handler('handlers.SysLogHandler'),
  JSONFormatterOptions: formatter('logging.JSONFormatter'),
  JournalFormatterOptions: formatter('logging.handlers.JournalFormatter'),
  JournalHandlerOptions: handler('handlers.JournalHandler'),
  JournalRemoteHandlerOptions: handler('handlers.JournalRemoteHandler', { url: 'https://log.example/' }),
  LocalStorageHandlerOptions: handler('handlers.LocalStorageHandler'),
  MemoryHandlerOptions: handler('handlers.MemoryHandler', { capacity: 10 }),
  PrettyFormatterOptions: formatter('treeline.PrettyFormatter'),
  PythonJSONFormatterOptions: formatter('pythonjsonlogger.json.JsonFormatter'),
  RedactorOptions: ['filters', { '()': 'treeline.Redactor', paths: ['**.password'] }],
  RotatingFileHandlerOptions: handler('handlers.RotatingFileHandler', NAMED),
  RotationOptions: handler('handlers.RotatingFileHandler', NAMED),
  SMTPHandlerOptions: handler('handlers.SMTPHandler', {
    mailhost: 'localhost',
    fromaddr: 'a@log.example',
    toaddrs: 'b@log.example',
    subject: 's',
  }),
  SamplingFilterOptions: ['filters', { '()': 'treeline.SamplingFilter', rate: 0.5 }],
  SocketHandlerOptions: handler('handlers.SocketHandler', { host: 'localhost', port: 9020 }),
  SysLogHandlerOptions: handler('handlers.SysLogHandler'),
  ThrottleFilterOptions: ['filters', { '()': 'treeline.ThrottleFilter' }],
  TimedRotatingFileHandlerOptions: handler('handlers.TimedRotatingFileHandler', NAMED),
  WatchedFileHandlerOptions: handler('handlers.WatchedFileHandler', NAMED),
}

function handler(name: string, rest: object = {}): [string, Record<string, unknown>] {
  return ['handlers', { class: name.startsWith('treeline.') ? name : `logging.${name}`, ...rest }]
}

function formatter(name: string): [string, Record<string, unknown>] {
  return ['formatters', { '()': name }]
}

/** What stands in for the platform in tests. */
const STAND_INS = ['driver', 'now', 'random', 'scope']

const configurable = ({ name }: Option): boolean => takerOf(name) in CONFIGURED && !STAND_INS.includes(keyOf(name))

test.each(options.filter(configurable))('$name in a configuration', ({ name }) => {
  const [section, part] = CONFIGURED[takerOf(name)]!
  let failure = ''
  try {
    // Null may be wrong there; but the option is known.
    dictConfig({ version: 1, [section]: { x: { ...part, [keyOf(name)]: null } } })
  } catch (error) {
    failure = (error as Error).message
  }
  expect(failure).not.toMatch(/unexpected keyword|unknown option/)
})

/** Returns what is wrong with what a value led to; undefined for nothing. */
function faultOf(
  { name, kinds }: Option,
  value: unknown,
  failure: NodeJS.ErrnoException | undefined,
): string | undefined {
  // What the file system says has a code, and names the file.
  if (failure !== undefined)
    return failure.code !== undefined || wordOf(keyOf(name)).test(failure.message) ? undefined : failure.message
  // Null is Python's None: where an option has a default, it may stand for that.
  return value === null || kinds.has(typeof value) || name in TAKEN ? undefined : 'taken'
}

/** Words of Python's own texts. */
const PYTHONS: Readonly<Record<string, RegExp>> = {
  defaults: /defaults|option values must be strings/,
  errors: /error handler|errors/,
  // Of MemoryHandler.
  flushLevel: /\blevel\b|flushLevel/i,
}

function wordOf(key: string): RegExp {
  return PYTHONS[key] ?? new RegExp(key, 'i')
}

/** Returns what is thrown where an option is given; what was made is closed. */
async function failureOf(name: string, value: unknown): Promise<NodeJS.ErrnoException | undefined> {
  let made: unknown
  try {
    captureStderr(() => void (made = TAKERS[takerOf(name)]!({ [keyOf(name)]: value })))
    return undefined
  } catch (error) {
    return error as Error
  } finally {
    stopListening()
    await (made as { close?(): unknown } | undefined)?.close?.()
  }
}

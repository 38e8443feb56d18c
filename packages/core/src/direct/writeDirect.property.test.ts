// A plain call is written without a record. Its bytes must be those that its record would have given: here the same calls go
// to two handlers' trees. One of them has a filter that lets everything pass, and so has records made.
import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { LoggerAdapter } from '../tree/adapter.js'
import { Formatter } from '../formatting/formatter.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { addLevelName, getLevelName } from '../records/levels.js'
import { RootLogger } from '../tree/logger.js'
import { Manager } from '../tree/manager.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { registerDirect } from './register.js'
import { streamOutput } from './streamOutput.js'

registerDirect()

afterEach(() => vi.restoreAllMocks())

const text = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', '"', '\\', '\n', '%', '%%', '%s', '\ud83d', '\udf32', '🌲', 'é', 'x'.repeat(300)),
)
const anything = fc.oneof(
  { weight: 4, arbitrary: text },
  {
    weight: 4,
    arbitrary: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-0, 0.5, Number.NaN, Infinity, 2 ** 60, 1e21)),
  },
  fc.anything(),
  fc.constantFrom(new Error('no'), { extra: { user: 'ann' } }, { exc_info: 'x' }, { stacklevel: 2 }),
)
/** Behind the arguments, each shows its text. */
const errors: readonly Error[] = [
  new Error('no answer', { cause: new TypeError('refused') }),
  new AggregateError([new Error('one'), new Error('two')], 'both'),
  Object.assign(new Error('ends with a newline\n'), { code: 'E1', status: 500 }),
  Object.defineProperty(new Error('no stack'), 'stack', { value: '' }),
  Object.defineProperty(new Error('no message'), 'message', {
    get() {
      throw new Error('no')
    },
  }),
  new Error('🌲'.repeat(200)),
]
const conversion = fc.constantFrom('%s', '%s', '%d', '%i', '%5s', '%-3d', '%r', '%%', '%(key)s', '%.2f', '%*d', '%q')
const message = fc
  .array(fc.tuple(text, conversion), { maxLength: 3 })
  .map((parts) => parts.map(([literal, spec]) => literal.replaceAll('%', '') + spec).join(''))
const key = fc.constantFrom(
  'user',
  'tenant',
  'time',
  'time_',
  'message',
  'name',
  'level',
  'logger',
  '__proto__',
  'toJSON',
  '',
)
const fields = fc.dictionary(fc.oneof(key, fc.string()), fc.oneof(anything, fc.constantFrom(null, true, 1n)), {
  maxKeys: 4,
})
/** One object again and again, as an adapter has it; its values change at times. */
const kept: Record<string, unknown> = { service: 'api', instance: 7 }
const call = fc.record({
  // Few, so that neighbours often share one.
  name: fc.oneof(fc.constantFrom('app', 'app.db'), text),
  level: fc.constantFrom(10, 20, 30, 15, 21),
  ms: fc.constantFrom(0, 1, 999, 1000, -1, 1_700_000_000_123, 1_700_000_000_124),
  msg: fc.oneof(message, text),
  args: fc.oneof(
    { weight: 3, arbitrary: fc.array(anything, { maxLength: 3 }) },
    { weight: 1, arbitrary: fields.map((mapping) => [mapping]) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(fc.array(anything, { maxLength: 2 }), fc.constantFrom(...errors))
        .map(([args, error]) => [...args, error]),
    },
  ),
  extra: fc.option(fc.oneof(fields, fc.constant(kept), fc.anything()), { freq: 1 }),
  adapted: fc.boolean(),
})

const field = fc.constantFrom('asctime', 'levelname', 'name', 'message', 'levelno', 'created', 'msecs')
const percentFormat = fc
  .array(fc.tuple(field, fc.constantFrom('s', 's', '-8s', '5.3s', 'r'), fc.constantFrom('', ' ', ' - ', '🌲', '%%')), {
    minLength: 1,
    maxLength: 5,
  })
  .map((parts) => parts.map(([name, spec, behind]) => `%(${name})${spec}${behind}`).join(''))
const usualFormats = fc.constantFrom(
  '%(message)s',
  '%(levelname)s:%(name)s:%(message)s',
  '%(asctime)s %(levelname)-8s [%(name)s] %(message)s',
  // Wrong, which shows when a record is formatted.
  '%(message)s %',
  '%(message)s %(',
  '%(message)s %s',
  '%(levelname)d %(message)s',
  '%(nothing)s %(message)s',
)
const presets = fc.constantFrom(undefined, 'ecs', 'gcp', 'gelf', 'otel', 'pino')

type Make = () => Formatter

const formatter: fc.Arbitrary<Make> = fc.oneof(
  fc.tuple(fc.oneof(percentFormat, usualFormats), fc.constantFrom(undefined, '%H:%M', '%Y')).map(
    ([fmt, datefmt]): Make =>
      () =>
        new Formatter(fmt, { datefmt, validate: false }),
  ),
  fc.tuple(presets, fc.constantFrom(undefined, 20)).map(
    ([preset, maxLength]): Make =>
      () =>
        new JSONFormatter({ preset: preset as never, limits: maxLength === undefined ? {} : { maxLength } }),
  ),
)

const formatters = fc.array(formatter, { minLength: 1, maxLength: 3 })

/** Returns a function that logs to a stream, that stream's text, and how many calls were written without a record. */
function target(makes: readonly Make[], seesRecords: boolean) {
  const written: string[] = []
  const root = new RootLogger(1)
  const manager = new Manager(root)
  root.manager = manager
  root.level = 1
  const handlers = makes.map((make) => {
    const handler = new StreamHandler({ write: (line: string) => written.push(line) } as never)
    handler.setFormatter(make())
    // Errors go to the same place: they too must be the same.
    handler.handleError = (record, error) => written.push(`${String(error)} ${record.levelno} ${record.name}`)
    root.addHandler(handler)
    return handler
  })
  // A single handler that looks is enough.
  if (seesRecords) handlers.at(-1)!.addFilter(() => true)
  if (handlers.length > 2) handlers[1]!.setLevel(20)
  const write = vi.spyOn(streamOutput, 'write')
  return {
    log: (level: number, name: string, msg: string, ...args: unknown[]): void =>
      manager.getLogger(name).log(level, msg, ...args),
    /** By an adapter, which is a new one each time and has the same `extra`. */
    adapt: (level: number, name: string, msg: string, ...args: unknown[]): void =>
      new LoggerAdapter(manager.getLogger(name), kept).log(level, msg, ...args),
    written,
    withoutRecord: (): number =>
      write.mock.results.filter(({ value }, index) => value === true && write.mock.calls[index]![0] === handlers[0])
        .length,
  }
}

test('a call is written as its record would be', () => {
  let withoutRecord = 0
  fc.assert(
    fc.property(formatters, fc.array(call, { minLength: 1, maxLength: 6 }), (makes, calls) => {
      const [direct, plain] = [target(makes, false), target(makes, true)]
      for (const { name, level, ms, msg, args, extra, adapted } of calls) {
        vi.spyOn(Date, 'now').mockReturnValue(ms)
        if (ms === 999) kept['instance'] = args[0]
        const rest = extra === null ? args : [...args, { extra }]
        const by = adapted ? 'adapt' : 'log'
        direct[by](level, name, msg, ...rest)
        plain[by](level, name, msg, ...rest)
      }
      expect(direct.written).toEqual(plain.written)
      expect(plain.withoutRecord()).toBe(0)
      withoutRecord += direct.withoutRecord()
    }),
    { numRuns: 3000 },
  )
  expect(withoutRecord).toBeGreaterThan(300)
})

test('what changes between two calls shows in the second', () => {
  const changes: Record<string, (formatter: Formatter) => void> = {
    datefmt: (formatter) => (formatter.datefmt = '%H'),
    default_time_format: (formatter) => (formatter.default_time_format = '%M'),
    default_msec_format: (formatter) => (formatter.default_msec_format = null),
    converter: (formatter) => (formatter.converter = () => Array.from({ length: 9 }, () => 7) as never),
    formatTime: (formatter) => (formatter.formatTime = () => 'noon'),
    formatMessage: (formatter) => (formatter.formatMessage = () => 'no message'),
    format: (formatter) => (formatter.format = () => 'nothing'),
    usesTime: (formatter) => (formatter.usesTime = () => false),
    levelname: () => addLevelName(20, 'NOTE'),
  }
  vi.spyOn(Date, 'now').mockReturnValue(1_700_000_000_123)
  const before = getLevelName(20) as string
  for (const make of [() => new Formatter('%(asctime)s %(levelname)s %(message)s'), () => new JSONFormatter()]) {
    for (const [name, change] of Object.entries(changes)) {
      const lines = [false, true].map((seesRecords) => {
        const made = make()
        const { log, written } = target([() => made], seesRecords)
        log(20, 'app', 'one')
        change(made)
        log(20, 'app', 'two')
        addLevelName(20, before)
        return written
      })
      expect(lines[0], name).toEqual(lines[1])
    }
  }
})

test('the fields of a call are those of its record, whatever the limits and the layout', () => {
  const long = 'x'.repeat(50)
  const many = (value: (index: number) => unknown, length: number): Record<string, unknown> =>
    Object.fromEntries(Array.from({ length }, (_, index) => [`k${index}`, value(index)]))
  const mappings: Record<string, unknown>[] = [
    { user: 'ann', n: 1, ok: true, none: null, nothing: undefined, half: 0.5, zero: -0 },
    { n: 1, user: 'ann', ok: false },
    { text: 'a "quoted" word', nul: '\0', tree: '🌲', half: '\ud83d', 'e"é': 'é' },
    { nan: Number.NaN, big: 2n ** 70n, symbol: Symbol('s'), call: () => 1, inf: -Infinity },
    { nested: { a: [1] }, date: new Date(0), error: new Error('no') },
    { time: 1, level: 2, logger: 3, message: 4, message_: 5, msg: 6, '...': 7, id: 8, '': 9, __proto__: 10 },
    { [long]: 1, [`${long}x`]: 2, [`${long}y`]: 3 },
    { long: 'x'.repeat(1001), longer: '"'.repeat(2000) },
    many((index) => index, 70),
    many(() => '\u0001'.repeat(1000), 64),
    many(() => '\u0001'.repeat(5000), 64),
    Object.assign(Object.create({ inherited: 1 }) as object, { own: 1 }),
  ]
  const options = [
    {},
    { limits: { maxKeys: 2 } },
    { limits: { maxLength: 5 } },
    { fields: false },
    { fields: 'data' },
    { constants: { app: 'shop', n: 1 } },
    { preset: 'gelf', keys: { timestamp: 'time' } },
    ...['ecs', 'gcp', 'gelf', 'otel', 'pino'].map((preset) => ({ preset })),
  ]
  let withoutRecord = 0
  vi.spyOn(Date, 'now').mockReturnValue(1_700_000_000_123)
  for (const option of options) {
    const [direct, plain] = [false, true].map((seesRecords) =>
      target([() => new JSONFormatter(option as never)], seesRecords),
    )
    for (const { log } of [direct!, plain!]) {
      for (const mapping of mappings) {
        log(20, 'app', 'done', mapping)
        // A record has these two of its own, and says so.
        const { message: _, msg: __, ...extra } = mapping
        log(20, 'app', 'done', { extra })
      }
    }
    expect(direct!.written, JSON.stringify(option)).toEqual(plain!.written)
    withoutRecord += direct!.withoutRecord()
  }
  expect(withoutRecord).toBeGreaterThan(options.length * mappings.length)
})

import { afterEach, expect, test } from 'vitest'
import { basicConfig } from '../tree/basicConfig.js'
import { Formatter } from '../formatting/formatter.js'
import { dictConfig } from '../config/dictConfig.js'
import { fileConfig } from '../config/ini/fileConfig.js'
import { handlerRegistry } from '../handlers/handler.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { PortQueue } from '../queues/portQueue.js'
import { Queue } from '../queues/queue.js'
import { QueueListener } from '../queues/queueListener.js'
import { ListHandler, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import { getLogger } from '../tree/manager.js'
import { captureErrors, captureWarnings } from '../tree/capture.js'
import { repr } from '../text/repr.js'
import { checkNamedOptions } from './namedOptions.js'
import { withMethods } from './checks.js'

afterEach(resetLogging)

// As somebody writes it who has no types, or Python's order in mind.
const log = getLogger()
const port = new EventTarget() as never
const bad = (value: unknown): never => value as never

test.each<[string, () => unknown, string]>([
  [
    'Formatter',
    () => new Formatter('%(message)s', bad('%H:%M')),
    "'%H:%M'; there are: datefmt style validate defaults",
  ],
  ['Formatter', () => new Formatter('', bad({ datefmt: '', fmt: 1 })), "'fmt'; there are: datefmt style"],
  ['MemoryHandler', () => new MemoryHandler(9, bad('ERROR')), "'ERROR'; there are: flushLevel target flushOnClose"],
  ['MemoryHandler', () => new MemoryHandler(9, bad({ flushlevel: 1 })), "'flushlevel'; there are: flushLevel target"],
  [
    'QueueListener',
    () => new QueueListener(new Queue(), bad({ respect: true })),
    "'respect'; there are: respect_handler",
  ],
  ['PortQueue', () => new PortQueue(port, bad(50)), '50; there are: maxsize timeoutMs'],
  ['LoggerAdapter', () => new LoggerAdapter(log, {}, bad(true)), 'true; there are: merge_extra'],
  [
    'LoggerAdapter',
    () => new LoggerAdapter(log, {}, bad({ mergeExtra: true })),
    "'mergeExtra'; there are: merge_extra",
  ],
  ['dictConfig', () => dictConfig({ version: 1 }, bad({ resolve: 1 })), "'resolve'; did you mean resolver?"],
  [
    'dictConfig',
    () =>
      dictConfig(
        { version: 1 },
        bad(() => {}),
      ),
    ' did you mean { resolver: … }?',
  ],
  [
    'fileConfig',
    () => fileConfig('x.ini', bad({ disable_existing: false })),
    ' did you mean disable_existing_loggers?',
  ],
  ['fileConfig', () => fileConfig('x.ini', bad(null)), 'null; did you mean { defaults: null }?'],
])('%s refuses unknown options %#', (owner, work, text) => {
  const open = handlerRegistry.open.size
  expect(work).toThrow(TypeError)
  expect(work).toThrow(new RegExp(`^${owner}: unknown option `))
  expect(work).toThrow(text)
  expect(handlerRegistry.open.size).toBe(open)
  expect(log.handlers).toEqual([])
})

test.each<[string, () => unknown, Error]>([
  [
    'maxsize',
    () => new PortQueue(port, { maxsize: Number.NaN }),
    new RangeError('maxsize: expected a number, not NaN'),
  ],
  [
    'timeoutMs',
    () => new PortQueue(port, { timeoutMs: 0 }),
    new RangeError('timeoutMs: expected a number above 0, not 0'),
  ],
  ['datefmt', () => new Formatter('', { datefmt: bad(5) }), new TypeError('datefmt: expected a string, not 5')],
  ['capture', () => captureErrors(bad('off')), new TypeError("capture: expected true or false, not 'off'")],
  ['capture', () => captureWarnings(bad('off')), new TypeError("capture: expected true or false, not 'off'")],
])('a wrong %s is refused', (_, work, error) => {
  expect(work).toThrow(error)
})

test('withMethods wants each of them', () => {
  const whole = { get() {}, set() {} }
  expect(withMethods('store', whole, 'get set', 'a store')).toBe(whole)
  for (const value of [null, undefined, 'get', { get() {} }, { get() {}, set: 1 }])
    expect(() => withMethods('store', value as object, 'get set', 'a store')).toThrow(
      new TypeError(`store: expected a store, not ${repr(value)}`),
    )
})

test('a stream is something to write to', () => {
  const open = handlerRegistry.open.size
  for (const [stream, shown] of [
    ['stdout', "'stdout'"],
    [{ stream: 1 }, '{ stream: 1 }'],
    [7, '7'],
  ] as const) {
    expect(() => new StreamHandler(bad(stream))).toThrow(
      new TypeError(`stream: expected one with write(), not ${shown}`),
    )
    expect(() => basicConfig({ stream: bad(stream) })).toThrow(TypeError)
  }
  expect([handlerRegistry.open.size, log.handlers.length]).toEqual([open, 0])
  expect(new StreamHandler(null).stream).toBe(new StreamHandler().stream)
})

test('undefined stands for what is not given', () => {
  const handlers = [new ListHandler()]
  expect(() => basicConfig({ handlers, filemode: 'a' })).toThrow(new RangeError('Unrecognised argument(s): filemode'))
  basicConfig({ handlers, filemode: undefined, filename: undefined, stream: undefined, level: undefined })
  expect([log.handlers, log.level]).toEqual([handlers, 30])
})

test('what derives from a class may have options of its own', () => {
  class Own extends Formatter {}
  expect(() => new Own('', bad({ own: 1 }))).not.toThrow()
  class OwnMemory extends MemoryHandler {}
  expect(new OwnMemory(1, bad({ own: 1 })).flushOnClose).toBe(true)
})

test('checkNamedOptions suggests', () => {
  class Base {}
  class Derived extends Base {}
  const check = (options: unknown, maker?: typeof Base) => (): void =>
    checkNamedOptions(Base, options, 'mode maxBytes', maker)
  expect(check({ mode: 'a', maxBytes: 1 })).not.toThrow()
  expect(check({ mode: 'a', maxSize: 1 })).toThrow(
    new TypeError("Base: unknown option 'maxSize'; did you mean maxBytes?"),
  )
  expect(check({ zzz: 1 })).toThrow(new TypeError("Base: unknown option 'zzz'; there are: mode, maxBytes"))
  // It is there: that is not what was meant.
  expect(check({ maxBytes: 1, maxSize: 1 })).toThrow("'maxSize'; there are: mode, maxBytes")
  expect(check('a')).toThrow(new TypeError("Base: unknown option 'a'; did you mean { mode: 'a' }?"))
  expect(check(null)).toThrow('Base: unknown option null; did you mean { mode: null }?')
  expect(check({ zzz: 1 }, Derived)).not.toThrow()
  expect(check({ maxBytez: 1 }, Derived)).toThrow("Derived: unknown option 'maxBytez'; did you mean maxBytes?")
  expect(check('a', Derived)).toThrow("Derived: unknown option 'a'")
})

test.each([['INFO'], [20], [null], [() => {}]])('basicConfig takes its keywords in an object: %o', (given) => {
  const told = "basicConfig: expected an object, such as { level: 'INFO' }, not "
  expect(() => {
    basicConfig(bad(given))
  }).toThrow(told)
  expect(getLogger().handlers).toEqual([])
})

test('what is no logger, or no formatter, is refused', () => {
  expect(() => new LoggerAdapter(bad('app'), {})).toThrow("expected a logger, not 'app'")
  expect(() => new LoggerAdapter(bad({ id: 1 }), bad(log))).toThrow('expected a logger, not { id: 1 }')
  expect(() => new LoggerAdapter(bad(undefined))).toThrow('expected a logger, not undefined')
  expect(() => new ListHandler().setFormatter(bad('%(message)s'))).toThrow("expected a Formatter, not '%(message)s'")
  expect(() => new ListHandler().setFormatter(bad(Formatter))).toThrow('expected a Formatter, not [class Formatter]')
})

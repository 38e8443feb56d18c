import fc from 'fast-check'
import { afterEach, expect, test, vi } from 'vitest'
import { LoggerAdapter } from './adapter.js'
import type { FilterLike } from '../records/filter.js'
import { Formatter } from '../formatting/formatter.js'
import { Handler } from '../handlers/handler.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { Logger } from './logger.js'
import { getLogger, manager, setLoggerClass } from './manager.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { LogRecord, setLogRecordFactory } from '../records/record.js'
import * as root from './moduleFunctions.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { HOSTILE, thrower, throwing, trapped } from '../testing/hostile.js'
import { captureStderr, ListHandler, realmState, resetLogging, StringStream } from '../testing/index.js'

afterEach(resetLogging)

// Whole inspections of large values, many times over: a busy machine needs longer than a test usually may.
vi.setConfig({ testTimeout: 60_000 })

const METHODS = ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal'] as const

type Method = (typeof METHODS)[number]

// What is generated are makers of values: fast-check looks into the values that it handles.
const hostile = fc.constantFrom(...HOSTILE)
const value = fc.oneof(
  { weight: 2, arbitrary: hostile },
  fc.oneof(fc.anything(), fc.string(), fc.constant('%s')).map((given) => (): unknown => given),
)
const extra = fc
  .dictionary(fc.oneof(fc.string(), fc.constantFrom('name', 'msg', '__proto__', 'constructor')), value)
  .map((makers) => (): unknown => made(makers))
const number = fc.oneof(fc.double(), fc.constantFrom(-1, 0, 1e9, Number.POSITIVE_INFINITY)).map((given) => () => given)
const keywords = fc
  .record(
    { extra: fc.oneof(value, extra), exc_info: value, stack_info: value, stacklevel: fc.oneof(value, number) },
    { requiredKeys: [] },
  )
  .map((makers) => (): unknown => made(makers))
const call = fc.tuple(fc.constantFrom(...METHODS), value, fc.array(value, { maxLength: 4 }), fc.option(keywords))

function made(makers: object): object {
  const entries = Object.entries(makers).map(([key, make]) => [key, (make as () => unknown)()])
  return Object.fromEntries(entries) as object
}

/** Three handlers with what is formatted differently in each. */
function installHandlers(): ListHandler {
  const stream = new StringStream()
  const text = new StreamHandler(stream)
  text.setFormatter(
    new Formatter('%(asctime)s %(name)s %(lineno)d %(funcName)s %(x)s %(message)s', { defaults: { x: 1 } }),
  )
  const json = new StreamHandler(stream)
  json.setFormatter(new JSONFormatter())
  const last = new ListHandler()
  for (const handler of [text, json, new MemoryHandler(2, { target: text }), last]) getLogger().addHandler(handler)
  getLogger().setLevel(1)
  return last
}

/** Makes the calls; what they write goes nowhere. A stream of all of it would be what grows. */
function quietly(work: () => void): void {
  captureStderr(work)
  expect(realmState.nesting.depth).toBe(0)
}

// --- properties --------------------------------------------------------------------------------------------------------

test('no call throws, whatever is logged, and each makes its record', () => {
  fc.assert(
    fc.property(call, fc.constantFrom('logger', 'adapter', 'merging', 'module'), ([method, msg, args, given], via) => {
      resetLogging()
      const last = installHandlers()
      const targets: Record<string, Record<Method, (...args: unknown[]) => void>> = {
        logger: getLogger('a.b'),
        adapter: new LoggerAdapter(getLogger('a.b'), { user: 'x' }),
        merging: new LoggerAdapter(new LoggerAdapter(getLogger('a.b')), trapped() as never, { merge_extra: true }),
        module: root,
      }
      quietly(() => targets[via]![method](msg(), ...args.map((make) => make()), ...(given === null ? [] : [given()])))
      expect(last.records).toHaveLength(1)
      for (const record of last.records) expect(record.levelno).toBeGreaterThan(0)
    }),
    { numRuns: 150 },
  )
})

test('no level throws', () => {
  fc.assert(
    fc.property(fc.oneof(value, number), value, (makeLevel, makeMsg) => {
      const level = makeLevel()
      const msg = makeMsg()
      resetLogging()
      const last = installHandlers()
      quietly(() => {
        getLogger('a').log(level as number, msg)
        new LoggerAdapter(getLogger('a')).log(level as number, msg)
        root.log(level as number, msg)
      })
      expect(last.records).toHaveLength(Number.isInteger(level) && (level as number) >= 1 ? 3 : 0)
    }),
    { numRuns: 100 },
  )
})

/** What others' code may do in place of its duty: throw anything, give anything. */
const hook: fc.Arbitrary<() => never> = fc.oneof(
  fc.constant(thrower),
  hostile.map((make) => (): never => throwing(make())()),
  value.map((make) => (): never => make() as never),
)
const hooks = fc.tuple(hook, hook, hook, hook, hook, hook, hook, hook, hook)

test('no filter, handler, formatter, factory, logger class or adapter of others makes a call throw', () => {
  fc.assert(
    fc.property(hooks, fc.boolean(), call, (own, asObject, given) => {
      resetLogging()
      const [filter, emit, format, handle, handleError, factory, makeRecord, process, isEnabledFor] = own
      const ownFilter: FilterLike = asObject ? { filter } : filter
      const last = new ListHandler()
      class Emitting extends Handler {
        override emit = emit
      }
      class Handling extends Handler {
        override handle = handle
        override handleError = handleError
      }
      class Making extends Logger {
        override makeRecord = makeRecord
      }
      class Asking extends Logger {
        override isEnabledFor = isEnabledFor
      }
      const adapter = new LoggerAdapter(getLogger('plain'))
      adapter.process = process
      const formatting = new StreamHandler(new StringStream())
      formatting.formatter = { format } as never
      const filtering = new ListHandler()
      filtering.addFilter(ownFilter)
      for (const handler of [new Emitting(), new Handling(), formatting, filtering, last])
        getLogger().addHandler(handler)
      setLoggerClass(Making)
      const making = getLogger('making')
      setLoggerClass(Asking)
      const asking = getLogger('asking')
      setLoggerClass(Logger)
      getLogger('filtering').addFilter(ownFilter)
      const [method, msg, makers] = given
      const args = makers.map((make) => make())
      quietly(() => {
        getLogger('plain').critical('first')
        for (const logger of [making, asking, adapter, getLogger('filtering')]) logger[method](msg(), ...args)
        setLogRecordFactory(factory)
        getLogger('plain')[method](msg(), ...args)
        setLogRecordFactory(LogRecord as never)
        getLogger('plain').critical('last')
      })
      const messages = last.records.map((record) => record.msg)
      expect(messages[0]).toBe('first')
      expect(messages.at(-1)).toBe('last')
    }),
    { numRuns: 100 },
  )
})

test('a handler, filter and formatter that log to their own logger come to an end', () => {
  const list = new ListHandler()
  const logger = getLogger('loop')
  const again = (): true => {
    logger.error('again')
    return true
  }
  class Looping extends Handler {
    override emit(): void {
      again()
    }
  }
  class LoopingFormatter extends Formatter {
    override format(): string {
      again()
      return 'x'
    }
  }
  const formatting = new StreamHandler(new StringStream())
  formatting.setFormatter(new LoopingFormatter())
  for (const handler of [new Looping(), formatting, list]) {
    resetLogging()
    getLogger().addHandler(list)
    logger.handlers = [handler]
    logger.filters = handler === list ? [again] : []
    logger.propagate = true
    logger.parent = getLogger()
    quietly(() => logger.error('first'))
  }
  expect(list.records.length).toBeGreaterThan(0)
})

/** Runs `work` and gives the greatest size that any Map or Set reached through an addition. */
function greatestCollection(work: () => void): number {
  const { set } = Map.prototype
  const { add } = Set.prototype
  let greatest = 0
  Map.prototype.set = function (this: Map<unknown, unknown>, key, item) {
    set.call(this, key, item)
    greatest = Math.max(greatest, this.size)
    return this
  }
  Set.prototype.add = function (this: Set<unknown>, item) {
    add.call(this, item)
    greatest = Math.max(greatest, this.size)
    return this
  }
  try {
    work()
  } finally {
    Map.prototype.set = set
    Set.prototype.add = add
  }
  return greatest
}

test('nothing grows with the calls: no cache, no registry', () => {
  const last = installHandlers()
  const logger = getLogger('grow')
  const sizes = (): number[] => [
    manager().loggerDict.size,
    realmState.handlers.open.size,
    realmState.handlers.byName.size,
    realmState.levels.nameOf.size,
    realmState.levels.numberOf.size,
    logger.handlers.length,
    getLogger().handlers.length,
  ]
  const before = sizes()
  const greatest = greatestCollection(() => {
    quietly(() => {
      for (let i = 0; i < 1100; i++) {
        logger.log(1 + i, `message ${i} %s %(key${i})s %${i}d`, { [`key${i}`]: i }, { extra: { [`extra${i}`]: i } })
        logger.info(`{${i}} $${i}`, i, new Error(`error ${i}`))
        logger.error('same', { exc_info: new Error('same'), stack_info: i % 100 === 0, stacklevel: i })
        logger.warning`tagged ${i}`
        last.records.length = 0
      }
    })
  })
  expect(sizes()).toEqual(before)
  expect(greatest).toBeGreaterThan(0)
  expect(greatest).toBeLessThanOrEqual(1000)
})

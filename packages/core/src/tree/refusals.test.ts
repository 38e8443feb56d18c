// What is no handler or filter is refused where it is added: a record would be swallowed there.
import { afterEach, expect, test } from 'vitest'
import type { Handler } from '../handlers/handler.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { Filter, type FilterLike } from '../records/filter.js'
import type { LogRecord } from '../records/record.js'
import { FlightRecorder } from '../filters/flightRecorder.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { ContextFilter } from '../context/contextFilter.js'
import { handlerRegistry } from '../handlers/handler.js'
import { LoggerAdapter } from './adapter.js'
import { ListHandler, resetLogging } from '../testing/index.js'
import { basicConfig } from './basicConfig.js'
import { getLogger } from './manager.js'

afterEach(resetLogging)

const NO_HANDLERS: readonly (readonly [unknown, string])[] = [
  [{ emit() {} }, '{ emit: [Function: emit] }'],
  [{ handle() {} }, '{ handle: [Function: handle] }'],
  [StreamHandler, '[class StreamHandler]'],
  ['stderr', "'stderr'"],
  [() => {}, '[Function: (anonymous)]'],
  [null, 'null'],
  [undefined, 'undefined'],
  [getLogger('app'), '<Logger app (WARNING)>'],
]

test.each(NO_HANDLERS)('%s is no handler', (value, text) => {
  const handler = value as Handler
  const message = `expected a Handler, not ${text}`
  const root = getLogger()
  expect(() => root.addHandler(handler)).toThrow(new TypeError(message))
  root.addHandler(new ListHandler())
  expect(() => basicConfig({ handlers: [new ListHandler(), handler], force: true })).toThrow(message)
  expect(root.handlers).toHaveLength(1)
  if (!value) return
  expect(() => new MemoryHandler(1, { target: handler })).toThrow(message)
  expect(() => new MemoryHandler(1).setTarget(handler)).toThrow(message)
})

test('what is no list of handlers', () => {
  const list = new ListHandler()
  const before = [...getLogger().handlers]
  for (const handlers of [list, 5, true])
    expect(() => basicConfig({ handlers: handlers as never, force: true })).toThrow(
      'handlers: expected a list, such as [handler], not ',
    )
  expect(getLogger().handlers).toEqual(before)
  basicConfig({ handlers: new Set([list]) as never, force: true })
  expect(getLogger().handlers).toEqual([list])
})

test('a filemode is for files, and nobody minds it beside a stream', () => {
  expect(() => basicConfig({ handlers: [new ListHandler()], filemode: 'w', force: true } as never)).toThrow(
    'Unrecognised argument(s): filemode',
  )
  expect(() => basicConfig({ stream: { write() {} }, filemode: 'w', force: true } as never)).not.toThrow()
})

test('handlers that derive from none of ours are taken, as those of another copy of the package', () => {
  const got: string[] = []
  const handler = { level: 0, handle: ({ msg }: LogRecord) => void got.push(msg as string) }
  getLogger().addHandler(handler as never)
  new MemoryHandler(1, { target: handler as never }).handle({ levelno: 40, msg: 'kept' } as LogRecord)
  getLogger().error('x')
  expect(got).toEqual(['kept', 'x'])
})

test('a listener takes no other object for its options', () => {
  const message = 'QueueListener takes handlers, then one object of options'
  expect(() => new QueueListener(new Queue(), { emit() {} } as never)).toThrow(message)
  expect(() => new QueueListener(new Queue(), { respect: true } as never)).toThrow(
    "QueueListener: unknown option 'respect'",
  )
  expect(new QueueListener(new Queue(), { respect_handler_level: true }).handlers).toEqual([])
})

test.each([
  [{}, '{}'],
  [{ test() {} }, '{ test: [Function: test] }'],
  [Filter, '[class Filter]'],
  [class Own {}, '[class Own]'],
  ['app', "'app'"],
  [null, 'null'],
  [undefined, 'undefined'],
])('%s is no filter', (value, text) => {
  const message = `expected a function or an object with filter(), not ${text}`
  expect(() => getLogger().addFilter(value as never)).toThrow(new TypeError(message))
  expect(() => new ListHandler().addFilter(value as never)).toThrow(message)
})

// As CPython 3.11: `hasattr(f, 'filter')` comes first.
test('a class or function with a filter of its own is asked by it', () => {
  class Static {
    static readonly word = 'a'

    static filter({ msg }: LogRecord): boolean {
      return String(msg).includes(this.word)
    }
  }
  const withFilter: FilterLike = Object.assign(
    () => {
      throw new Error('not this one')
    },
    { filter: ({ msg }: LogRecord) => String(msg).includes('b') },
  )
  const handler = new ListHandler()
  handler.addFilter(Static)
  handler.addFilter(withFilter)
  getLogger().addHandler(handler)
  for (const msg of ['a', 'b', 'ab']) getLogger().error(msg)
  expect(handler.texts).toEqual(['ab'])
})

const stream = { write(): void {} }
class OwnQueue extends QueueHandler {
  override enqueue(): void {}
}
class OwnListener extends QueueListener {
  override dequeue(): unknown {
    return null
  }
}
class OwnStream extends StreamHandler {}

/** Makes one as JavaScript can, whatever the types say. */
function make<Made>(klass: new (...args: never[]) => Made, ...args: readonly unknown[]): Made {
  return new klass(...(args as never[]))
}

test.each<[string, () => unknown, string]>([
  ['a recorder without target', () => make(FlightRecorder, 100, {}), 'target: expected the Handler that the rec'],
  ['one without options', () => make(FlightRecorder, 100), 'target: expected the Handler that the rec'],
  ['one to a logger', () => make(FlightRecorder, 5, { target: getLogger() }), 'expected a Handler, not <RootLogger'],
  [
    'options for a capacity',
    () => make(MemoryHandler, { capacity: 2 }),
    'capacity: expected a number of records, not {',
  ],
  ['no capacity', () => make(MemoryHandler), 'capacity: expected a number of records, not undefined'],
  ['no queue', () => make(QueueHandler), 'queue: expected a queue with put_nowait(), not undefined'],
  ['a list', () => make(QueueHandler, []), 'queue: expected a queue with put_nowait(), not []'],
  ['a queue for others', () => make(QueueHandler, { put() {} }), 'queue: expected a queue with put_nowait(), not {'],
  ['nothing to listen to', () => make(QueueListener, []), 'queue: expected a queue with get(), not []'],
  [
    'more for a stream',
    () => make(StreamHandler, stream, { level: 'ERROR' }),
    "no more arguments, not { level: 'ERROR'",
  ],
  ['more for JSON', () => make(JSONFormatter, {}, { preset: 'ecs' }), "no more arguments, not { preset: 'ecs' }"],
  ['fields for a filter', () => make(ContextFilter, { a: 1 }), 'expected no more arguments, not { a: 1 }'],
  ['a text as extra', () => make(LoggerAdapter, getLogger(), 'x'), "expected an object of attributes, not 'x'"],
])('%s is refused at once, and leaves no open handler', (_name, making, message) => {
  const open = handlerRegistry.open.size
  expect(making).toThrow(message)
  expect(making).toThrow(TypeError)
  expect(handlerRegistry.open.size).toBe(open)
})

test('who derives from these may take what they like', () => {
  expect(make(OwnQueue, []).queue).toEqual([])
  expect(make(OwnListener, []).queue).toEqual([])
  expect(make(OwnStream, stream, { level: 'ERROR' }).stream).toBe(stream)
  expect(make(StreamHandler, stream, undefined).stream).toBe(stream)
})

test('a handler is no filter: it would be asked for its own filters, and keep nothing', () => {
  const recorder = new FlightRecorder(100, { target: new ListHandler() })
  const message = 'expected a function or an object with filter(), not <'
  for (const given of [recorder, getLogger()])
    expect(() => new ListHandler().addFilter(given as never)).toThrow(message)
})

test('formatters and filters are shown by a word', () => {
  const list = new ListHandler()
  getLogger().addHandler(list)
  getLogger().error('%r %s', new JSONFormatter(), new Filter('a.b'))
  expect(list.records[0]!.getMessage()).toBe('<JSONFormatter> <Filter a.b>')
  expect(JSON.stringify([new JSONFormatter(), new Filter('a.b')])).toBe('["<JSONFormatter>","<Filter a.b>"]')
})

// What is no handler or filter is refused where it is added: a record would be swallowed there.
import { afterEach, expect, test } from 'vitest'
import type { Handler } from '../handlers/handler.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueListener } from '../queues/queueListener.js'
import { Filter, type FilterLike } from '../records/filter.js'
import type { LogRecord } from '../records/record.js'
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

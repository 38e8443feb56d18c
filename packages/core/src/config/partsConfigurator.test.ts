import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import type { MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { Filter } from '../records/filter.js'
import { makeLogRecord } from '../records/record.js'
import { resetLogging } from '../testing/index.js'
import { KeyError } from '../text/keyError.js'
import { getLogger } from '../tree/manager.js'
import { registerClass } from './classes.js'
import { PartsConfigurator } from './partsConfigurator.js'
import { errorsOf, lineOf } from './refusal.js'

registerClass('logging.handlers.QueueHandler', QueueHandler, { positional: ['queue'], keywords: [] })
registerClass('logging.handlers.QueueListener', QueueListener)
registerClass('queue.Queue', Queue, { positional: ['maxsize'], keywords: [] })

/** Says which keywords it was given. */
class Own extends Formatter {
  readonly given: unknown[]

  constructor(...given: unknown[]) {
    super()
    this.given = given
  }
}
registerClass('app.Own', Own)

let parts: PartsConfigurator
beforeEach(() => {
  const [console, file] = [new NullHandler(), new NullHandler()]
  parts = new PartsConfigurator({
    formatters: { brief: new Formatter('%(message)s') },
    filters: { mine: new Filter('app') },
    handlers: { console, file, later: { class: 'logging.NullHandler' } },
    word: 'DEBUG',
  })
})
afterEach(resetLogging)

/** Returns what is thrown: the first error, and a line for each. */
function refused(work: () => unknown): { readonly first: Error; readonly lines: string[] } {
  try {
    work()
  } catch (error) {
    return { first: error as Error, lines: errorsOf(error).map((each) => lineOf('x', each)) }
  }
  throw new Error('it was not refused')
}

const record = makeLogRecord({ name: 'app', levelname: 'INFO', msg: 'hi\n', created: 0 })

describe('a formatter', () => {
  test.each<[object, string]>([
    [{}, 'hi\n'],
    [{ format: '%(levelname)s' }, 'INFO'],
    [{ format: '', class: null }, 'hi\n'],
    [{ format: '{levelname}', style: '{' }, 'INFO'],
    [{ format: '$levelname', style: '$', class: '' }, 'INFO'],
    [{ format: 'plain', validate: false }, 'plain'],
    [{ format: 'plain', validate: 0 }, 'plain'],
    [{ format: '%(user)s', defaults: { user: 'ann' } }, 'ann'],
    [{ format: '%(levelname)s', defaults: {}, datefmt: '' }, 'INFO'],
    [{ format: '%(asctime)s', datefmt: 'at %%' }, 'at %'],
    [{ format: '%(levelname)s', class: 'logging.Formatter' }, 'INFO'],
    [{ format: '%(levelname)s', class: Formatter }, 'INFO'],
    [{ '()': 'logging.Formatter', format: '%(levelname)s' }, 'INFO'],
    [{ '()': 'logging.Formatter', fmt: '%(levelname)s' }, 'INFO'],
    [{ '()': 'logging.Formatter' }, 'hi\n'],
    [{ '()': ({ fmt }: { fmt: string }) => new Formatter(fmt), fmt: '%(name)s' }, 'app'],
  ])('%j', (config, text) => {
    expect(parts.configure_formatter(config as never).format(record)).toBe(text)
  })

  test.each<[object, string]>([
    [{ format: 'plain' }, "x.format: Invalid format 'plain' for '%' style"],
    [{ format: 'plain', validate: 1 }, "x.format: Invalid format 'plain' for '%' style"],
    [{ format: 5 }, 'x.format: expected a string, not 5'],
    [{ datefmt: 5 }, 'x.datefmt: expected a string, not 5'],
    [{ defaults: 'x' }, "x.defaults: expected an object, not 'x'"],
    [{ style: '?' }, 'x.style: Style must be one of: %,{,$'],
    [{ '()': 'logging.Formatter', format: 5 }, 'x.format: expected a string, not 5'],
    [{ class: 'nope' }, 'x.class: Cannot resolve'],
  ])('%j is refused', (config, line) => {
    expect(refused(() => parts.configure_formatter(config as never)).lines[0]).toContain(line)
  })

  test.each([
    [true, true],
    [1, true],
    [[], false],
    [false, false],
    [undefined, undefined],
  ])('escapeControls: %j', (escapeControls, expected) => {
    expect(parts.configure_formatter({ escapeControls }).escapeControls).toBe(expected)
  })

  test('of a class that derives from ours has its own keywords, and styles', () => {
    const config = { class: 'app.Own', format: ['a', 'b'], style: '?', datefmt: '%H', colour: 'red', validate: 0 }
    expect((parts.configure_formatter(config) as Own).given).toEqual([
      ['a', 'b'],
      { style: '?', datefmt: '%H', colour: 'red', validate: false },
    ])
  })

  test('by a factory that has no `format` is called again with `fmt`, as in Python', () => {
    const calls: object[] = []
    const factory = (message: string, Class: ErrorConstructor) => (kwargs: object) => {
      calls.push(kwargs)
      if ('format' in kwargs) throw new Class(message)
      return new Formatter()
    }
    const text = "got an unexpected keyword argument 'format'"
    parts.configure_formatter({ '()': factory(text, TypeError), format: '%(x)s', a: 1 })
    expect(calls.splice(0)).toEqual([
      { format: '%(x)s', a: 1 },
      { fmt: '%(x)s', a: 1 },
    ])
    for (const wrong of [factory('other', TypeError), factory(text, RangeError as ErrorConstructor)]) {
      expect(() => parts.configure_formatter({ '()': wrong, format: '%(x)s' })).toThrow()
      expect(calls.splice(0)).toHaveLength(1)
    }
    const always = (): never => {
      calls.push({})
      throw new TypeError(text)
    }
    expect(() => parts.configure_formatter({ '()': always })).toThrow(text)
    expect(calls).toHaveLength(1)
  })
})

describe('a filter', () => {
  test.each<[object, string]>([
    [{}, ''],
    [{ name: 'app' }, 'app'],
    [{ name: 'app', class: 'logging.Filter' }, 'app'],
    [{ name: 'app', class: Filter }, 'app'],
    [{ name: 'app', class: '' }, 'app'],
  ])('%j', (config, name) => {
    expect((parts.configure_filter(config as never) as Filter).name).toBe(name)
  })

  test('is no class, but made by a factory', () => {
    expect(refused(() => parts.configure_filter({ class: 'app.Mine' })).lines).toEqual([
      "x.class: a filter's class is named by '()': { '()': 'app.Mine' }",
    ])
    expect(refused(() => parts.configure_filter({ name: 5 })).lines).toEqual(['x.name: expected a string, not 5'])
    const made = (): boolean => true
    expect(parts.configure_filter({ '()': () => made })).toBe(made)
  })
})

describe('a handler', () => {
  test('has its formatter, level, filters and attributes', () => {
    const handler = parts.configure_handler({
      class: 'logging.NullHandler',
      formatter: 'brief',
      level: 'cfg://word',
      filters: ['mine', () => true],
      '.': { colour: 'red' },
    })
    expect(handler).toMatchObject({ level: 10, formatter: { datefmt: null }, colour: 'red' })
    expect(handler.filters).toHaveLength(2)
    expect(
      parts.configure_handler({ class: 'logging.NullHandler', formatter: '', level: null, filters: [] }),
    ).toMatchObject({
      level: 0,
      formatter: null,
      filters: [],
    })
    expect(
      parts.configure_handler({ class: 'logging.NullHandler', formatter: new Formatter('x', { validate: false }) })
        .formatter,
    ).not.toBeNull()
  })

  test('by a MemoryHandler’s keywords', () => {
    const handler = parts.configure_handler({
      class: 'logging.handlers.MemoryHandler',
      capacity: 5,
      target: 'console',
      flushLevel: 'WARNING',
      flushOnClose: false,
    }) as MemoryHandler
    expect(handler).toMatchObject({ capacity: 5, flushLevel: 30, flushOnClose: false })
    expect(handler.target).toBe((parts.config['handlers'] as { console: unknown }).console)
  })

  test('by a QueueHandler’s', () => {
    const { listener } = parts.configure_handler({
      class: 'logging.handlers.QueueHandler',
      handlers: ['console', 'file'],
      respect_handler_level: true,
    }) as QueueHandler
    expect(listener).toMatchObject({ respect_handler_level: true })
    expect((listener as QueueListener).handlers).toHaveLength(2)
    const bare = parts.configure_handler({ class: 'logging.handlers.QueueHandler' }) as QueueHandler
    expect([(bare.listener as QueueListener).handlers, bare.listener]).toMatchObject([
      [],
      { respect_handler_level: false },
    ])
  })

  test.each<[object, string, string, string]>([
    [{}, "'class'", '', "x.class: expected a class or a dotted name, or '()' with a factory"],
    [
      { clas: 'logging.NullHandler' },
      "'class'",
      '',
      "x.class: expected a class or a dotted name, or '()' with a factory; clas means nothing; did you mean 'class'?",
    ],
    [
      { class: 'logging.NullHandler', formatter: 'breif' },
      "Unable to set formatter 'breif'",
      'KeyError',
      "x.formatter: nothing in formatters is named 'breif'; did you mean 'brief'?",
    ],
    [
      { class: 'logging.NullHandler', filters: ['nope'] },
      "Unable to add filter 'nope'",
      'KeyError',
      "x.filters[0]: nothing in filters is named 'nope'; the filters are: mine",
    ],
    [
      { class: 'logging.NullHandler', filters: 'mine' },
      "expected a list, not 'mine'",
      '',
      "x.filters: expected a list, not 'mine'",
    ],
    [
      { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'nope' },
      "Unable to set target handler 'nope'",
      'KeyError',
      "x.target: nothing in handlers is named 'nope'; the handlers are: console, file, later",
    ],
    [
      { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'later' },
      "Unable to set target handler 'later'",
      'target not configured yet',
      'x.target: target not configured yet',
    ],
    [
      { class: 'logging.handlers.MemoryHandler', capacity: 1, flushLevel: 'LOUD' },
      "Unknown level: 'LOUD'",
      '',
      "x.flushLevel: Unknown level: 'LOUD'; the levels are:",
    ],
    [
      { class: 'logging.handlers.QueueHandler', handlers: ['nope'] },
      "Unable to set required handler 'nope'",
      'KeyError',
      "x.handlers[0]: nothing in handlers is named 'nope'; the handlers are: console, file, later",
    ],
    [
      { class: 'logging.handlers.QueueHandler', handlers: ['console', 'later'] },
      "Unable to set required handler 'later'",
      "Required handler 'later' is not configured yet",
      "x.handlers[1]: Required handler 'later' is not configured yet",
    ],
    [
      { class: 'logging.handlers.QueueHandler', handlers: 'console' },
      "expected a list, not 'console'",
      '',
      "x.handlers: expected a list, not 'console'",
    ],
    [
      { class: 'logging.handlers.QueueHandler', respect_handler_level: 'no' },
      "expected true or false, not 'no'",
      '',
      "x.respect_handler_level: expected true or false, not 'no'",
    ],
    [
      { '()': () => ({}) },
      "expected what makes something with a method 'handle'",
      '',
      "x.(): expected what makes something with a method 'handle'",
    ],
    [
      { class: () => ({}) },
      "expected what makes something with a method 'handle'",
      '',
      "x.class: expected what makes something with a method 'handle'",
    ],
  ])('%j is refused', (config, text, cause, line) => {
    const { first, lines } = refused(() => parts.configure_handler(config as never))
    expect([first.message, lines]).toEqual([text, [expect.stringContaining(line)]])
    const { cause: given } = first as { cause?: Error }
    expect(given instanceof KeyError ? 'KeyError' : (given?.message ?? '')).toBe(cause)
  })

  test('all that is wrong with one is told', () => {
    const config = { class: 'nope', formatter: 'nope', level: 'LOUD', filters: ['nope', 'mine', 'no'], '.': 5 }
    const places = refused(() => parts.configure_handler(config)).lines.map((line) => line.slice(0, line.indexOf(':')))
    expect(places).toEqual(['x.formatter', 'x.class', 'x.level', 'x.filters[0]', 'x.filters[2]', 'x..'])
  })

  test('names that are right are no problem of one that cannot be made', () => {
    const config = { class: 'nope', formatter: 'brief', level: 'INFO', filters: ['mine'], '.': { colour: 'red' } }
    expect(refused(() => parts.configure_handler(config)).lines).toEqual([expect.stringMatching(/^x\.class: /)])
  })

  test('what was told of another is not told of it', () => {
    parts.broken.add('handlers.file').add('formatters')
    const config = { class: 'logging.handlers.QueueHandler', handlers: ['file', 'nope'], formatter: 'breif' }
    expect(refused(() => parts.configure_handler(config)).lines).toEqual([
      expect.stringContaining("x.handlers[1]: nothing in handlers is named 'nope'"),
    ])
  })
})

describe('a logger', () => {
  test('has its level, handlers, filters and whether it propagates', () => {
    const log = getLogger('app')
    Object.assign(log, { disabled: true, handlers: [new NullHandler()] })
    parts.configure_logger('app', { level: 'ERROR', handlers: ['console'], filters: ['mine'], propagate: 0 })
    expect(log).toMatchObject({ level: 40, propagate: false, disabled: false })
    expect([log.handlers.length, log.filters.length]).toEqual([1, 1])
    parts.configure_logger('app', { level: null, propagate: null })
    expect(log).toMatchObject({ level: 40, propagate: false, handlers: [] })
    expect(log.filters).toHaveLength(1)
    parts.configure_logger('app', { propagate: true })
    expect(log.propagate).toBe(true)
  })

  test('that is changed while it is in use keeps its handlers and filters', () => {
    const log = getLogger('app')
    log.addHandler(new NullHandler())
    parts.configure_logger('app', { level: 10, handlers: ['nope'], filters: ['nope'], propagate: false }, true)
    expect([log.level, log.propagate, log.handlers.length, log.filters.length]).toEqual([10, false, 1, 0])
    parts.configure_root({ level: 'ERROR', handlers: ['nope'] }, true)
    expect(getLogger().level).toBe(40)
    expect(() => parts.configure_root({ handlers: ['nope'] })).toThrow("Unable to add handler 'nope'")
  })

  test('whose part is wrong says all of it', () => {
    const config = { level: 'LOUD', handlers: ['nope'], filters: ['nope'], propagate: 'no' }
    const { lines } = refused(() => parts.configure_logger('app', config))
    expect(lines.map((line) => line.split(';')[0])).toEqual([
      "x.level: Unknown level: 'LOUD'",
      "x.handlers[0]: nothing in handlers is named 'nope'",
      "x.filters[0]: nothing in filters is named 'nope'",
      "x.propagate: expected true or false, not 'no'",
    ])
  })
})

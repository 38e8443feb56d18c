import { afterEach, describe, expect, test } from 'vitest'
import { registerClass } from './classes.js'
import { dictConfig } from './dictConfig.js'
import { Formatter } from '../formatting/formatter.js'
import { Filter } from '../records/filter.js'
import { repr } from '../text/repr.js'
import { Handler } from '../handlers/handler.js'
import { KeyError } from '../text/keyError.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import { captureStderr, ListHandler, realmState, resetLogging } from '../testing/index.js'
import { getLogger } from '../tree/manager.js'

afterEach(resetLogging)
registerClass('logging.handlers.QueueHandler', QueueHandler, { positional: ['queue'], keywords: [] })
registerClass('logging.handlers.QueueListener', QueueListener)
registerClass('queue.Queue', Queue, { positional: ['maxsize'], keywords: [] })

function refusal(config: object): Error {
  try {
    dictConfig(config as never)
  } catch (error) {
    return error as Error
  }
  throw new Error('it was not refused')
}

const linesOf = (config: object): string[] => refusal(config).message.split('\n')

describe('all problems of a configuration are told at once', () => {
  test('of every section, in the order in which Python meets them; the first is Python’s error', () => {
    const error = refusal({
      version: 1,
      formatters: { a: { format: '%(x' }, b: { style: '?' }, ok: { format: '%(message)s' } },
      filters: { f: { name: 5 } },
      handlers: { h: { class: 'logging.NullHandler', level: 'LOUD' }, g: { class: 'no.such.Thing' } },
      loggers: { app: { level: 'DEBG', handlers: ['nope'] } },
      root: { handlers: 'h' },
    })
    expect(error).toBeInstanceOf(RangeError)
    expect(error.message.split('\n')).toEqual([
      "Unable to configure formatter 'a'",
      "formatters.a.format: Invalid format '%(x' for '%' style",
      'formatters.b.style: Style must be one of: %,{,$',
      'filters.f.name: expected a string, not 5',
      "handlers.g.class: Cannot resolve 'no.such.Thing': nothing of that name is registered; " +
        "import { registerClass } from 'treeline/config' and call registerClass('no.such.Thing', Thing) first",
      expect.stringMatching(/^handlers\.h\.level: Unknown level: 'LOUD'; the levels are: /),
      "loggers.app.level: Unknown level: 'DEBG'; did you mean 'DEBUG'?",
      "loggers.app.handlers[0]: nothing in handlers is named 'nope'; the handlers are: h, g",
      "root.handlers: expected a list, not 'h'",
    ])
    expect((error.cause as Error).message).toBe("Invalid format '%(x' for '%' style")
    expect(error.stack).toContain('root.handlers')
  })

  test('a text is neither true nor false, wherever one of the two is meant', () => {
    const word = 'no' as never
    const queue = { class: 'logging.handlers.QueueHandler', listener: 'logging.handlers.QueueListener', handlers: [] }
    expect(
      linesOf({
        version: 1,
        incremental: word,
        disable_existing_loggers: word,
        handlers: { q: { ...queue, respect_handler_level: word } },
        loggers: { app: { propagate: word, level: 'LOUD' } },
      }),
    ).toEqual([
      "incremental: expected true or false, not 'no'",
      "disable_existing_loggers: expected true or false, not 'no'",
      "handlers.q.respect_handler_level: expected true or false, not 'no'",
      expect.stringContaining('loggers.app.level: '),
      "loggers.app.propagate: expected true or false, not 'no'",
    ])
    dictConfig({ version: 1, incremental: 0 as never, loggers: { app: { propagate: 0 as never } } })
    expect(getLogger('app').propagate).toBe(false)
    dictConfig({ version: 1, loggers: { app: { propagate: null as never } } })
    expect(getLogger('app').propagate).toBe(false)
  })

  test('of one part', () => {
    expect(
      linesOf({
        version: 1,
        handlers: {
          h: {
            class: 'logging.StreamHandler',
            level: 'LOUDER',
            formatter: 'x',
            filters: ['y', 'z'],
            strem: 1,
            other: 2,
            'a-b': 3,
          },
        },
      }),
    ).toEqual([
      "Unable to configure handler 'h'",
      "handlers.h.formatter: nothing in formatters is named 'x'; there are no formatters",
      "handlers.h.a-b: Not a valid Python identifier: 'a-b'",
      expect.stringMatching(/^handlers\.h\.level: Unknown level: 'LOUDER'/),
      "handlers.h.filters[0]: nothing in filters is named 'y'; there are no filters",
      "handlers.h.filters[1]: nothing in filters is named 'z'; there are no filters",
    ])
    expect(linesOf({ version: 1, handlers: { h: { class: 'logging.StreamHandler', strem: 1, other: 2 } } })).toEqual([
      "Unable to configure handler 'h'",
      "handlers.h.strem: StreamHandler() got an unexpected keyword argument 'strem'. Did you mean 'stream'?",
      "handlers.h.other: StreamHandler() got an unexpected keyword argument 'other'. Its keywords are: stream",
    ])
  })

  test('of a queue’s handler', () => {
    const part = { class: 'logging.handlers.QueueHandler', queue: 3, listener: 4, handlers: ['x', 'y'] }
    expect(linesOf({ version: 1, handlers: { h: part } })).toEqual([
      "Unable to configure handler 'h'",
      'handlers.h.queue: Invalid queue specifier 3',
      'handlers.h.listener: Invalid listener specifier 4',
      "handlers.h.handlers[0]: nothing in handlers is named 'x'; did you mean 'h'?",
      "handlers.h.handlers[1]: nothing in handlers is named 'y'; did you mean 'h'?",
    ])
  })

  test('but not a handler that comes later', () => {
    const part = { class: 'logging.handlers.QueueHandler', listener: 5, handlers: ['s'] }
    expect(linesOf({ version: 1, handlers: { q: part, s: { class: 'logging.NullHandler' } } })).toEqual([
      "Unable to configure handler 'q'",
      'handlers.q.listener: Invalid listener specifier 5',
    ])
  })

  test.each(['queue', 'listener'])('a %s is no object without a factory', (key) => {
    const part = { class: 'logging.handlers.QueueHandler', [key]: { maxsize: 3 } }
    expect(linesOf({ version: 1, handlers: { h: part } })).toEqual([
      "Unable to configure handler 'h'",
      `handlers.h.${key}: Invalid ${key} specifier { maxsize: 3 }`,
    ])
  })

  test.each(['queue', 'listener'])('a %s that leads nowhere has its key once', (key) => {
    const part = { class: 'logging.handlers.QueueHandler', [key]: 'cfg://nope.x' }
    expect(linesOf({ version: 1, handlers: { h: part } })).toEqual([
      "Unable to configure handler 'h'",
      `handlers.h.${key}: cfg://nope.x leads nowhere: 'nope'`,
    ])
  })

  test('but not what follows from another', () => {
    expect(
      linesOf({
        version: 1,
        formatters: { f: { style: '?' } },
        handlers: {
          h: { class: 'logging.NullHandler', formatter: 'f' },
          m: { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'z' },
          z: { class: 'no.Such' },
        },
        root: { handlers: ['h', 'm', 'z'] },
      }).slice(1),
    ).toEqual(['formatters.f.style: Style must be one of: %,{,$', expect.stringMatching(/^handlers\.z\.class: /)])
    expect(linesOf({ version: 1, handlers: 5, root: { handlers: ['h'] } })).toEqual([
      'handlers: expected an object, not 5',
    ])
  })

  test('a section that is none keeps its TypeError where it is the first', () => {
    const error = refusal({ version: 1, formatters: [1], handlers: null, loggers: { l: 5 } })
    expect(error).toBeInstanceOf(TypeError)
    expect(error.message).toBe(
      'formatters: expected an object, not [ 1 ]\n' +
        'handlers: expected an object, not null\n' +
        'loggers.l: expected an object, not 5',
    )
    const second = refusal({ handlers: null })
    expect([second.constructor, second.message]).toEqual([
      RangeError,
      "dictionary doesn't specify a version\nversion: expected 1\nhandlers: expected an object, not null",
    ])
  })

  test('what other versions mean nobody knows', () => {
    expect(linesOf({ version: 2, handlers: null })).toEqual(['Unsupported version: 2', 'version: expected 1'])
  })

  test('typos that may be the reason are told with them', () => {
    expect(
      linesOf({ version: 1, formaters: {}, handlers: { h: { class: 'logging.NullHandler', formatter: 'f' } } }),
    ).toEqual([
      "Unable to configure handler 'h'",
      "handlers.h.formatter: nothing in formatters is named 'f'; there are no formatters",
      "formaters means nothing; did you mean 'formatters'?",
    ])
  })

  test('ten beside the first at most', () => {
    const loggers = Object.fromEntries(Array.from({ length: 14 }, (_, i) => [`l${i}`, 5]))
    const lines = linesOf({ version: 1, loggers })
    expect(lines).toHaveLength(13)
    expect(lines.at(-2)).toBe('loggers.l10: expected an object, not 5')
    expect(lines.at(-1)).toBe('… and 3 more')
  })

  test('incremental too, and without a trace', () => {
    const handler = new ListHandler()
    handler.name = 'console'
    getLogger('app').addHandler(handler)
    expect(
      linesOf({
        version: 1,
        incremental: true,
        handlers: { console: { level: 'LOUD' }, nope: { level: 10 } },
        loggers: { app: { level: 'DEBUG' }, 'new.one': { level: 'X' } },
      }).map((line) => line.replace(/;.*/, '')),
    ).toEqual([
      "Unable to configure handler 'console'",
      "handlers.console.level: Unknown level: 'LOUD'",
      'handlers.nope: no open handler has this name',
      "loggers.new.one.level: Unknown level: 'X'",
    ])
    expect([getLogger('app').level, handler.level, getLogger('app').handlers]).toEqual([0, 0, [handler]])
  })

  test('the cause is the first one’s, as Python chains it', () => {
    const error = refusal({ version: 1, loggers: { l: { handlers: ['q'] }, m: 5 } })
    expect((error.cause as Error).message).toBe("Unable to add handler 'q'")
    expect((error.cause as Error).cause).toBeInstanceOf(KeyError)
  })

  test('handlers go on being made, and are closed; but no file is emptied any more', () => {
    const made: string[] = []
    class Recorded extends Handler {
      constructor(readonly options: { id: string; mode?: string }) {
        super()
        made.push(options.id)
        if (options.id === 'bad') throw new TypeError('id: expected a better one')
      }
    }
    const part = (id: string, mode: string, more: object = {}): object => ({ class: Recorded, id, mode, ...more })
    const handlers = {
      a: part('first', 'w'),
      b: part('named', 'w', { formatter: 'nope' }),
      c: part('bad', 'a'),
      d: part('later', 'a'),
      e: part('emptied', 'w'),
      f: { '()': (kwargs: { id: string }) => new Recorded(kwargs), id: 'by factory', mode: 'w' },
    }
    const before = [...realmState.handlers.open]
    expect(linesOf({ version: 1, handlers }).slice(1)).toEqual([
      "handlers.b.formatter: nothing in formatters is named 'nope'; there are no formatters",
      'handlers.c.id: expected a better one',
    ])
    expect(made).toEqual(['first', 'bad', 'later'])
    expect([...realmState.handlers.open]).toEqual(before)
  })
})

describe('what was likely meant', () => {
  const resolving = (name: string): string => linesOf({ version: 1, handlers: { h: { class: name } } })[1]!

  test.each([
    ['logging.StreamHandlr', "did you mean 'logging.StreamHandler'?"],
    ['logging.handlers.StreamHandler', "did you mean 'logging.StreamHandler'?"],
    ['logging.handlers.MemroyHandler', "did you mean 'logging.handlers.MemoryHandler'?"],
    ['logging.handlers.memoryhandler', "did you mean 'logging.handlers.MemoryHandler'?"],
  ])('%s: %s', (name, text) => {
    expect(resolving(name)).toContain(`nothing of that name is registered; ${text}`)
  })

  // Words that all handlers' names have are no likeness.
  test.each([
    'rich.logging.RichHandler',
    'myapp.MailHandler',
    'sentry_sdk.integrations.logging.EventHandler',
    'a.FooHandler',
  ])('%s is like none', (name) => {
    const tail = name.slice(name.lastIndexOf('.') + 1)
    expect(resolving(name)).toBe(
      `handlers.h.class: Cannot resolve '${name}': nothing of that name is registered; ` +
        `import { registerClass } from 'treeline/config' and call registerClass('${name}', ${tail}) first`,
    )
  })

  test('objects and functions are registered by another function', () => {
    expect(resolving('myapp.make_handler')).toContain("call registerObject('myapp.make_handler', make_handler) first")
    const config = { version: 1, handlers: { h: { class: 'logging.StreamHandler', stream: 'ext://os.environ' } } }
    expect(linesOf(config)[1]).toContain("import { registerObject } from 'treeline/config'")
  })

  test.each([
    [{ formatters: { f: { fmt: 'x' } } }, "formatters.f.fmt means nothing; did you mean 'format'?"],
    [
      { formatters: { f: { class: 'logging.Formatter', fmt: 'x' } } },
      "formatters.f.fmt means nothing; did you mean 'format'?",
    ],
    [{ formatters: { f: { date_format: 'x' } } }, "formatters.f.date_format means nothing; did you mean 'datefmt'?"],
    [{ disable_existing: false }, "disable_existing means nothing; did you mean 'disable_existing_loggers'?"],
    [{ root: { log_level: 'INFO' } }, "root.log_level means nothing; did you mean 'level'?"],
    [{ filters: { f: { nam: 'a' } } }, "filters.f.nam means nothing; did you mean 'name'?"],
    [{ filters: { f: { paths: ['a'] } } }, "filters.f.paths means nothing without '()', which names a class"],
    [{ loggers: { a: { handler: [] } } }, "loggers.a.handler means nothing; did you mean 'handlers'?"],
  ])('a name from elsewhere: %o', (config, text) => {
    const told = captureStderr(() => dictConfig({ version: 1, ...config } as never))
    expect(told.match(/dictConfig: .*/g)).toEqual([`dictConfig: ${text}`])
  })

  test.each(['treeline.Redactor', 'no.such.Filter', class Own extends Filter {}])(
    'a filter’s class %s is refused',
    (klass) => {
      const lines = linesOf({ version: 1, filters: { r: { class: klass, paths: ['password'] } } })
      expect(lines.slice(0, 2)).toEqual([
        "Unable to configure filter 'r'",
        `filters.r.class: a filter's class is named by '()': { '()': ${repr(klass)} }`,
      ])
    },
  )

  test('a key that is read is no typo', () => {
    class Own extends Formatter {}
    const told = captureStderr(() => {
      dictConfig({
        version: 1,
        formatters: {
          own: { class: Own, fmt: '<%(message)s>' },
          made: { '()': 'logging.Formatter', fmt: '%(message)s' },
        },
        filters: { a: { class: 'logging.Filter', name: 'a' }, b: { '()': Filter, name: 'b' }, c: {} },
      })
    })
    expect(told).toBe('')
  })

  test.each([
    ['format', 'formatter'],
    ['fmt', 'formatter'],
    ['filter', 'filters'],
    ['loglevel', 'level'],
    ['strm', 'stream'],
  ])('a handler’s %s: %s', (key, meant) => {
    expect(linesOf({ version: 1, handlers: { h: { class: 'logging.StreamHandler', [key]: 'x' } } })[1]).toBe(
      `handlers.h.${key}: StreamHandler() got an unexpected keyword argument '${key}'. Did you mean '${meant}'?`,
    )
  })
})

test('what is no list of a queue’s handlers is told by its key', () => {
  const part = { class: 'logging.handlers.QueueHandler', handlers: 5, respect_handler_level: 5 }
  expect(linesOf({ version: 1, handlers: { h: part } })).toEqual([
    "Unable to configure handler 'h'",
    'handlers.h.handlers: expected a list, not 5',
  ])
})

test('what stands in the place of an object is cut in the report', () => {
  const long = 'x'.repeat(5000)
  for (const config of [long, { version: 1, handlers: long }, { version: 1, handlers: 'cfg://long.more', long }])
    expect(() => dictConfig(config as never)).toThrow(/^(?!.{600})/s)
})

import { afterEach, describe, expect, test } from 'vitest'
import { BaseConfigurator, valid_ident } from './baseConfigurator.js'
import { registerClass, registerObject } from './classes.js'
import type { Section } from './configValue.js'
import { dictConfig, type DictConfig, getDictConfigClass, setDictConfigClass } from './dictConfig.js'
import { DictConfigurator } from './dictConfigurator.js'
import { Formatter } from '../formatting/formatter.js'
import { Handler } from '../handlers/handler.js'
import { KeyError } from '../text/keyError.js'
import type { Logger } from '../tree/logger.js'
import { getLogger, isPlaceHolder, manager } from '../tree/manager.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { Queue } from '../queues/queue.js'
import { QueueHandler } from '../queues/queueHandler.js'
import { QueueListener } from '../queues/queueListener.js'
import type { LogRecord } from '../records/record.js'
import { realmState } from '../testing/realmState.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, ListHandler, resetLogging, StringStream } from '../testing/index.js'

afterEach(resetLogging)

const stream = new StringStream()
registerObject('test.stream', stream)

const base = () => ({
  version: 1 as const,
  formatters: { brief: { format: '%(levelname)s:%(message)s' }, braces: { format: '{message}', style: '{' } },
  filters: { mine: { name: 'app' } },
  handlers: {
    console: {
      class: 'logging.StreamHandler',
      level: 'INFO',
      formatter: 'brief',
      filters: ['mine'],
      stream: 'ext://test.stream',
    },
  },
  loggers: { app: { level: 'DEBUG', handlers: ['console'], propagate: false } },
  root: { level: 'WARNING' },
})

test('configures formatters, filters, handlers, loggers and root', () => {
  stream.text = ''
  dictConfig(base())
  getLogger('app.x').debug('low')
  getLogger('app.x').info('high')
  expect(stream.text).toBe('INFO:high\n')
  expect(getLogger('app').propagate).toBe(false)
  expect(realmState.handlers.byName.get('console')).toBeInstanceOf(StreamHandler)
})

test('silences loggers that are not named, unless told not to', () => {
  const old = getLogger('old')
  const below = getLogger('app.below')
  below.setLevel('ERROR')
  dictConfig(base())
  expect([old.disabled, below.disabled, below.level]).toEqual([true, false, 0])
  dictConfig({ ...base(), disable_existing_loggers: false })
  expect(old.disabled).toBe(false)
  // The root under its other name has no loggers "below" it that would be spared, whatever they are called.
  const odd = getLogger('.odd')
  dictConfig({ version: 1, loggers: { '': { level: 'INFO' } } })
  expect([odd.disabled, getLogger().level]).toEqual([true, 20])
})

test('incremental changes levels only', () => {
  dictConfig(base())
  const handler = realmState.handlers.byName.get('console')!
  dictConfig({
    version: 1,
    incremental: true,
    handlers: { console: { level: 'ERROR' } },
    loggers: { app: { level: 'INFO' } },
  })
  expect([handler.level, getLogger('app').level, getLogger('app').handlers.length]).toEqual([40, 20, 1])
  expect(() => dictConfig({ version: 1, incremental: true, handlers: { nope: { level: 'ERROR' } } })).toThrow(
    "No handler found with name 'nope'",
  )
})

test('handlers may name handlers that come later; cfg:// reads the configuration', () => {
  dictConfig({
    version: 1,
    sizes: [5, { big: 9 }],
    handlers: {
      memory: {
        class: 'logging.handlers.MemoryHandler',
        capacity: 'cfg://sizes[1][big]',
        target: 'z',
        flushLevel: 'ERROR',
      },
      z: { class: ListHandler },
    },
    root: { handlers: ['memory'] },
  })
  const memory = realmState.handlers.byName.get('memory') as MemoryHandler
  expect([memory.capacity, memory.target]).toEqual([9, realmState.handlers.byName.get('z')])
})

test('factories, attributes and own classes', () => {
  class Own extends Handler {
    constructor(readonly options: { size: number }) {
      super()
    }
  }
  registerClass('my.Own', Own)
  dictConfig({
    version: 1,
    formatters: { f: { '()': (kwargs: object) => ({ format: () => JSON.stringify(kwargs) }), a: 1 } },
    filters: { odd: { '()': () => () => true } },
    handlers: {
      own: { class: 'my.Own', size: 3, formatter: 'f', filters: ['odd'], '.': { terminator: '!' } },
      json: { class: 'logging.StreamHandler', stream: 'ext://test.stream', formatter: 'f' },
    },
    root: { handlers: ['own', 'json'] },
  })
  const own = realmState.handlers.byName.get('own') as Own
  expect(own.options).toEqual({ size: 3 })
  expect(own).toMatchObject({ terminator: '!' })
  expect(own.format({} as never)).toBe('{"a":1}')
})

test('handlers by a queue: built, not started, and found at handler.listener', async () => {
  registerClass('logging.handlers.QueueHandler', QueueHandler, { positional: ['queue'], keywords: [] })
  registerClass('logging.handlers.QueueListener', QueueListener)
  registerClass('queue.Queue', Queue, { positional: ['maxsize'], keywords: [] })
  class OwnListener extends QueueListener {}
  const own = { put_nowait: (): void => {}, get: (): unknown => undefined }
  dictConfig({
    version: 1,
    handlers: {
      a: { class: 'logging.handlers.QueueHandler', handlers: ['z'], respect_handler_level: true },
      b: { class: 'logging.handlers.QueueHandler', queue: { '()': 'queue.Queue', maxsize: 3 }, listener: OwnListener },
      c: { class: QueueHandler, queue: own, listener: { '()': () => (queue: unknown) => ({ queue }) }, level: 'ERROR' },
      z: { class: ListHandler },
    },
    root: { handlers: ['a'] },
  })
  const [a, b, c] = ['a', 'b', 'c'].map((name) => realmState.handlers.byName.get(name) as QueueHandler)
  const z = realmState.handlers.byName.get('z') as ListHandler
  expect(a!.listener).toMatchObject({ handlers: [z], respect_handler_level: true, queue: a!.queue })
  expect(b!.listener).toBeInstanceOf(OwnListener)
  expect((b!.queue as Queue).maxsize).toBe(3)
  expect([c!.queue, c!.listener!.queue, c!.level]).toEqual([own, own, 40])
  getLogger().warning('queued')
  expect(z.texts).toEqual([])
  a!.listener!.start()
  await a!.listener!.stop()
  expect(z.texts).toEqual(['queued'])
})

test('a whole part may stand elsewhere', () => {
  const own = { class: 'logging.NullHandler', level: 'ERROR' }
  dictConfig({ version: 1, own, handlers: { h: 'cfg://own' }, root: { handlers: ['h'] } } as unknown as DictConfig)
  const handler = realmState.handlers.byName.get('h')
  expect(handler).toBeInstanceOf(NullHandler)
  expect([handler?.level, getLogger().handlers]).toEqual([40, [handler]])
})

test('cfg:// sees what was made of a part; ext:// may come from a resolver', () => {
  const group = class extends Handler {
    constructor(readonly options: { targets: Handler[]; limit: number }) {
      super()
    }
  }
  dictConfig(
    {
      version: 1,
      handlers: {
        a: { class: ListHandler },
        group: { class: 'my.Group', targets: ['cfg://handlers.a'], limit: 'ext://my.limit' },
      },
    },
    { resolver: (name) => ({ 'my.Group': group, 'my.limit': 7 })[name] },
  )
  const made = realmState.handlers.byName.get('group') as InstanceType<typeof group>
  expect(made.options).toEqual({ targets: [realmState.handlers.byName.get('a')], limit: 7 })
})

test('a factory that calls the format string fmt gets it so', () => {
  class Loud extends Formatter {
    override format(record: LogRecord): string {
      return super.format(record).toUpperCase()
    }
  }
  const strict = ({ fmt, ...rest }: Record<string, unknown>): Formatter => {
    if ('format' in rest) throw new TypeError("strict() got an unexpected keyword argument 'format'")
    return new Formatter(fmt as string)
  }
  dictConfig({
    version: 1,
    formatters: {
      loud: { '()': Loud, format: '%(message)s!' },
      klass: { class: Loud, format: '{message}?', style: '{', defaults: { x: 1 } },
      strict: { '()': strict, format: '<%(message)s>' },
    },
    handlers: {
      loud: { class: ListHandler, formatter: 'loud' },
      klass: { class: ListHandler, formatter: 'klass' },
      strict: { class: ListHandler, formatter: 'strict' },
    },
    root: { handlers: ['loud', 'klass', 'strict'] },
  })
  getLogger().warning('hi')
  const texts = ['loud', 'klass', 'strict'].map(
    (name) => (realmState.handlers.byName.get(name) as ListHandler).texts[0],
  )
  expect(texts).toEqual(['HI!', 'HI?', '<hi>'])
})

test('a class derived from a registered one takes its positional parameters', () => {
  class Counted extends MemoryHandler {}
  registerClass('my.Counted', Counted)
  dictConfig({
    version: 1,
    handlers: { m: { class: 'my.Counted', capacity: 3, flushLevel: 'INFO', target: 'z' }, z: { class: ListHandler } },
  })
  const memory = realmState.handlers.byName.get('m') as Counted
  expect(memory).toBeInstanceOf(Counted)
  expect([memory.capacity, memory.flushLevel, memory.target?.name]).toEqual([3, 20, 'z'])
})

test('handlers of before are closed, except one that a factory gives again', () => {
  const closed: string[] = []
  class Closing extends ListHandler {
    override close(): void {
      closed.push(this.name ?? '')
      void super.close()
    }
  }
  const [kept, gone] = [new Closing(), new Closing()]
  kept.name = 'kept'
  gone.name = 'gone'
  dictConfig({ version: 1, handlers: { gone: { '()': () => kept } }, root: { handlers: ['gone'] } })
  expect(closed).toEqual(['gone'])
  expect([...realmState.handlers.byName]).toEqual([['gone', kept]])
  expect(realmState.handlers.open.has(kept)).toBe(true)
})

test('a subclass takes part under Python’s names, and may replace dictConfig’s class', () => {
  const calls: string[] = []
  class Own extends DictConfigurator {
    override readonly value_converters = { ext: 'ext_convert', cfg: 'cfg_convert', env: 'env_convert' }
    env_convert(name: string): string {
      return `${name}-value`
    }
    override configure_handler(config: Section): Handler {
      calls.push(String(config['tag']))
      const { tag, ...rest } = config
      const handler = super.configure_handler(rest)
      return Object.assign(handler, { tag: this.convert(tag) })
    }
    override add_handlers(logger: Logger, handlers: readonly unknown[]): void {
      super.add_handlers(logger, typeof handlers === 'string' ? (handlers as string).split(',') : handlers)
    }
  }
  setDictConfigClass(Own)
  try {
    expect(getDictConfigClass()).toBe(Own)
    dictConfig({
      version: 1,
      handlers: { a: { class: ListHandler, tag: 'env://home' }, b: { class: ListHandler } },
      root: { handlers: 'a,b' as never },
    })
  } finally {
    setDictConfigClass(DictConfigurator)
  }
  expect(calls).toEqual(['env://home', 'undefined'])
  expect(realmState.handlers.byName.get('a')).toMatchObject({ tag: 'home-value' })
  expect(getLogger().handlers).toHaveLength(2)
  expect(() => setDictConfigClass({} as never)).toThrow(TypeError)
})

test('the base configurator converts as Python’s does', () => {
  const base = new BaseConfigurator({
    list: ['a', 'b', 'c'],
    dict: { d: 'e', f: 3, 2: 'two' },
    nest: ['g', ['h', 'i'], 'j'],
    nested: ['o', 'cfg://list', 'p'],
    'spaced key': 1,
  })
  expect(base.convert('cfg://list[1]')).toBe('b')
  expect(base.convert('cfg://nest[1][0]')).toBe('h')
  expect(base.convert('cfg://dict.d')).toBe('e')
  expect(base.convert('cfg://dict[f]')).toBe(3)
  expect(base.convert('cfg://dict[2]')).toBe('two')
  expect(base.convert('cfg:// dict . d')).toBe('e')
  expect(base.convert('cfg://nested')).toEqual(['o', ['a', 'b', 'c'], 'p'])
  expect(base.convert('http://list')).toBe('http://list')
  expect(base.as_tuple([1])).toEqual([1])
  expect(() => base.convert('cfg://nosuch')).toThrow(new KeyError('nosuch'))
  expect(() => base.convert('cfg://!')).toThrow(new RangeError("Unable to convert '!'"))
  expect(() => base.convert('cfg://list[0]!x')).toThrow(new RangeError("Unable to convert 'list[0]!x' at '!x'"))
  expect(() => base.convert('cfg://list[3]')).toThrow(new RangeError('list index out of range'))
  expect(() => base.convert('ext://nope.x')).toThrow("Cannot resolve 'nope.x'")
  expect(() => new BaseConfigurator([])).toThrow(TypeError)
  expect(() => valid_ident('a-b')).toThrow(new RangeError("Not a valid Python identifier: 'a-b'"))
})

describe('what would not end', () => {
  const configOf = (extra: object): DictConfig => ({
    version: 1,
    handlers: { h: { '()': (kwargs: object) => Object.assign(new ListHandler(), kwargs), x: 'cfg://a' } },
    ...extra,
  })

  test('a value that leads back to itself is refused', () => {
    expect(() => dictConfig(configOf({ a: 'cfg://b', b: 'cfg://a' }))).toThrow('leads back to itself')
  })

  test('an object within itself stays so', () => {
    const a: { list: unknown[]; a?: object } = { list: ['cfg://a'] }
    a.a = a
    dictConfig(configOf({ a }))
    const { x } = realmState.handlers.byName.get('h') as unknown as { x: typeof a }
    expect(x.a).toBe(x)
    expect(x.list[0]).toBe(x)
  })

  test('what is nested too deeply is refused, or never looked at', () => {
    let a: unknown = 1
    for (let i = 0; i < 100_000; i++) a = [a]
    expect(() => dictConfig(configOf({ a }))).toThrow(/handlers\.h\.x: .*nested too deeply/)
    dictConfig({ version: 1, a })
    const chain = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`a${i}`, `cfg://a${i + 1}`]))
    expect(() => dictConfig(configOf({ ...chain, a: 'cfg://a0' }))).toThrow('nested too deeply')
  })

  test('a billion laughs cost fifty', () => {
    const laughs = Object.fromEntries(
      Array.from({ length: 50 }, (_, i) => [`a${i}`, Array(10).fill(i === 49 ? 'ha' : `cfg://a${i + 1}`)]),
    )
    dictConfig(configOf({ ...laughs, a: 'cfg://a0' }))
    expect(realmState.handlers.byName.has('h')).toBe(true)
  })
})

test('names like __proto__ are names like any other', () => {
  const config = JSON.parse(`{
    "version": 1,
    "formatters": { "__proto__": { "format": "<%(message)s>" } },
    "filters": { "__proto__": { "name": "" } },
    "handlers": { "__proto__": { "class": "logging.StreamHandler", "formatter": "__proto__", "filters": ["__proto__"],
                                 "stream": "ext://test.stream", ".": { "__proto__": { "polluted": 1 }, "x": 2 } } },
    "loggers": { "__proto__": { "handlers": ["__proto__"], "propagate": false } }
  }`) as DictConfig
  stream.text = ''
  dictConfig(config)
  getLogger('__proto__').warning('here')
  expect(stream.text).toBe('<here>\n')
  const handler = realmState.handlers.byName.get('__proto__')!
  expect(handler).toBeInstanceOf(StreamHandler)
  expect(handler).toMatchObject({ x: 2 })
  expect(({} as { polluted?: number }).polluted).toBe(undefined)
  expect(() => dictConfig({ version: 1, root: { handlers: ['__proto__'] } })).toThrow('root.handlers[0]: nothing in')
  expect(() => dictConfig({ version: 1, handlers: { h: { class: NullHandler, formatter: 'toString' } } })).toThrow(
    "nothing in formatters is named 'toString'",
  )
})

test('holes in a list are undefined', () => {
  const holes: string[] = []
  holes[1] = 'there'
  const told = (key: string): string => `root.${key}[0]: nothing in ${key} is named undefined`
  expect(() => dictConfig({ version: 1, root: { handlers: holes } })).toThrow(told('handlers'))
  expect(() => dictConfig({ version: 1, root: { filters: holes } })).toThrow(told('filters'))
})

test('keys that mean nothing pass; those that look like a known one are told of', () => {
  const told = captureStderr(() => {
    dictConfig({
      version: 1,
      formaters: {},
      formatters: { f: { fromat: 'x', other: 1 } },
      loggers: { app: { levle: 'DEBUG', comment: 'x' } },
      values: { any: 'thing' },
    } as never)
  })
  expect(told.match(/dictConfig: .*/g)).toEqual([
    "dictConfig: formatters.f.fromat means nothing; did you mean 'format'?",
    "dictConfig: loggers.app.levle means nothing; did you mean 'level'?",
  ])
})

test('what cannot be read is refused with what it throws, and without a trace', () => {
  dictConfig(base())
  const before = state()
  const trap = Object.defineProperty({}, 'level', {
    enumerable: true,
    get(): never {
      throw new Error('trapped')
    },
  })
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  for (const config of [
    { version: 1, root: trap },
    { version: 1, loggers: { 'new.one': {}, l: trap } },
  ]) {
    expect(() => dictConfig(config as never)).toThrow(/trapped/)
  }
  for (const config of [proxy, { version: 1, handlers: proxy }, { version: 1, handlers: { h: proxy } }]) {
    expect(() => dictConfig(config as never)).toThrow()
  }
  expect(state()).toEqual(before)
})

test('a version of true is 1, as in Python', () => {
  dictConfig({ version: true, root: { level: 'ERROR' } } as never)
  expect(getLogger().level).toBe(40)
})

describe('a configuration that is refused', () => {
  const h = (part: object): object => ({ version: 1, handlers: { h: part, other: { class: 'logging.NullHandler' } } })

  test.each([
    [{}, "dictionary doesn't specify a version", 'version: expected 1'],
    [{ version: 2 }, 'Unsupported version: 2', 'version: expected 1'],
    [{ version: false }, 'Unsupported version: false', 'version: expected 1'],
    [{ version: '1' }, 'Unsupported version: 1', 'version: expected 1'],
    [{ version: 1, handlers: [1] }, 'handlers: expected an object, not [ 1 ]', undefined],
    [{ version: 1, loggers: null }, 'loggers: expected an object, not null', undefined],
    [
      { version: 1, formatters: { f: { format: 'x' } } },
      "Unable to configure formatter 'f'",
      "formatters.f.format: Invalid format 'x' for '%' style",
    ],
    [
      { version: 1, formatters: { f: { style: 'x' } } },
      "Unable to configure formatter 'f'",
      'formatters.f.style: Style must be one of: %,{,$',
    ],
    [
      { version: 1, formatters: { f: { '()': 'logging.Filter' } } },
      "Unable to configure formatter 'f'",
      "formatters.f.(): expected what makes something with a method 'format'",
    ],
    [
      { version: 1, filters: { f: { '()': (): object => ({}) } } },
      "Unable to configure filter 'f'",
      "filters.f.(): expected what makes something with a method 'filter'",
    ],
    [
      { version: 1, filters: { f: { name: 5 } } },
      "Unable to configure filter 'f'",
      'filters.f.name: expected a string, not 5',
    ],
    [
      h({ class: 'nope.X' }),
      "Unable to configure handler 'h'",
      /^handlers\.h\.class: Cannot resolve 'nope\.X': nothing/,
    ],
    [h({ class: 'logging.handlers.SMTPHandler' }), "Unable to configure handler 'h'", /no such class on this platform/],
    [
      h({ class: 'logging.StreamHandle' }),
      "Unable to configure handler 'h'",
      /did you mean 'logging\.StreamHandler'\?$/,
    ],
    [
      h({ class: 'handlers.streamhandler' }),
      "Unable to configure handler 'h'",
      /did you mean 'logging\.StreamHandler'\?$/,
    ],
    [h({}), "Unable to configure handler 'h'", /^handlers\.h\.class: expected a class or a dotted name/],
    [h({ class: 5 }), "Unable to configure handler 'h'", 'handlers.h.class: expected a class or a dotted name, not 5'],
    [
      h({ class: Formatter }),
      "Unable to configure handler 'h'",
      "handlers.h.class: expected what makes something with a method 'handle'",
    ],
    [
      h({ class: 'logging.StreamHandler', strem: 1 }),
      "Unable to configure handler 'h'",
      "handlers.h.strem: StreamHandler() got an unexpected keyword argument 'strem'. Did you mean 'stream'?",
    ],
    [
      h({ class: 'logging.handlers.MemoryHandler' }),
      "Unable to configure handler 'h'",
      "handlers.h.capacity: MemoryHandler() missing 1 required positional argument: 'capacity'",
    ],
    [
      h({ class: 'logging.handlers.MemoryHandler', capacity: 1, flushLevel: 'Eror' }),
      "Unable to configure handler 'h'",
      "handlers.h.flushLevel: Unknown level: 'Eror'; did you mean 'ERROR'?",
    ],
    [
      h({ class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'othr' }),
      "Unable to configure handler 'h'",
      "handlers.h.target: nothing in handlers is named 'othr'; did you mean 'other'?",
    ],
    [
      h({ class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'h' }),
      "Unable to configure handler 'h'",
      'handlers.h.target: target not configured yet',
    ],
    [
      // Python goes over handlers that wait for others once more, not twice.
      {
        version: 1,
        handlers: {
          a: { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'b' },
          b: { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'c' },
          c: { class: 'logging.NullHandler' },
        },
      },
      "Unable to configure handler 'a'",
      'handlers.a.target: target not configured yet',
    ],
    [
      // What waits for itself has another error, which Python finds before it looks at the handlers that wait.
      {
        version: 1,
        handlers: {
          a: { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'q' },
          q: { class: 'logging.handlers.QueueHandler', queue: { x: 1 }, handlers: ['q'] },
        },
      },
      "Unable to configure handler 'q'",
      'handlers.q.queue: Invalid queue specifier { x: 1 }',
    ],
    [
      h({ class: 'logging.NullHandler', level: 'infos' }),
      "Unable to configure handler 'h'",
      "handlers.h.level: Unknown level: 'infos'; did you mean 'INFO'?",
    ],
    [
      h({ class: 'logging.NullHandler', level: 1.5 }),
      "Unable to configure handler 'h'",
      'handlers.h.level: Level not an integer or a valid string: 1.5',
    ],
    [
      h({ class: 'logging.NullHandler', formatter: 'zz' }),
      "Unable to configure handler 'h'",
      "handlers.h.formatter: nothing in formatters is named 'zz'; there are no formatters",
    ],
    [
      h({ class: 'logging.NullHandler', filters: ['q'] }),
      "Unable to configure handler 'h'",
      "handlers.h.filters[0]: nothing in filters is named 'q'; there are no filters",
    ],
    [
      h({ class: 'logging.NullHandler', 'a-b': 1 }),
      "Unable to configure handler 'h'",
      "handlers.h.a-b: Not a valid Python identifier: 'a-b'",
    ],
    [
      h({ class: 'logging.StreamHandler', stream: 'ext://os.environ' }),
      "Unable to configure handler 'h'",
      /^handlers\.h\.stream: Cannot resolve 'os\.environ'/,
    ],
    [
      h({ class: 'logging.NullHandler', x: 'cfg://a.b' }),
      "Unable to configure handler 'h'",
      "handlers.h.x: cfg://a.b leads nowhere: 'a'",
    ],
    [
      h({ class: 'logging.NullHandler', '.': 5 }),
      "Unable to configure handler 'h'",
      'handlers.h..: expected an object, not 5',
    ],
    [
      { version: 1, loggers: { l: { handlers: ['q'] } } },
      "Unable to configure logger 'l'",
      "loggers.l.handlers[0]: nothing in handlers is named 'q'; there are no handlers",
    ],
    [
      { version: 1, loggers: { 'new.one': {}, l: { handlers: 'console' } } },
      "Unable to configure logger 'l'",
      "loggers.l.handlers: expected a list, not 'console'",
    ],
    [{ version: 1, loggers: { l: 5 } }, "Unable to configure logger 'l'", 'loggers.l: expected an object, not 5'],
    [
      { version: 1, loggers: { app: { level: 40, propagate: true, filters: [] } }, root: { level: 'x' } },
      'Unable to configure root logger',
      /^root\.level: Unknown level: 'x'; the levels are: CRITICAL, /,
    ],
    [
      { version: 1, incremental: true, handlers: { console: { level: 50 }, consol: { level: 10 } } },
      "No handler found with name 'consol'",
      "handlers.consol: no open handler has this name; did you mean 'console'?",
    ],
    [
      { version: 1, incremental: true, loggers: { app: { level: 50 }, 'new.one': { level: 'x' } } },
      "Unable to configure logger 'new.one'",
      /^loggers\.new\.one\.level: Unknown level: 'x'/,
    ],
  ])('%o', (config, first, second) => {
    dictConfig(base())
    getLogger('app').addFilter(() => true)
    getLogger('below.here')
    const before = state()
    const error = thrown(() => dictConfig(config as never))
    const lines = error.message.split('\n')
    expect(lines[0]).toBe(first)
    if (second instanceof RegExp) expect(lines[1]).toMatch(second)
    else expect(lines[1]).toBe(second)
    expect(lines.length).toBeLessThanOrEqual(2)
    expect(state()).toEqual(before)
  })

  test('chains what Python chains', () => {
    const error = thrown(() => dictConfig({ version: 1, loggers: { l: { handlers: ['q'] } } }))
    expect([error, error.cause, (error.cause as Error).cause].map((each) => (each as Error).constructor)).toEqual([
      RangeError,
      RangeError,
      KeyError,
    ])
    expect((error.cause as Error).message).toBe("Unable to add handler 'q'")
  })

  test('closes what it opened and undoes what its factories did', () => {
    dictConfig(base())
    const console = realmState.handlers.byName.get('console')!
    const before = state()
    const closed: unknown[] = []
    class Closing extends ListHandler {
      override close(): void {
        closed.push(this)
        void super.close()
      }
    }
    let opened: Closing | undefined
    let kept: Logger | undefined
    const meddle = (): Handler => {
      console.setLevel(50)
      console.name = 'mine'
      getLogger('app').disabled = true
      getLogger('app').handlers = []
      getLogger('app').propagate = true
      getLogger('app').addFilter(() => false)
      console.filters.pop()
      kept = getLogger('kept.logger')
      void console.close()
      return (opened = new Closing())
    }
    expect(() => dictConfig({ version: 1, handlers: { a: { '()': meddle }, console: { class: 'nope' } } })).toThrow(
      RangeError,
    )
    expect(closed).toEqual([opened])
    expect(realmState.handlers.open.has(opened!)).toBe(false)
    // A logger that somebody may have kept is not taken out of the tree.
    expect(getLogger('kept.logger')).toBe(kept)
    manager().loggerDict.delete('kept.logger')
    manager().loggerDict.delete('kept')
    expect(state()).toEqual(before)
  })
})

function thrown(work: () => void): Error {
  try {
    work()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was thrown')
}

/** All that a configuration may change. */
function state(): unknown {
  const loggers = [manager().root, ...manager().loggerDict.values()].map((node) =>
    isPlaceHolder(node)
      ? [...node.loggerMap].map(({ name }) => name)
      : [
          node.name,
          node.level,
          node.disabled,
          node.propagate,
          [...node.handlers],
          [...node.filters],
          node.parent?.name,
        ],
  )
  const handlers = [...realmState.handlers.open].map((handler) => [
    handler,
    handler.name,
    handler.level,
    handler.formatter,
    [...handler.filters],
  ])
  return { names: [...manager().loggerDict.keys()], loggers, handlers, byName: [...realmState.handlers.byName] }
}

test("the levels are known by Python's names", () => {
  dictConfig({
    version: 1,
    handlers: { h: { class: 'logging.NullHandler', level: 'ext://logging.ERROR' } },
    root: { handlers: ['h'] },
  })
  expect(getLogger().handlers[0]!.level).toBe(40)
})

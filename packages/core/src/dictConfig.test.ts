import { afterEach, describe, expect, test } from 'vitest'
import { registerClass, registerObject } from './classes.js'
import { dictConfig } from './dictConfig.js'
import { Handler } from './handler.js'
import { getLogger } from './manager.js'
import { type MemoryHandler } from './memoryHandler.js'
import { registry } from './registry.js'
import { StreamHandler } from './streamHandler.js'
import { ListHandler, resetLogging, StringStream } from './testing.js'

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
  expect(registry.handlersByName.get('console')).toBeInstanceOf(StreamHandler)
})

test('silences loggers that are not named, unless told not to', () => {
  const old = getLogger('old')
  const below = getLogger('app.below')
  below.setLevel('ERROR')
  dictConfig(base())
  expect([old.disabled, below.disabled, below.level]).toEqual([true, false, 0])
  dictConfig({ ...base(), disable_existing_loggers: false })
  expect(old.disabled).toBe(false)
})

test('incremental changes levels only', () => {
  dictConfig(base())
  const handler = registry.handlersByName.get('console')!
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
  const memory = registry.handlersByName.get('memory') as MemoryHandler
  expect([memory.capacity, memory.target]).toEqual([9, registry.handlersByName.get('z')])
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
  const own = registry.handlersByName.get('own') as Own
  expect(own.options).toEqual({ size: 3 })
  expect(own).toMatchObject({ terminator: '!' })
  expect(own.format({} as never)).toBe('{"a":1}')
})

describe('a configuration that is refused', () => {
  test.each([
    [{}, "dictionary doesn't specify a version"],
    [{ version: 2 }, 'Unsupported version: 2'],
    [{ version: 1, handlers: [] }, 'handlers: expected an object'],
    [{ version: 1, formatters: { f: { format: 'x' } } }, "Unable to configure formatter 'f': Invalid format 'x'"],
    [{ version: 1, handlers: { h: { class: 'nope.X' } } }, "Unable to configure handler 'h': Cannot resolve 'nope.X'"],
    [{ version: 1, handlers: { h: { class: 'logging.handlers.SMTPHandler' } } }, 'not on this platform|no such class'],
    [{ version: 1, handlers: { h: { class: 'handlers.streamhandler' } } }, "did you mean 'logging.StreamHandler'?"],
    [
      { version: 1, handlers: { h: { class: 'logging.StreamHandler', strm: 1 } } },
      "unexpected keyword argument 'strm'",
    ],
    [{ version: 1, handlers: { h: { class: 'logging.StreamHandler', level: 'info' } } }, "Unknown level: 'info'"],
    [
      { version: 1, handlers: { h: { class: 'logging.NullHandler', formatter: 'zz' } } },
      "Unable to set formatter 'zz'",
    ],
    [{ version: 1, handlers: { h: { class: 'logging.NullHandler', filters: ['q'] } } }, "Unable to add filter 'q'"],
    [
      { version: 1, handlers: { h: { class: 'logging.handlers.MemoryHandler', capacity: 1, target: 'zz' } } },
      "Unable to set target handler 'zz'",
    ],
    [{ version: 1, loggers: { l: { handlers: ['q'] } } }, "Unable to configure logger 'l': Unable to add handler 'q'"],
    [{ version: 1, root: { level: 'x' } }, "Unable to configure root logger: Unknown level: 'x'"],
    [
      { version: 1, handlers: { h: { class: 'logging.StreamHandler', stream: 'ext://os.environ' } } },
      "Cannot resolve 'os.environ'",
    ],
    [{ version: 1, handlers: { h: { class: 'logging.NullHandler', x: 'cfg://a.b' } } }, "Unable to convert 'a.b'"],
  ])('%o', (config, message) => {
    dictConfig(base())
    const before = [...registry.handlers]
    expect(() => dictConfig(config as never)).toThrow(new RegExp(message.replace(/[.?()[\]]/g, '\\$&')))
    expect([...registry.handlers]).toEqual(before)
    expect(getLogger('app').handlers).toHaveLength(1)
    expect(getLogger('app').level).toBe(10)
  })
})

import { afterEach, describe, expect, test } from 'vitest'
import { basicConfig } from '../tree/basicConfig.js'
import { LoggerAdapter } from './adapter.js'
import { Formatter } from '../formatting/formatter.js'
import { getLevelName, getLevelNamesMapping } from '../records/levels.js'
import { getLogger, getLoggerClass, manager, PlaceHolder } from './manager.js'
import { Logger } from './logger.js'
import { NullHandler } from '../handlers/nullHandler.js'
import { realmState } from '../testing/realmState.js'
import * as root from './moduleFunctions.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { forgetLoggers } from '../testing/realmState.js'
import { captureWarnings } from './capture.js'
import type { Keywords } from '../records/keywords.js'
import { getLogRecordFactory, LogRecord, type LogRecordFactory } from '../records/record.js'

afterEach(() => {
  resetLogging()
  forgetLoggers()
})

describe('getLogger', () => {
  test('gives the same logger for the same name, the root for none', () => {
    expect(getLogger('a.b')).toBe(getLogger('a.b'))
    expect(getLogger()).toBe(getLogger('root'))
    expect(getLogger('')).toBe(getLogger(null))
    expect(getLogger('a').getChild('b.c')).toBe(getLogger('a.b.c'))
    expect(getLogger().getChild('a')).toBe(getLogger('a'))
    expect(getLogger().name).toBe('root')
    expect(() => getLogger(5 as never)).toThrow(new TypeError('A logger name must be a string'))
    expect(() => getLogger('a').getChild(5 as never)).toThrow(new TypeError('A logger name must be a string'))
    expect(getLoggerClass()).toBe(Logger)
  })

  test('odd names are names', () => {
    expect(getLogger('.a').parent).toBe(getLogger())
    expect(getLogger('a..b').parent).toBe(getLogger())
    expect(
      [...manager().loggerDict].filter(([, logger]) => logger instanceof PlaceHolder).map(([name]) => name),
    ).toEqual(['a.'])
    expect(getLogger('__proto__').name).toBe('__proto__')
    expect(getLogger('constructor.x').name).toBe('constructor.x')
  })

  test('getChildren are the loggers one step below', () => {
    const [b] = [getLogger('a.b'), getLogger('a.b.c'), getLogger('a.x.y')]
    expect(getLogger('a').getChildren()).toEqual(new Set([b]))
    // Python's getChild does not know that the root has that name already.
    const second = getLogger().getChild('root')
    expect(second).not.toBe(getLogger())
    expect(getLogger().getChildren()).toEqual(new Set([getLogger('a'), second]))
    expect(second.getChildren()).toEqual(new Set())
    const below = second.getChild('x')
    expect(second.getChildren()).toEqual(new Set([below]))
  })
})

test('the tree’s factory of records is that of all', () => {
  const factory: LogRecordFactory = (...parts) => Object.assign(new LogRecord(...parts), { made: 'here' })
  manager().setLogRecordFactory(factory)
  expect(getLogRecordFactory()).toBe(factory)
  const list = new ListHandler()
  getLogger('a').addHandler(list)
  getLogger('a').error('x')
  expect(list.records[0]!['made']).toBe('here')
})

test('level names go both ways', () => {
  expect(getLevelName(30)).toBe('WARNING')
  expect(getLevelName('WARN')).toBe(30)
  expect(getLevelName('info')).toBe('Level info')
  expect(getLevelName(31)).toBe('Level 31')
  expect(Object.keys(getLevelNamesMapping()).slice(0, 8)).toEqual([
    'CRITICAL',
    'FATAL',
    'ERROR',
    'WARN',
    'WARNING',
    'INFO',
    'DEBUG',
    'NOTSET',
  ])
})

describe('basicConfig', () => {
  test('gives the root a handler once', () => {
    const stream = new StringStream()
    basicConfig({ stream, level: 'INFO' })
    basicConfig({ stream: new StringStream(), level: 'DEBUG' })
    getLogger('a').info('x')
    getLogger('a').debug('y')
    expect(stream.text).toBe('INFO:a:x\n')
  })

  test('force closes and replaces', () => {
    const handler = new ListHandler()
    handler.name = 'old'
    getLogger().addHandler(handler)
    basicConfig({ force: true, stream: new StringStream() })
    expect(getLogger().handlers).toHaveLength(1)
    expect(realmState.handlers.byName.has('old')).toBe(false)
  })

  test('formats by style, datefmt, formatter, and only handlers without a formatter', () => {
    const stream = new StringStream()
    const own = new StreamHandler(stream)
    own.setFormatter(new Formatter('own %(message)s'))
    basicConfig({ handlers: [own, new StreamHandler(stream)], style: '{', format: '{levelname} {message}' })
    getLogger().warning('x')
    expect(stream.lines).toEqual(['own x', 'WARNING x'])
    basicConfig({ force: true, stream, formatter: new Formatter('f %(message)s') })
    getLogger().warning('y')
    expect(stream.lines.at(-1)).toBe('f y')
    basicConfig({ force: true, stream, format: null as never })
    getLogger().warning('z')
    expect(stream.lines.at(-1)).toBe('z')
  })

  test.each([
    [{ stream: new StringStream(), filename: 'x' }, "'stream' and 'filename' should not be specified together"],
    [
      { stream: new StringStream(), handlers: [] },
      "'stream' or 'filename' should not be specified together with 'handlers'",
    ],
    [{ filename: 'x', handlers: [] }, "'stream' or 'filename' should not be specified together with 'handlers'"],
    [{ style: 'x' }, 'Style must be one of: %,{,$'],
    [{ style: null }, 'Style must be one of: %,{,$'],
    [{ foo: 1, level: 'info', format: 'hello' }, "Invalid format 'hello' for '%' style"],
    [{ foo: 1, level: 'LOUD' }, "Unknown level: 'LOUD'"],
    [{ foo: 1, bar: 2 }, 'Unrecognised argument(s): foo, bar'],
    [{ level: 'LOUD' }, "Unknown level: 'LOUD'"],
    [{ format: 'hello' }, "Invalid format 'hello' for '%' style"],
    [{ filename: 'x.log' }, "'filename' needs files, and there are none here"],
    [{ formatter: new Formatter(), format: 'x' }, "'format' should not be specified together with 'formatter'"],
  ])('refuses %o and changes nothing', (options, message) => {
    const before = new NullHandler()
    getLogger().addHandler(before)
    expect(() => basicConfig({ ...options, force: true } as never)).toThrow(message)
    expect(getLogger().handlers).toEqual([before])
    expect(getLogger().level).toBe(30)
  })

  test('what is for Node alone is taken, and changes nothing: pages and servers share the call', () => {
    basicConfig({ force: true, pretty: 'auto', level: 'INFO', stream: new StringStream() } as object)
    expect(getLogger().level).toBe(20)
  })

  test('module-level functions call it when the root has no handler', () => {
    const said = captureStderr(() => {
      root.debug('no')
      root.warning('w %d', 1)
      root.error`e ${2}`
      root.critical('c')
      root.log(35, 'l')
      root.exception('x', new Error('boom'))
    })
    expect(said).toMatch(
      /^WARNING:root:w 1\nERROR:root:e 2\nCRITICAL:root:c\nLevel 35:root:l\nERROR:root:x\nError: boom\n/,
    )
  })
})

describe('LoggerAdapter', () => {
  const setup = (): ListHandler => {
    const list = new ListHandler()
    getLogger('a').addHandler(list)
    return list
  }

  test('gives every record its extra, in place of the call’s', () => {
    const list = setup()
    const adapter = new LoggerAdapter(getLogger('a'), { user: 'ann' })
    adapter.warning('x %d', 1, { extra: { lost: true } })
    expect(list.records[0]!['user']).toBe('ann')
    expect(list.records[0]!['lost']).toBeUndefined()
    expect(list.texts).toEqual(['x 1'])
  })

  test('merge_extra keeps the call’s, which wins', () => {
    const list = setup()
    new LoggerAdapter(getLogger('a'), { user: 'ann', k: 1 }, { merge_extra: true }).warning('x', { extra: { k: 2 } })
    expect(list.records[0]).toMatchObject({ user: 'ann', k: 2 })
  })

  test('nests, processes, and finds the caller', () => {
    const list = setup()
    const seen: (string | null)[] = []
    list.addFilter((record) => Boolean(seen.push(record.funcName)))
    class Prefix extends LoggerAdapter {
      override process(msg: unknown, kwargs: Keywords): [unknown, Keywords] {
        return [`[${this.extra!['id']}] ${String(msg)}`, kwargs]
      }
    }
    const nested = new Prefix(new Prefix(getLogger('a'), { id: 1 }), { id: 2 })
    function user(): void {
      nested.warning('x %s', 'y')
      nested.warning`t ${1}`
      nested.exception(new Error('boom'))
    }
    user()
    expect(list.texts.slice(0, 2)).toEqual(['[1] [2] x y', '[1] [2] t 1'])
    expect(list.records[2]!.exc_info).toBeInstanceOf(Error)
    expect(seen).toEqual(['user', 'user', 'user'])
    expect([nested.name, nested.isEnabledFor(10), nested.hasHandlers()]).toEqual(['a', false, true])
    nested.setLevel('DEBUG')
    expect(nested.getEffectiveLevel()).toBe(10)
    expect(String(nested)).toBe('<Prefix a (DEBUG)>')
  })

  test('an isEnabledFor of one’s own is asked, before process, and opens no logger', () => {
    const list = setup()
    let processed = 0
    class Asking extends LoggerAdapter {
      override isEnabledFor(level: number): boolean {
        return level !== 30
      }
      override process(msg: unknown, kwargs: Keywords): [unknown, Keywords] {
        processed++
        return [msg, kwargs]
      }
    }
    for (const adapter of [new Asking(getLogger('a')), new Asking(new LoggerAdapter(getLogger('a')))]) {
      adapter.warning('refused by the adapter')
      adapter.info('refused by the logger')
      adapter.log(40, 'passed')
    }
    expect(list.texts).toEqual(['passed', 'passed'])
    expect(processed).toBe(4)
    new LoggerAdapter(new Asking(getLogger('a'))).warning('refused by the inner one')
    expect(list.texts).toHaveLength(2)
  })

  test('a process that throws is reported', () => {
    setup()
    class Broken extends LoggerAdapter {
      override process(): never {
        throw new Error('process failed')
      }
    }
    expect(captureStderr(() => new Broken(getLogger('a')).warning('x'))).toContain('process failed')
  })
})

test('captureWarnings sends the platform’s warnings to py.warnings', () => {
  let show: ((text: string) => void) | null = null
  const before = realmState.platform
  realmState.platform = {
    stderr: { write() {} },
    thread: 0,
    threadName: '',
    process: 0,
    processName: '',
    captureWarnings: (given) => (show = given),
  }
  try {
    const list = new ListHandler()
    captureWarnings(true)
    getLogger('py.warnings').addHandler(list)
    show!('DeprecationWarning: old 100%')
    expect(list.texts).toEqual(['DeprecationWarning: old 100%'])
    captureWarnings(false)
    expect(show).toBeNull()
  } finally {
    realmState.platform = before
  }
})

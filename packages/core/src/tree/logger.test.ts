import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addLevelName } from '../records/levels.js'
import { Formatter } from '../formatting/formatter.js'
import { Handler } from '../handlers/handler.js'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { MemoryHandler } from '../handlers/memoryHandler.js'
import { Logger } from './logger.js'
import { LoggerAdapter } from './adapter.js'
import { disable, getLogger, manager, setLoggerClass } from './manager.js'
import { LogRecord, makeLogRecord, setLogRecordFactory } from '../records/record.js'
import { realmState } from '../testing/realmState.js'
import { settings } from '../runtime/settings.js'
import { StreamHandler } from '../handlers/streamHandler.js'
import { captureStderr, ListHandler, resetLogging, StringStream } from '../testing/index.js'
import { forgetLoggers } from '../testing/realmState.js'

let list: ListHandler

beforeEach(() => {
  list = new ListHandler()
  getLogger().addHandler(list)
})
afterEach(() => {
  resetLogging()
  forgetLoggers()
})

describe('levels', () => {
  test('a level cascades down the tree and stops at a logger with its own', () => {
    const leaf = getLogger('a.b.c')
    getLogger('a').setLevel('DEBUG')
    expect(leaf.getEffectiveLevel()).toBe(10)
    expect(leaf.isEnabledFor(10)).toBe(true)
    getLogger('a.b').setLevel('ERROR')
    leaf.warning('dropped')
    leaf.error('kept')
    expect(list.texts).toEqual(['kept'])
  })

  test('a parent that appears later takes its place between', () => {
    const leaf = getLogger('x.y.z')
    expect(leaf.parent).toBe(getLogger())
    const middle = getLogger('x.y')
    expect(leaf.parent).toBe(middle)
    middle.setLevel('DEBUG')
    leaf.debug('seen')
    expect(list.texts).toEqual(['seen'])
    const top = getLogger('x')
    expect(middle.parent).toBe(top)
    expect(top.getChildren()).toEqual(new Set([middle]))
  })

  test('an assigned level, disabled and propagate take effect at once', () => {
    const logger = getLogger('a')
    logger.level = 'DEBUG' as never
    logger.debug('1')
    logger.disabled = true
    logger.critical('2')
    logger.disabled = false
    logger.propagate = false
    settings.lastResort = null
    settings.raiseExceptions = false
    logger.critical('3')
    expect(list.texts).toEqual(['1'])
  })

  test('disable() holds for all, and for loggers that come later', () => {
    const before = getLogger('before')
    disable('WARNING')
    const after = getLogger('after')
    before.warning('x')
    after.warning('x')
    after.error('y')
    expect(list.texts).toEqual(['y'])
    disable(0)
    before.warning('z')
    expect(list.texts).toEqual(['y', 'z'])
  })

  test('level 0 and below are never enabled while disable is 0, as in Python', () => {
    getLogger().setLevel(0)
    getLogger().log(0, 'x')
    expect(getLogger().isEnabledFor(0)).toBe(false)
    expect(list.records).toHaveLength(0)
  })

  test('no level is high enough for what is disabled', () => {
    const logger = getLogger('a')
    let made = 0
    setLogRecordFactory((...args) => (made++, new LogRecord(...args)))
    logger.disabled = true
    logger.log(2 ** 31, 'dropped')
    logger.disabled = false
    logger.log(2 ** 31, 'kept')
    disable(2 ** 31)
    logger.log(2 ** 31, 'dropped')
    expect(list.texts).toEqual(['kept'])
    expect(made).toBe(1)
    logger.isEnabledFor = () => {
      throw new Error('asked')
    }
    expect(captureStderr(() => logger.log(2 ** 31, 'dropped'))).toContain('asked')
  })

  test('wrong levels get Python’s error', () => {
    const logger = getLogger('a')
    expect(() => logger.setLevel('INF' as string)).toThrow(new RangeError("Unknown level: 'INF'"))
    expect(() => logger.setLevel(null as never)).toThrow(TypeError)
    expect(() => logger.setLevel(1.5)).toThrow('Level not an integer or a valid string: 1.5')
    expect(captureStderr(() => logger.log('LOUD' as never, 'x'))).toContain("RangeError: Unknown level: 'LOUD'")
  })

  test('a level of one’s own shows its name', () => {
    addLevelName(15, 'VERBOSE')
    getLogger().setLevel(15)
    getLogger().log(15, 'x')
    getLogger().log(17, 'y')
    expect(list.records.map((record) => record.levelname)).toEqual(['VERBOSE', 'Level 17'])
  })

  test('a subclass that answers isEnabledFor itself is asked', () => {
    class Picky extends Logger {
      override isEnabledFor(level: number): boolean {
        return level === 10
      }
    }
    setLoggerClass(Picky)
    const logger = getLogger('picky')
    logger.debug('yes')
    logger.critical('no')
    expect(list.texts).toEqual(['yes'])
  })

  test('a logger made before there is a tree makes one', () => {
    const before = realmState.tree.manager
    realmState.tree.manager = undefined
    try {
      const lone = new Logger('lone')
      lone.addHandler(list)
      lone.error('x')
      expect(list.texts).toEqual(['x'])
      expect(lone.manager).toBe(realmState.tree.manager)
    } finally {
      realmState.tree.manager = before
    }
  })

  test('a logger outside the tree still obeys disable()', () => {
    const lone = new Logger('lone')
    const own = new ListHandler()
    lone.addHandler(own)
    lone.warning('1')
    disable()
    lone.critical('2')
    expect(own.texts).toEqual(['1'])
  })
})

describe('dispatch', () => {
  test('handlers up the tree are met in order, each by its own level', () => {
    const order: string[] = []
    class Named extends Handler {
      constructor(readonly label: string) {
        super()
      }
      override emit(): void {
        order.push(this.label)
      }
    }
    const errors = new Named('errors')
    errors.setLevel('ERROR')
    getLogger('a.b').addHandler(new Named('leaf'))
    getLogger('a').addHandler(errors)
    getLogger('a').addHandler(new Named('middle'))
    getLogger('a.b').warning('x')
    expect(order).toEqual(['leaf', 'middle'])
    getLogger('a.b').error('x')
    expect(order).toEqual(['leaf', 'middle', 'leaf', 'errors', 'middle'])
  })

  test('the handler list may be changed in place at any time', () => {
    const logger = getLogger('a')
    const other = new ListHandler()
    logger.warning('1')
    logger.handlers.push(other)
    logger.warning('2')
    logger.handlers.length = 0
    logger.warning('3')
    logger.handlers[0] = other
    logger.warning('4')
    logger.handlers = []
    logger.warning('5')
    expect(other.texts).toEqual(['2', '4'])
    expect(Array.isArray(logger.handlers)).toBe(true)
  })

  test('a handler is added once', () => {
    const logger = getLogger('a')
    logger.addHandler(list)
    logger.addHandler(list)
    expect(logger.handlers).toEqual([list])
    logger.removeHandler(list)
    logger.removeHandler(list)
    expect(logger.handlers).toEqual([])
  })

  test('a handler that throws does not stop the next, nor the application', () => {
    class Broken extends Handler {
      override emit(): void {
        throw new Error('broken handler')
      }
      override handleError(): void {
        throw new Error('broken handleError')
      }
    }
    getLogger('a').addHandler(new Broken())
    const said = captureStderr(() => getLogger('a').warning('x'))
    expect(list.texts).toEqual(['x'])
    expect(said).toContain('broken handleError')
  })

  test('two handlers that log to their own logger end soon', () => {
    const logger = getLogger('twice')
    logger.propagate = false
    let calls = 0
    class Echo extends Handler {
      override emit(): void {
        calls++
        logger.error('again')
      }
    }
    for (const handler of [new Echo(), new Echo()]) logger.addHandler(handler)
    const said = captureStderr(() => logger.error('x'))
    // Each of the two calls within the first has a thousand, and each of these is given to both.
    expect(calls).toBeGreaterThan(1000)
    expect(calls).toBeLessThan(4100)
    expect(said).toContain('a handler or filter logs to the logger that calls it')
    // The next call has all of it again.
    const before = calls
    captureStderr(() => logger.error('x'))
    expect(calls).toBe(2 * before)
  })

  test('a getter that logs its own object ends soon', () => {
    const logger = getLogger('getter')
    logger.propagate = false
    const lines: string[] = []
    for (const handler of [1, 2].map(() => new StreamHandler({ write: (text) => lines.push(text) }))) {
      handler.setFormatter(new JSONFormatter())
      logger.addHandler(handler)
    }
    const chatty = {
      get a(): number {
        logger.error('again', chatty)
        return 1
      },
    }
    captureStderr(() => logger.error('x', chatty))
    expect(lines.length).toBeLessThan(20_000)
  })

  test('what a handler logs of each of many records that it flushes is all there', () => {
    const logger = getLogger('flushing')
    logger.propagate = false
    const audit = getLogger('audit')
    audit.propagate = false
    const seen = new ListHandler()
    audit.addHandler(seen)
    class Telling extends Handler {
      override emit(record: LogRecord): void {
        audit.error('wrote %s', record.msg)
      }
    }
    const memory = new MemoryHandler(5000, { target: new Telling(), flushLevel: 'CRITICAL' })
    logger.addHandler(memory)
    for (let i = 0; i < 5000; i++) logger.error('x')
    expect(seen.records).toHaveLength(5000)
  })

  test('a handler that logs to its own logger ends, and is told of', () => {
    class Recursive extends Handler {
      override emit(): void {
        getLogger('loop').warning('again')
      }
    }
    getLogger('loop').addHandler(new Recursive())
    const said = captureStderr(() => getLogger('loop').warning('x'))
    expect(said).toContain('a handler or filter logs to the logger that calls it')
    // A call that was not begun has nothing else to tell.
    expect(said.match(/^\w*Error: /gm)).toEqual(['RangeError: '])
    getLogger('other').warning('still works')
    expect(list.texts.at(-1)).toBe('still works')
  })

  test('without any handler warnings go to standard error, bare', () => {
    getLogger().removeHandler(list)
    const said = captureStderr(() => {
      getLogger('a').info('low')
      getLogger('a').warning('high %d', 1)
    })
    expect(said).toBe('high 1\n')
    settings.lastResort = null
    const none = captureStderr(() => {
      getLogger('a').warning('x')
      getLogger('a').warning('y')
    })
    expect(none).toBe('No handlers could be found for logger "a"\n')
  })

  test('logger filters drop, and replace the record for all handlers', () => {
    const logger = getLogger('a')
    logger.addFilter((record) => record.msg !== 'drop')
    logger.addFilter({ filter: (record) => makeLogRecord({ ...record, msg: `${record.msg}!` }) })
    logger.warning('drop')
    logger.warning('keep')
    expect(list.texts).toEqual(['keep!'])
  })

  test('a filter that throws is reported, not thrown', () => {
    getLogger('a').addFilter(() => {
      throw new Error('filter failed')
    })
    expect(captureStderr(() => getLogger('a').warning('x'))).toContain('filter failed')
  })

  test('handle() passes a foreign record whatever its level', () => {
    getLogger('a').setLevel('ERROR')
    getLogger('a').handle(makeLogRecord({ name: 'a', levelno: 10, msg: 'from afar' }))
    expect(list.texts).toEqual(['from afar'])
  })
})

describe('the logging call', () => {
  test('arguments merge only when a handler asks', () => {
    getLogger('a').warning('user %s did %d', 'ann', 3)
    expect(list.records[0]!.msg).toBe('user %s did %d')
    expect(list.texts).toEqual(['user ann did 3'])
  })

  test('a single mapping is the arguments', () => {
    getLogger('a').warning('user %(name)s', { name: 'ann' })
    getLogger('a').warning('started', { port: 80 })
    expect(list.texts).toEqual(['user ann', 'started port=80'])
    expect(list.records[1]!.args).toEqual({ port: 80 })
  })

  test('the keywords are the last argument when it is nothing but keywords', () => {
    const failure = new Error('boom')
    getLogger('a').error('failed: %s', '/x', { exc_info: failure, extra: { tenant: 't1' } })
    const [record] = list.records
    expect(record!.args).toEqual(['/x'])
    expect(record!.exc_info).toBe(failure)
    expect(record!['tenant']).toBe('t1')
    expect(list.texts[0]).toMatch(/^failed: \/x\nError: boom\n\s+at /)
  })

  test('an object that the format string takes is no keywords', () => {
    getLogger('a').warning('%s', { extra: 1 })
    getLogger('a').warning('%(extra)s', { extra: 2 })
    getLogger('a').warning('mixed', { extra: 1, other: 2 })
    expect(list.texts).toEqual(['{ extra: 1 }', '2', 'mixed extra=1 other=2'])
    expect(list.records[2]!.args).toEqual({ extra: 1, other: 2 })
  })

  test('a surplus error is exc_info, with or without keywords behind it', () => {
    const failure = new TypeError('t')
    getLogger('a').exception('failed: %s', '/x', failure)
    getLogger('a').warning('failed', failure, { extra: { k: 1 } })
    getLogger('a').warning('consumed: %s', failure)
    getLogger('a').error(failure)
    expect(list.records.map((record) => record.exc_info)).toEqual([failure, failure, null, failure])
    expect(list.records[1]!['k']).toBe(1)
    expect(list.texts[2]).toBe('consumed: TypeError: t')
  })

  test('exception() without an error says so as Python does', () => {
    getLogger('a').exception('failed')
    expect(list.texts).toEqual(['failed\nNoneType: None'])
  })

  test('lazy messages are called when enabled, and may fail', () => {
    let calls = 0
    getLogger('a').debug(() => calls++)
    expect(calls).toBe(0)
    getLogger('a').warning(() => `call ${++calls}`)
    getLogger('a').warning(() => {
      throw new Error('lazy')
    })
    getLogger('a').warning(async () => 'later')
    getLogger('a').warning(() => Promise.reject(new Error('nobody holds this')))
    expect(list.texts.slice(0, 2)).toEqual(['call 1', '<lazy message threw: lazy>'])
    expect(list.texts.slice(2).every((text) => text.startsWith('<lazy message threw: expected a function that'))).toBe(
      true,
    )
  })

  test('templates keep their values as arguments', () => {
    const name = 'ann'
    getLogger('a').warning`user ${name} did ${3} at 100%`
    getLogger('a').warning`plain 100%`
    expect(list.records[0]!.msg).toBe('user %s did %s at 100%%')
    expect(list.records[0]!.args).toEqual(['ann', 3])
    expect(list.texts).toEqual(['user ann did 3 at 100%', 'plain 100%'])
  })

  test('extra that clashes is left out and reported; hostile keys reach no prototype', () => {
    const said = captureStderr(() => {
      getLogger('a').warning('x', { extra: JSON.parse('{"name": "evil", "ok": 1, "__proto__": {"p": 1}}') })
    })
    expect(list.records[0]!.name).toBe('a')
    expect(list.records[0]!['ok']).toBe(1)
    expect(({} as { p?: number }).p).toBeUndefined()
    expect(Object.getPrototypeOf(list.records[0])).toBe(LogRecord.prototype)
    expect(said).toContain(`KeyError: "Attempt to overwrite 'name' in LogRecord"`)
  })

  test('extra may have the names that every object has, and is an object', () => {
    const said = captureStderr(() => {
      getLogger('a').warning('x', { extra: { constructor: 'McLaren', toString: 'text', valueOf: 7 } })
      getLogger('a').warning('y', { extra: 'no mapping' as never })
    })
    expect(Object.entries(list.records[0]!).slice(-3)).toEqual([
      ['constructor', 'McLaren'],
      ['toString', 'text'],
      ['valueOf', 7],
    ])
    expect(Object.keys(list.records[1]!)).not.toContain('0')
    expect(said).toContain('TypeError: extra must be an object, not str')
    expect(list.texts).toEqual(['x', 'y'])
  })

  test('extra is no list, and bounded', () => {
    const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`k${index}`, index]))
    const said = captureStderr(() => {
      getLogger('a').warning('x', { extra: ['a', 'b'] as never })
      getLogger('a').warning('y', { extra: many })
    })
    expect(Object.keys(list.records[0]!)).not.toContain('0')
    expect(Object.keys(list.records[1]!)).toContain('k9999')
    expect(Object.keys(list.records[1]!)).not.toContain('k10000')
    expect(said).toContain('TypeError: extra must be an object, not list')
    expect(said).toContain('RangeError: extra has more than 10000 keys')
  })

  test.each([
    ['String', new String('text')],
    ['Uint8Array', Uint8Array.of(1, 2)],
    ['Float64Array', Float64Array.of(1, 2)],
    ['str', 'text'],
    ['list', ['a', 'b']],
  ])('a list of the kind %s is no extra, not behind others either', (kind, extra) => {
    const wrap = (...args: unknown[]): void => getLogger('a').warning('y', ...args, { extra: { id: 1 } })
    const said = captureStderr(() => {
      getLogger('a').warning('x', { extra: extra as never })
      wrap({ extra })
      new LoggerAdapter(getLogger('a.b'), { id: 1 }, { merge_extra: true }).warning('z', { extra } as never)
    })
    expect(list.texts).toEqual(['x', 'y', 'z'])
    expect(list.records.filter((record) => Object.hasOwn(record, '0'))).toEqual([])
    expect(said).toContain(`TypeError: extra must be an object, not ${kind}`)
  })

  test('a Map among extras that are merged gives its entries', () => {
    const wrap = (...args: unknown[]): void => getLogger('a').warning('y', ...args, { extra: { id: 1 } })
    wrap({ extra: new Map([['user', 'ann']]) })
    expect(list.records[0]).toMatchObject({ id: 1, user: 'ann' })
  })

  test('keywords whose getters throw cost no record', () => {
    const keywords = (key: string): object =>
      Object.defineProperty({}, key, {
        enumerable: true,
        get() {
          throw new Error('getter')
        },
      })
    captureStderr(() => {
      for (const key of ['extra', 'exc_info', 'stacklevel']) getLogger('a').warning(key, keywords(key))
      getLogger('a').exception('exception', keywords('extra'))
    })
    expect(list.records.map(({ msg }) => msg)).toEqual(['extra', 'exc_info', 'stacklevel', 'exception'])
    expect(list.records[1]!.exc_info).toBe("<getter of 'exc_info' threw: getter>")
    expect(list.records[3]!.exc_info).toBe(true)
  })

  test('a value of extra that cannot be read leaves its mark', () => {
    const extra = Object.defineProperty({ fine: 1 }, 'bad', {
      enumerable: true,
      get() {
        throw new Error('getter')
      },
    })
    getLogger('a').warning('x', { extra })
    expect(list.records[0]).toMatchObject({ fine: 1, bad: "<getter of 'bad' threw: getter>" })
  })

  test('a record that does not merge is written all the same and reported', () => {
    const stream = new StringStream()
    getLogger('a').addHandler(new StreamHandler(stream))
    const said = captureStderr(() => getLogger('a').warning('loaded' as string, 42))
    expect(stream.text).toBe('loaded (42,)\n')
    expect(said).toContain('TypeError: not all arguments converted during string formatting')
    expect(said).toContain("Message: 'loaded'\nArguments: (42,)\n")
  })

  test('no argument makes a call throw', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const hostile: unknown[] = [proxy, Symbol('s'), null, undefined, { toString: null }, Object.create(null), class {}]
    captureStderr(() => {
      for (const value of hostile) {
        getLogger('a').warning(value)
        getLogger('a').warning('%s', value)
        getLogger('a').warning('x', value)
        getLogger('a').warning('x', { extra: value, exc_info: value, stacklevel: value as never })
      }
      expect(list.texts).toHaveLength(4 * hostile.length)
      for (const text of list.texts) expect(typeof text).toBe('string')
    })
  })

  test('stack_info is the stack outside the call', () => {
    getLogger('a').warning('x', { stack_info: true })
    expect(list.records[0]!.stack_info).toMatch(/^Stack \(most recent call first\):\n\s+at .*logger\.test/)
  })
})

describe('the caller', () => {
  test('is found when a formatter reads it', () => {
    const stream = new StringStream()
    const handler = new StreamHandler(stream)
    handler.setFormatter(new Formatter('%(filename)s %(module)s %(funcName)s'))
    getLogger('a').addHandler(handler)
    function named(): void {
      getLogger('a').warning('x')
    }
    named()
    expect(stream.text).toBe('logger.test.ts logger.test named\n')
  })

  test('stacklevel skips frames', () => {
    const seen: (string | null)[] = []
    getLogger('a').addFilter((record) => {
      seen.push(record.funcName)
      return true
    })
    const wrapper = (stacklevel: number): void => getLogger('a').warning('x', { stacklevel })
    function outer(): void {
      wrapper(1)
      wrapper(2)
      wrapper(1000)
    }
    outer()
    expect(seen.slice(0, 2)).toEqual(['wrapper', 'outer'])
  })

  test('is unknown rather than wrong after the call', () => {
    getLogger('a').warning('x')
    expect(list.records[0]!.pathname).toBe('(unknown file)')
    expect(list.records[0]!.lineno).toBe(0)
  })

  test('nobody reads it, nobody pays: no stack is taken', () => {
    const { captureStackTrace } = Error
    let taken = 0
    Error.captureStackTrace = ((...parameters: Parameters<typeof captureStackTrace>) => {
      taken++
      captureStackTrace(...parameters)
    }) as typeof captureStackTrace
    try {
      getLogger('a').warning('x %s', 1)
    } finally {
      Error.captureStackTrace = captureStackTrace
    }
    expect(taken).toBe(0)
  })
})

test.each<[string, unknown, string]>([
  ['1', 1, 'm\nNoneType: None'],
  ['true', true, 'm\nNoneType: None'],
  ['0', 0, 'm'],
  ['a list', [new Error('why')], 'm\nError: why'],
  ["Python's triple", [Error, new Error('why'), null], 'm\nError: why'],
  ['its empty one', [null, null, null], 'm\nNoneType: None'],
  ['an empty list', [], 'm'],
  ['a revoked proxy', revoked(), 'm\nThrown: <unreadable object>'],
  ['a list with one', [revoked()], 'm\nThrown: [ <unreadable object> ]'],
])('exc_info: %s costs no record', (_, exc_info, text) => {
  const stream = new StringStream()
  const handler = new StreamHandler(stream)
  handler.setFormatter(new Formatter('%(message)s'))
  const logger = getLogger('exc')
  logger.addHandler(handler)
  logger.propagate = false
  const firstLines = (): string => stream.text.trimEnd().replace(/\n +at [^]*/, '')
  const said = captureStderr(() => logger.error('m', { exc_info }))
  expect([firstLines(), said]).toEqual([text, ''])
  stream.text = ''
  // With a record.
  handler.addFilter(() => true)
  logger.error('m', { exc_info })
  expect(firstLines()).toBe(text)
})

test.each([1, 'x', {}])('stack_info: %j asks for the stack', (stack_info) => {
  getLogger('a').error('m', { stack_info: stack_info as never })
  expect(list.records[0]!.stack_info).toContain('logger.test.ts')
})

function boom(failure: unknown): never {
  throw typeof failure === 'string' ? new Error(failure) : failure
}

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}

describe('own makers', () => {
  test('a record factory is given Python’s parameters, the caller included', () => {
    setLogRecordFactory((...parameters) => {
      const record = new LogRecord(...parameters)
      record['made'] = [parameters[2], parameters[7]?.func]
      return record
    })
    function caller(): void {
      getLogger('a').warning('x', { extra: { k: 1 } })
    }
    caller()
    const [file, func] = list.records[0]!['made'] as [string, string]
    expect(file).toContain('logger.test.ts')
    expect(func).toBe('caller')
    expect(list.records[0]!['k']).toBe(1)
  })

  test('a class derived from LogRecord is a factory', () => {
    class Mine extends LogRecord {}
    setLogRecordFactory(Mine)
    getLogger('a').warning('x')
    expect(list.records[0]).toBeInstanceOf(Mine)
  })

  test.each<[string, (...parameters: never[]) => unknown, string]>([
    ['throws', () => boom('no context'), 'RecordFactoryError: Error: no context (the factory of'],
    ['throws no error', () => boom(null), 'RecordFactoryError: null (the factory of'],
    ['throws a revoked proxy', () => boom(revoked()), '(the factory of'],
    [
      'gives nothing',
      () => undefined,
      'TypeError: expected a LogRecord, not undefined (the factory of setLogRecordFactory failed: a plain LogRecord is logged)',
    ],
    ['gives what is no record', () => ({ msg: 'y' }), "expected a LogRecord, not { msg: 'y' } (the factory of"],
    ['gives a rejected promise', () => Promise.reject(new Error('late')), 'expected a LogRecord, not Promise {}'],
    ['is no function', 5 as never, 'is not a function (the factory of'],
  ])('a record factory that %s: a plain record arrives, and it is told once', (_, factory, told) => {
    setLogRecordFactory(factory as never)
    const said = captureStderr(() => {
      for (const n of [1, 2]) getLogger('a').warning('x %d', n, { extra: { k: 1 }, exc_info: new Error('why') })
    })
    expect(list.records.map((record) => record.getMessage())).toEqual(['x 1', 'x 2'])
    expect(list.records[1]).toMatchObject({ name: 'a', k: 1, levelname: 'WARNING', exc_info: new Error('why') })
    expect(list.records[1]!.filename).toBe('logger.test.ts')
    expect(said).toContain(told)
    expect(said.split('a plain LogRecord')).toHaveLength(2)
    expect(said.trimEnd().split('\n').length).toBeLessThanOrEqual(4)
    setLogRecordFactory(LogRecord)
    getLogger('a').warning('plain')
    expect(list.records[2]!.msg).toBe('plain')
  })

  test('a factory’s report says where it failed', () => {
    setLogRecordFactory(function ours(): never {
      throw new Error('no request')
    })
    const said = captureStderr(() => getLogger('a').warning('x'))
    expect(said).toMatch(/is logged; at .*logger\.test\.ts:\d+:\d+/)
    expect(makeLogRecord({ msg: 'from elsewhere' }).getMessage()).toBe('from elsewhere')
  })

  test('makeRecord may be overridden', () => {
    class Mine extends Logger {
      override makeRecord(...parameters: Parameters<Logger['makeRecord']>): LogRecord {
        const record = super.makeRecord(...parameters)
        record['special'] = true
        return record
      }
    }
    setLoggerClass(Mine)
    getLogger('mine').warning('x')
    expect(list.records[0]!['special']).toBe(true)
  })

  test('a class that is no logger is refused with Python’s text', () => {
    expect(() => setLoggerClass(Map as never)).toThrow('logger not derived from logging.Logger: Map')
    for (const [value, text] of [
      [null, 'null'],
      [undefined, 'undefined'],
      [5, '5'],
    ])
      expect(() => setLoggerClass(value as never)).toThrow(
        new TypeError(`logger not derived from logging.Logger: ${text}`),
      )
    expect(() => setLoggerClass({ prototype: Logger.prototype } as never)).toThrow(TypeError)
    expect(() => setLoggerClass((() => {}) as never)).toThrow(TypeError)
  })
})

test('findCaller gives this place', () => {
  const [pathname, lineno, , stack] = getLogger('a').findCaller(true)
  expect(pathname).toContain('logger.test.ts')
  expect(lineno).toBeGreaterThan(0)
  expect(stack).toContain('logger.test.ts')
})

test('toString is Python’s repr', () => {
  expect(String(getLogger())).toBe('<RootLogger root (WARNING)>')
  expect(String(getLogger('a'))).toBe('<Logger a (WARNING)>')
})

test('a deep tree does not overflow the stack', () => {
  let name = 'd'
  for (let i = 0; i < 300; i++) name += '.d'
  const leaf = getLogger(name)
  for (let at = name; at.includes('.'); at = at.slice(0, at.lastIndexOf('.'))) getLogger(at)
  getLogger('d').setLevel('DEBUG')
  leaf.debug('deep')
  expect(list.texts).toEqual(['deep'])
  expect(manager().loggerDict.size).toBe(301)
})

test('a logger cannot be below itself, however its parents came to be', () => {
  const a = getLogger('a')
  const below = getLogger('a.b.c')
  expect(() => (a.parent = a)).toThrow(RangeError)
  expect(() => (a.parent = below)).toThrow('cannot be below itself')
  expect(a.parent).toBe(getLogger())
  // By name 'a.b' would come between the two, and close the circle.
  below.parent = getLogger()
  a.parent = below
  const between = getLogger('a.b')
  expect(between.parent).toBe(a)
  expect(below.parent).toBe(getLogger())
})

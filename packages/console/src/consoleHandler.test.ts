import { format } from 'node:util'
import { Formatter, getLogger, type Handler, type Logger, makeLogRecord } from '@treeline/core'
import { captureStderr, handlerContract, ListHandler, realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { ConsoleHandler, type ConsoleHandlerOptions, type ConsoleLike } from './index.js'

type Call = [method: string, ...data: unknown[]]

class FakeConsole implements ConsoleLike {
  readonly calls: Call[] = []
  readonly debug = this.method('debug')
  readonly log = this.method('log')
  readonly info = this.method('info')
  readonly warn = this.method('warn')
  readonly error = this.method('error')
  readonly trace = this.method('trace')

  private method(name: string): (...data: unknown[]) => void {
    const { calls } = this
    return function (this: unknown, ...data) {
      expect(this).toBeInstanceOf(FakeConsole)
      calls.push([name, ...data])
    }
  }
}

function loggerWith(...handlers: Handler[]): Logger {
  const logger = getLogger('app.db')
  logger.propagate = false
  logger.setLevel(1)
  for (const handler of handlers) logger.addHandler(handler)
  return logger
}

/** A logger that writes to a console, and what the console was called with. */
function setUp(options: ConsoleHandlerOptions = {}): { log: Logger; calls: Call[]; handler: ConsoleHandler } {
  const fake = new FakeConsole()
  const handler = new ConsoleHandler({ colors: false, objects: 'text', console: fake, ...options })
  return { log: loggerWith(handler), calls: fake.calls, handler }
}

/** Makes a handler as it would be made where `process` is this. */
function madeUnder(process: unknown, options: ConsoleHandlerOptions = {}): { log: Logger; calls: Call[] } {
  vi.stubGlobal('process', process)
  try {
    const fake = new FakeConsole()
    return { log: loggerWith(new ConsoleHandler({ console: fake, ...options })), calls: fake.calls }
  } finally {
    vi.unstubAllGlobals()
  }
}

const TTY = { isTTY: true }
const FILE = { isTTY: false }

afterEach(resetLogging)

describe('methods', () => {
  test('each level has its method, levels between go by their range', () => {
    const { log, calls } = setUp()
    for (const level of [1, 10, 15, 19, 20, 25, 30, 39, 40, 50, 60, 1000]) log.log(level, `at ${level}`)
    expect(calls).toEqual([
      ['debug', 'at 1'],
      ['debug', 'at 10'],
      ['debug', 'at 15'],
      ['debug', 'at 19'],
      ['info', 'at 20'],
      ['info', 'at 25'],
      ['warn', 'at 30'],
      ['warn', 'at 39'],
      ['error', 'at 40'],
      ['error', 'at 50'],
      ['error', 'at 60'],
      ['error', 'at 1000'],
    ])
  })

  test('debugMethod sends what is below INFO to log', () => {
    const { log, calls } = setUp({ debugMethod: 'log' })
    log.debug('seen')
    log.info('as ever')
    expect(calls).toEqual([
      ['log', 'seen'],
      ['info', 'as ever'],
    ])
  })

  test('log stands in for a method that is missing', () => {
    const lines: unknown[] = []
    const { log } = setUp({ console: { log: (line) => lines.push(line) } })
    log.debug('one')
    log.error('two')
    expect(lines).toEqual(['one', 'two'])
  })

  test('the console is the one that is there when the record comes', () => {
    const { log } = setUp({ console: undefined })
    const fake = new FakeConsole()
    vi.stubGlobal('console', fake)
    log.info('late')
    vi.stubGlobal('console', undefined)
    const said = captureStderr(() => log.info('nowhere'))
    vi.unstubAllGlobals()
    expect(fake.calls).toEqual([['info', 'late']])
    expect(said).toBe('')
  })

  test('a console that has neither the method nor log shows nothing', () => {
    const { log, handler } = setUp({ console: {} })
    const handleError = vi.spyOn(handler, 'handleError')
    log.info('nowhere')
    expect(handleError).not.toHaveBeenCalled()
  })

  test('the platform may see to it that the line is written through', () => {
    const { platform } = realmState
    const { log, calls } = setUp()
    const asked: unknown[] = []
    const writeThrough = <T>(console: unknown, call: () => T): T => {
      asked.push(console, calls.length)
      const result = call()
      asked.push(calls.length)
      return result
    }
    const main = { thread: 0, threadName: 'MainThread', process: 0, processName: 'MainProcess' }
    realmState.platform = { ...main, stderr: { write() {} }, writeThrough }
    try {
      log.info('x')
    } finally {
      realmState.platform = platform
    }
    expect(asked).toEqual([expect.any(FakeConsole), 0, 1])
  })

  test('a record of no level counts as the lowest', () => {
    const { handler, calls } = setUp({ colors: 'css', objects: 'text' })
    handler.handle(makeLogRecord({ msg: 'no level' }))
    handler.handle(makeLogRecord({ msg: 'no number', levelno: Number.NaN }))
    expect(calls).toEqual([
      ['debug', '%c%s', 'color:gray', 'no level'],
      ['log', 'no number'],
    ])
  })
})

describe('text', () => {
  test('is what the formatter makes', () => {
    const { log, calls, handler } = setUp()
    handler.setFormatter(new Formatter('%(levelname)s:%(name)s:%(message)s'))
    log.warning('user %s did %d', 'ann', 3)
    expect(calls).toEqual([['warn', 'WARNING:app.db:user ann did 3']])
  })

  test.each([
    ['coupon %s failed', '50%d', ['coupon 50%%d failed']],
    ['like %s', "'%foo%'", ["like '%%foo%%'"]],
    ['%s', '50%s %%i', ['50%%s %%%%i']],
    ['%s', '100%', ['%s', '100%']],
  ])('what V8 would take for a format within %j, %j has each %% doubled', (msg, arg, before) => {
    const object = { rows: 3 }
    for (const colors of [false, 'css'] as const) {
      const { log, calls, handler } = setUp({ objects: 'expand', colors })
      log.critical(msg, arg, object)
      const [format, ...rest] = before
      expect(calls[0]!.slice(1)).toEqual(
        colors === 'css' ? [`%c${format}`, expect.any(String), ...rest, object] : [format, ...rest, object],
      )
      log.removeHandler(handler)
    }
  })

  test.each(['text', 'expand'] as const)('a % of the user is never a console format (objects: %s)', (objects) => {
    const object = { a: 1 }
    for (const colors of [false, 'css', 'ansi'] as const) {
      const { log, calls, handler } = setUp({ objects, colors })
      log.critical('100% %c %s %o' as string)
      log.critical('%s %s', '100% %c %s %o', object)
      // Alone it is no format.
      for (const [, ...data] of calls) expect(data.length > 1 ? format(...data) : data[0]).toContain('100% %c %s %o')
      expect(calls.length).toBe(2)
      log.removeHandler(handler)
    }
  })

  test('has the error and its causes', () => {
    const { log, calls } = setUp()
    const error = new Error('boom', { cause: new Error('root of it') })
    log.exception('failed', error)
    const text = String(calls[0]![1])
    expect(text.startsWith('failed\n')).toBe(true)
    expect(text).toContain('Error: boom')
    expect(text).toContain('Error: root of it')
    expect(calls[0]!.length).toBe(2)
  })
})

describe('objects', () => {
  test('message, arguments, extra and error stand behind the text, each once', () => {
    const { log, calls } = setUp({ objects: 'expand' })
    const user = { id: 7 }
    const list = [1, 2]
    const tenant = { id: 'x' }
    const error = new Error('boom')
    log.error('%s %s %s %d', user, list, user, 5, { exc_info: error, extra: { tenant, flag: true, same: user } })
    expect(calls).toEqual([['error', '%s', '{ id: 7 } [ 1, 2 ] { id: 7 } 5', user, list, tenant, error]])
    const [, , , first, , , last] = calls[0]!
    expect(first).toBe(user)
    expect(last).toBe(error)
  })

  test('a mapping argument and a message that is an object are shown whole', () => {
    const { log, calls } = setUp({ objects: 'expand' })
    const fields = { port: 80 }
    const map = new Map([['k', 'v']])
    log.info('started', fields)
    log.info('50%% started', fields)
    log.info('%(k)s', map)
    log.info(fields)
    expect(calls.map((call) => call.slice(2))).toEqual([
      ['started', fields],
      ['50% started', fields],
      ['v', map],
      ['{ port: 80 }', fields],
    ])
  })

  test('the error is the object, its text is left out and left to the other handlers', () => {
    const fake = new FakeConsole()
    const before = new ListHandler()
    const after = new ListHandler()
    const texts: string[] = []
    const errors: unknown[] = []
    before.emit = after.emit = (record) => {
      errors.push(record.exc_info, record.exc_text)
      texts.push(before.format(record))
    }
    const log = loggerWith(before, new ConsoleHandler({ colors: false, objects: 'expand', console: fake }), after)
    const error = new Error('boom')
    log.exception('failed', error)
    expect(fake.calls).toEqual([['error', '%s', 'failed', error]])
    expect(texts[0]).toContain('Error: boom\n')
    expect(texts[1]).toBe(texts[0])
    expect(errors).toEqual([error, null, error, expect.stringContaining('boom')])
  })

  test('an error that is the message or an argument is shown once', () => {
    const { log, calls } = setUp({ objects: 'expand' })
    const error = new Error('boom')
    log.error(error)
    log.error('failed: %s', error)
    expect(calls.map((call) => call.slice(3))).toEqual([[error], [error]])
    expect(calls[1]![2]).toBe('failed: Error: boom')
  })

  test('what was thrown and is no object stays in the text', () => {
    const { log, calls } = setUp({ objects: 'expand' })
    log.error('failed', { exc_info: 'just text' })
    expect(calls).toEqual([['error', "failed\nThrown: 'just text'"]])
  })

  test('text alone carries no object', () => {
    const { log, calls } = setUp()
    log.info('%s', { a: 1 }, { extra: { b: {} } })
    expect(calls).toEqual([['info', '{ a: 1 }']])
  })
})

describe('colours', () => {
  const all = (log: Logger): void => {
    for (const level of [10, 20, 30, 40, 50]) log.log(level, 'x')
  }

  test('ansi: the first line by level, reset at its end', () => {
    const { log, calls } = setUp({ colors: 'ansi' })
    all(log)
    log.error('one\ntwo $& %s' as string)
    expect(calls.map((call) => call[1])).toEqual([
      '\x1b[2mx\x1b[0m',
      'x',
      '\x1b[33mx\x1b[0m',
      '\x1b[31mx\x1b[0m',
      '\x1b[1;31mx\x1b[0m',
      '\x1b[31mone\x1b[0m\ntwo $& %s',
    ])
  })

  test('css: what the developer tools do not do themselves', () => {
    const { log, calls } = setUp({ colors: 'css', objects: 'expand' })
    all(log)
    const object = {}
    log.critical('%s', object)
    expect(calls).toEqual([
      ['debug', '%c%s', 'color:gray', 'x'],
      ['info', 'x'],
      ['warn', 'x'],
      ['error', 'x'],
      ['error', '%c%s', 'font-weight:bold', 'x'],
      ['error', '%c%s', 'font-weight:bold', '{}', object],
    ])
  })

  test.each([
    ['a terminal', { env: {}, stdout: TTY, stderr: TTY }, true, true],
    ['no environment', { stdout: TTY, stderr: TTY }, true, true],
    ['standard output is a file', { env: {}, stdout: FILE, stderr: TTY }, false, true],
    ['standard error is a file', { env: {}, stdout: TTY, stderr: FILE }, true, false],
    ['no standard output', { env: {}, stderr: TTY }, false, true],
    ['NO_COLOR', { env: { NO_COLOR: '1' }, stdout: TTY, stderr: TTY }, false, false],
    ['NO_COLOR empty', { env: { NO_COLOR: '' }, stdout: TTY, stderr: TTY }, true, true],
    ['TERM=dumb', { env: { TERM: 'dumb' }, stdout: TTY, stderr: TTY }, false, false],
    ['FORCE_COLOR', { env: { FORCE_COLOR: '1', TERM: 'dumb' }, stdout: FILE, stderr: FILE }, true, true],
    ['FORCE_COLOR=0', { env: { FORCE_COLOR: '0' }, stdout: TTY, stderr: TTY }, false, false],
    ['NO_COLOR and FORCE_COLOR', { env: { NO_COLOR: '1', FORCE_COLOR: '1' }, stdout: TTY, stderr: TTY }, false, false],
  ])('auto: %s', (_, process, debug, error) => {
    const { log, calls } = madeUnder(process)
    log.debug('x')
    log.warning('x')
    log.error('x')
    expect(calls.map((call) => call[1] !== 'x')).toEqual([debug, error, error])
    expect(calls.every((call) => call.length === 2)).toBe(true)
  })

  test.each([
    ['no process', undefined],
    ["a bundler's process", { env: { NODE_ENV: 'production' } }],
  ])('auto: with %s the console is a developer tool', (_, process) => {
    const { log, calls } = madeUnder(process)
    const object = {}
    log.debug('%s', object)
    expect(calls).toEqual([['debug', '%c%s', 'color:gray', '{}', object]])
  })

  test('auto: an environment that may not be read means none', () => {
    const process = {
      stderr: TTY,
      get env(): never {
        throw new Error('NotCapable: Requires env access')
      },
    }
    const { log, calls } = madeUnder(process)
    log.error('x')
    expect(calls).toEqual([['error', 'x']])
  })
})

test('a process that can no longer be looked at costs no line', () => {
  const { log, calls } = setUp()
  const revoked = Proxy.revocable({}, {})
  revoked.revoke()
  vi.stubGlobal('process', revoked.proxy)
  const said = captureStderr(() => log.info('x'))
  vi.unstubAllGlobals()
  expect([calls, said]).toEqual([[['info', 'x']], ''])
})

test('options that are none of those listed are refused', () => {
  const make = (options: object) => () => new ConsoleHandler(options)
  expect(make({ colors: 'rainbow' })).toThrow(
    new RangeError("colors: expected one of 'auto', 'css', 'ansi', false, not 'rainbow'"),
  )
  expect(make({ objects: true })).toThrow(new RangeError("objects: expected one of 'expand', 'text', not true"))
  expect(make({ debugMethod: 'trace' })).toThrow(
    new RangeError("debugMethod: expected one of 'debug', 'log', not 'trace'"),
  )
  expect(make({ console: 'stderr' })).toThrow(new TypeError("console: expected a console, not 'stderr'"))
  expect(make({ console: null })).toThrow('console: expected a console, not null')
})

describe('failures', () => {
  test('a console that throws is reported and does not stop the next handler', () => {
    const fail = (): never => {
      throw new Error('console is broken')
    }
    const list = new ListHandler()
    const log = loggerWith(new ConsoleHandler({ console: { info: fail } }), list)
    const said = captureStderr(() => {
      log.info('one')
      log.info('two')
    })
    expect(said.split('Error: console is broken').length).toBe(2)
    expect(list.texts).toEqual(['one', 'two'])
  })

  test('a console patched to log ends: the record is written once', () => {
    const written: unknown[] = []
    const list = new ListHandler()
    const patched: ConsoleLike = {
      info: (line) => {
        written.push(line)
        log.info('patched: %s', line)
      },
    }
    const log: Logger = loggerWith(
      new ConsoleHandler({ console: patched }),
      new ConsoleHandler({ console: patched }),
      list,
    )
    log.info('x')
    log.info('y')
    // Both handlers wrote it, and each one's write was logged to the other.
    expect(written).toEqual(['x', 'patched: x', 'x', 'patched: x', 'y', 'patched: y', 'y', 'patched: y'])
    expect(list.texts.filter((text) => !text.startsWith('patched'))).toEqual(['x', 'y'])
  })

  test('a value that logs while it is formatted does not silence its record', () => {
    const { log, calls } = setUp()
    const chatty = {
      toString(): string {
        log.info('inner')
        return 'chatty'
      },
    }
    log.warning('outer %s', chatty)
    log.info('next')
    expect(calls).toEqual([
      ['info', 'inner'],
      ['warn', 'outer chatty'],
      ['info', 'next'],
    ])
  })
})

describe.each(['text', 'expand'] as const)('the contract of handlers (objects: %s)', (objects) => {
  const make = () => {
    const fake = new FakeConsole()
    const handler = new ConsoleHandler({ colors: 'ansi', objects, console: fake })
    return { handler, arrived: () => fake.calls.map((call) => String(call[1] === '%s' ? call[2] : call[1])) }
  }
  for (const { name, run } of handlerContract(make)) test(name, run)
})

test("a console's method that is async, and rejected, is reported; so is a format that gives no text", async () => {
  const { log, handler, calls } = setUp({ console: { info: () => Promise.reject(new Error('late')) as never } })
  const errors: string[] = []
  handler.handleError = (record, error) => void errors.push(`${record.getMessage()}: ${String(error)}`)
  log.info('one')
  await Promise.resolve()
  handler.setFormatter(Object.assign(new Formatter(), { format: () => undefined as never }))
  log.info('two')
  handler.format = (() => Promise.reject(new Error('x'))) as never
  log.info('three')
  expect(calls).toEqual([])
  expect(errors).toEqual([
    'one: Error: late',
    'two: TypeError: expected a string from format(), not undefined',
    'three: TypeError: expected a function that is not async, not Promise {}',
  ])
})

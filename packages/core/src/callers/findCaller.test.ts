import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { LoggerAdapter } from '../tree/adapter.js'
import type { Method } from '../records/caller.js'
import { callStack, findCaller } from './findCaller.js'
import { Logger } from '../tree/logger.js'
import { getLogger, setLoggerClass } from '../tree/manager.js'
import { prepare } from '../records/prepare.js'
import * as root from '../tree/moduleFunctions.js'
import { ListHandler, resetLogging } from '../testing/index.js'

/** A logging method of the plainest kind, and a function that calls it. */
function method(stacklevel = 1): ReturnType<typeof findCaller> {
  const caller = findCaller(method as Method, stacklevel)
  return caller
}

function user(stacklevel?: number): ReturnType<typeof findCaller> {
  const caller = method(stacklevel)
  return caller
}

function outer(stacklevel: number): ReturnType<typeof findCaller> {
  const caller = user(stacklevel)
  return caller
}

const natives = { ...Object.getOwnPropertyDescriptors(Error) }

afterEach(() => {
  for (const key of ['captureStackTrace', 'stackTraceLimit', 'prepareStackTrace'] as const) {
    const native = (natives as Record<string, PropertyDescriptor | undefined>)[key]
    if (native === undefined) Reflect.deleteProperty(Error, key)
    else Object.defineProperty(Error, key, native)
  }
})

describe('stacklevel', () => {
  test.each([1, 0, -3, Number.NaN, undefined])('%s is the code that called', (stacklevel) => {
    expect(user(stacklevel).funcName).toBe('user')
  })

  test.each([2, 2.9])('%s is the caller of that code', (stacklevel) => {
    expect(outer(stacklevel).funcName).toBe('outer')
  })

  test.each([1000, Infinity])('%s is the outermost of this shallow stack', (stacklevel) => {
    expect(outer(stacklevel)).toEqual(outer(500))
    expect(outer(stacklevel).pathname).not.toBe('(unknown file)')
  })

  test('passes over the engine’s own functions', () => {
    function looped(): ReturnType<typeof findCaller>[] {
      const callers = [2].map((stacklevel) => {
        const caller = method(stacklevel)
        return caller
      })
      return callers
    }
    expect(looped()[0]!.funcName).toBe('looped')
  })

  test('reaches through a thousand frames', () => {
    function dig(depth: number): ReturnType<typeof findCaller> {
      const caller = depth > 0 ? dig(depth - 1) : method(900)
      return caller
    }
    expect(dig(850).funcName).not.toBe('dig')
    expect(dig(950).funcName).toBe('dig')
  })
})

test('the place is this one', () => {
  const { pathname, lineno } = user()
  expect(pathname).toMatch(/findCaller\.test\.ts$/)
  const [, line] = /findCaller\.test\.ts:(\d+)/.exec(new Error().stack!)!
  expect(Number(line) - lineno).toBeGreaterThan(50)
})

test.each([
  ['where the engine cuts stacks', () => {}],
  ['where it does not', () => Reflect.deleteProperty(Error, 'captureStackTrace')],
])('what is not on the stack has no caller, %s', (_, surround) => {
  surround()
  expect(findCaller(() => {}, 1)).toEqual({
    pathname: '(unknown file)',
    lineno: 0,
    funcName: '(unknown function)',
  })
  expect(callStack(() => {}, 1)).toBe('Stack (most recent call first):')
})

describe('the text of the stack', () => {
  function stackOf(stacklevel: number): string[] {
    const text = callStack(stackOf as Method, stacklevel)
    return text.split('\n')
  }

  test('starts with the caller that stacklevel means', () => {
    function inner(stacklevel: number): string[] {
      const lines = stackOf(stacklevel)
      return lines
    }
    function around(stacklevel: number): string[] {
      const lines = inner(stacklevel)
      return lines
    }
    expect(around(1)[0]).toBe('Stack (most recent call first):')
    expect(around(1)[1]).toMatch(/^ {4}at inner \(.*findCaller\.test\.ts:\d+:\d+\)$/)
    expect(around(2)[1]).toMatch(/^ {4}at around \(/)
    expect(around(1000)).toHaveLength(2)
  })

  test('has at most fifty frames', () => {
    function dig(depth: number): string[] {
      const lines = depth > 0 ? dig(depth - 1) : stackOf(1)
      return lines
    }
    expect(dig(100)).toHaveLength(51)
  })
})

/** Every way to log, each from a function whose name it is to find. */
const WAYS: Record<string, () => void> = {
  method: function method() {
    getLogger('a').warning('x')
  },
  alias: function alias() {
    getLogger('a').warn('x', { extra: { k: 1 } })
  },
  log: function log() {
    getLogger('a').log(35, 'x')
  },
  exception: function exception() {
    getLogger('a').exception('x', new Error('e'))
  },
  template: function template() {
    getLogger('a').error`x ${1}`
  },
  lazy: function lazy() {
    getLogger('a').error(() => 'x')
  },
  adapter: function adapter() {
    new LoggerAdapter(getLogger('a'), { k: 1 }).warning('x')
  },
  adapters: function adapters() {
    new LoggerAdapter(new LoggerAdapter(getLogger('a'))).log(35, 'x')
  },
  adapterException: function adapterException() {
    new LoggerAdapter(getLogger('a')).exception('x', new Error('e'))
  },
  module: function module() {
    root.warning('x')
  },
  moduleLog: function moduleLog() {
    root.log(35, 'x')
  },
  moduleException: function moduleException() {
    root.exception('x', new Error('e'))
  },
}

describe.each([
  ['as the engine is', () => {}],
  ['without captureStackTrace', () => Reflect.deleteProperty(Error, 'captureStackTrace')],
  [
    'with a captureStackTrace that does not cut',
    () => {
      Error.captureStackTrace = (holder) => {
        ;(holder as Error).stack = new Error().stack!
      }
    },
  ],
  [
    'with a captureStackTrace that throws',
    () => {
      Error.captureStackTrace = () => {
        throw new Error('no')
      }
    },
  ],
  ['with stackTraceLimit 0', () => (Error.stackTraceLimit = 0)],
  ['without stackTraceLimit', () => Reflect.deleteProperty(Error, 'stackTraceLimit')],
  ['with a prepareStackTrace that gives the calls', () => (Error.prepareStackTrace = (_, calls) => calls)],
  [
    'with a prepareStackTrace that throws',
    () => {
      Error.prepareStackTrace = () => {
        throw new Error('no')
      }
    },
  ],
  ['with a prepareStackTrace that gives another text', () => (Error.prepareStackTrace = () => 'nothing to see')],
])('%s', (_, surround) => {
  let list: ListHandler
  let seen: (string | null)[]

  beforeEach(() => {
    list = new ListHandler()
    list.addFilter((record) => Boolean(seen.push(record.funcName)))
    seen = []
    getLogger().addHandler(list)
    surround()
  })

  afterEach(() => resetLogging())

  test.each(Object.entries(WAYS))('the caller is found: %s', (name, call) => {
    const statics = Error as unknown as Record<string, unknown>
    const before = { limit: statics['stackTraceLimit'], prepare: statics['prepareStackTrace'] }
    call()
    expect(seen).toEqual([name])
    expect({ limit: statics['stackTraceLimit'], prepare: statics['prepareStackTrace'] }).toEqual(before)
  })

  test('a wrapper of the method’s own name is passed over by stacklevel, and only then', () => {
    class Loud extends Logger {
      override warning(msg: unknown, stacklevel: unknown): void {
        super.warning(msg, { stacklevel })
      }
    }
    setLoggerClass(Loud)
    const logger = getLogger('loud')
    function caller(): void {
      logger.warning('x' as string, 2)
      logger.warning('x' as string, 1)
    }
    caller()
    expect(seen).toEqual(['caller', 'warning'])
  })

  test('a handler that logs under the same name does not confuse', () => {
    function handle(): void {
      list.filters.length = 0
      list.addFilter((record) => {
        if (record.name === 'a') getLogger('b').warning('inner')
        return Boolean(seen.push(record.funcName))
      })
    }
    handle()
    function caller(): void {
      getLogger('a').warning('outer')
    }
    caller()
    expect(seen[1]).toBe('caller')
  })
})

describe('callers that are asked for again and again', () => {
  afterEach(() => resetLogging())

  function one(stacklevel: number): void {
    getLogger('habit').warning('x', { stacklevel })
  }
  function two(stacklevel: number): void {
    one(stacklevel)
  }

  test('are each its own call’s', () => {
    const list = new ListHandler()
    list.addFilter((record) => prepare(record))
    getLogger().addHandler(list)
    for (let i = 0; i < 10; i++) {
      one(1)
      two(2)
      two(1)
    }
    const names = list.records.map(({ funcName }) => funcName)
    expect(names).toEqual(Array.from({ length: 10 }, () => ['one', 'two', 'one']).flat())
    expect(new Set(list.records.map(({ lineno }) => lineno)).size).toBe(2)
  })

  test('are no attributes of a record before they are read', () => {
    const seen: boolean[] = []
    const list = new ListHandler()
    list.addFilter((record) => {
      seen.push(Object.keys(record).includes('lineno'))
      return record.lineno > 0
    })
    getLogger().addHandler(list)
    for (let i = 0; i < 10; i++) one(1)
    expect(seen).toEqual(seen.map(() => false))
    expect(list.records).toHaveLength(10)
  })

  test('are unknown again after the call, read or not', () => {
    const list = new ListHandler()
    let reads = true
    list.addFilter((record) => !reads || record.lineno > 0)
    getLogger().addHandler(list)
    for (let i = 0; i < 10; i++) one(1)
    reads = false
    for (let i = 0; i < 10; i++) one(1)
    expect(list.records.map(({ funcName }) => funcName)).toEqual([
      ...Array.from({ length: 10 }, () => 'one'),
      ...Array.from({ length: 10 }, () => '(unknown function)'),
    ])
  })

  test('leave what a logger’s own makeRecord says', () => {
    class Mine extends Logger {
      override makeRecord(...parameters: Parameters<Logger['makeRecord']>): ReturnType<Logger['makeRecord']> {
        return Object.assign(super.makeRecord(...parameters), { funcName: 'mine' })
      }
    }
    setLoggerClass(Mine)
    const list = new ListHandler()
    list.addFilter((record) => prepare(record))
    getLogger().addHandler(list)
    for (let i = 0; i < 10; i++) getLogger('mine').warning('x')
    expect(new Set(list.records.map(({ funcName }) => funcName))).toEqual(new Set(['mine']))
  })

  test('are right where a handler’s filter logs', () => {
    const list = new ListHandler()
    const names: (string | null)[] = []
    list.addFilter(function inner(record) {
      if (record.name === 'habit') getLogger('other').warning('y')
      return Boolean(names.push(record.funcName))
    })
    getLogger().addHandler(list)
    for (let i = 0; i < 5; i++) one(1)
    expect(names).toEqual(Array.from({ length: 5 }, () => ['inner', 'one']).flat())
  })
})

test('Error may be frozen', async () => {
  const frozen = Object.freeze(class extends Error {})
  vi.stubGlobal('Error', frozen)
  try {
    expect(user().funcName).toBe('user')
  } finally {
    vi.unstubAllGlobals()
  }
})

test('the tree is as it was after a search without captureStackTrace', () => {
  Reflect.deleteProperty(Error, 'captureStackTrace')
  const before = getLogger().manager
  getLogger().addHandler(new ListHandler())
  class Asking extends ListHandler {
    override emit(record: Parameters<ListHandler['emit']>[0]): void {
      void record.lineno
      super.emit(record)
    }
  }
  const asking = new Asking()
  getLogger('t').addHandler(asking)
  getLogger('t').critical('x')
  expect(getLogger().manager).toBe(before)
  expect(asking.records).toHaveLength(1)
  resetLogging()
})

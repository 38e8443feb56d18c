import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Keywords } from '../records/keywords.js'
import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { METHOD_LEVELS } from '../testing/methodLevels.js'
import { LoggerAdapter } from './adapter.js'
import type { Logger } from './logger.js'
import { getLogger } from './manager.js'

let log: Logger
let list: ListHandler
let processed: unknown[]

/** Says what it was asked to process. */
class Asking extends LoggerAdapter {
  override process(msg: unknown, kwargs: Keywords): [unknown, Keywords] {
    processed.push(msg)
    return super.process(msg, kwargs)
  }
}

beforeEach(() => {
  log = getLogger('app')
  list = new ListHandler()
  log.addHandler(list)
  processed = []
})
afterEach(resetLogging)

describe.each(METHOD_LEVELS)('%s', (method, level) => {
  test('at its level processes the call and logs it', () => {
    log.setLevel(level)
    new Asking(log, { tenant: 'acme' })[method]('said')
    expect(processed).toEqual(['said'])
    expect(list.records).toMatchObject([{ levelno: level, msg: 'said', tenant: 'acme', name: 'app' }])
  })

  test('below the level processes nothing', () => {
    log.setLevel(level + 1)
    new Asking(log)[method]('said')
    expect([processed, list.records]).toEqual([[], []])
  })

  test('gives a message that is an error to the record', () => {
    log.setLevel(level)
    const error = new Error('boom')
    new Asking(log)[method](error)
    expect(list.records[0]!.exc_info).toBe(error)
  })
})

test('log processes what passes, and no other call', () => {
  log.setLevel(25)
  const adapter = new Asking(log)
  adapter.log(24, 'below')
  adapter.log('INFO', 'below, by name')
  adapter.log(25, 'at')
  adapter.log('ERROR', 'above')
  expect(processed).toEqual(['at', 'above'])
  expect(list.records.map(({ levelno }) => levelno)).toEqual([25, 40])
})

test('an adapter that lets a call through is stopped by one below it, and by the logger', () => {
  class Open extends Asking {
    override isEnabledFor(): boolean {
      return true
    }
  }
  class Shut extends Asking {
    override isEnabledFor(): boolean {
      return false
    }
  }
  log.setLevel('ERROR')
  new Open(log).info('stopped by the logger')
  expect([processed, list.records]).toEqual([['stopped by the logger'], []])
  new Open(new Shut(log)).error('stopped by an adapter')
  expect([processed.slice(1), list.records]).toEqual([['stopped by an adapter'], []])
  new Open(new Open(log)).error('logged')
  expect([processed.slice(2), list.texts]).toEqual([['logged', 'logged'], ['logged']])
})

test('merge_extra has a call’s own extra beside the adapter’s; without it that is left out, as in Python', () => {
  const say = (merge_extra?: boolean): object => {
    new LoggerAdapter(log, { a: 1, b: 1 }, { ...(merge_extra !== undefined && { merge_extra }) }).error('x', {
      extra: { b: 2, c: 2 },
    })
    const { a, b, c } = list.records.at(-1)!
    return { a, b, c }
  }
  expect(say()).toEqual({ a: 1, b: 1, c: undefined })
  expect(say(false)).toEqual({ a: 1, b: 1, c: undefined })
  expect(say(true)).toEqual({ a: 1, b: 2, c: 2 })
  new LoggerAdapter(log, null, { merge_extra: true }).error('x', { extra: { c: 3 } })
  expect(list.records.at(-1)!['c']).toBe(3)
  new LoggerAdapter(log, { a: 4 }, { merge_extra: true }).error('x')
  expect(list.records.at(-1)!['a']).toBe(4)
})

test('what is no logger, and what is no extra, is refused', () => {
  for (const logger of [null, undefined, {}, 'app', { isEnabledFor: true }])
    expect(() => new LoggerAdapter(logger as never)).toThrow(TypeError)
  for (const extra of ['x', 5, true]) expect(() => new LoggerAdapter(log, extra as never)).toThrow(TypeError)
  for (const extra of [null, undefined, {}]) expect(new LoggerAdapter(log, extra).extra).toEqual(extra ?? null)
  expect(() => new LoggerAdapter(log, null, { merge: true } as never)).toThrow(
    "LoggerAdapter: unknown option 'merge'; there are: merge_extra",
  )
})

test('it passes on what is asked of its logger', () => {
  const adapter = new LoggerAdapter(new LoggerAdapter(log))
  adapter.setLevel('ERROR')
  expect([log.level, adapter.name, adapter.getEffectiveLevel()]).toEqual([40, 'app', 40])
  expect([adapter.isEnabledFor(39), adapter.isEnabledFor('ERROR'), adapter.hasHandlers()]).toEqual([false, true, true])
  log.removeHandler(list)
  expect(adapter.hasHandlers()).toBe(false)
  expect(adapter.manager).toBe(log.manager)
  expect([String(adapter), JSON.stringify({ adapter })]).toEqual([
    '<LoggerAdapter app (ERROR)>',
    '{"adapter":"<LoggerAdapter app (ERROR)>"}',
  ])
})

test('its manager is its logger’s, to set too', () => {
  const other = { ...log.manager } as typeof log.manager
  const { manager } = log
  try {
    new LoggerAdapter(log).manager = other
    expect(log.manager).toBe(other)
  } finally {
    log.manager = manager
  }
})

test('a process that throws, or gives no pair, is reported and logs nothing', () => {
  class Broken extends LoggerAdapter {
    override process(): never {
      throw new RangeError('cannot process')
    }
  }
  class Wrong extends LoggerAdapter {
    override process(): never {
      return undefined as never
    }
  }
  const said = captureStderr(() => {
    new Broken(log).error('x')
    new Wrong(log).error('x')
  })
  expect(list.records).toEqual([])
  expect(said).toContain('TypeError: ')
})

test.each<[string, object, object]>([
  [
    'a getter that throws leaves its mark',
    {
      get a() {
        throw new Error('no')
      },
      b: 1,
    },
    { a: "<getter of 'a' threw: no>", b: 1, c: 2 },
  ],
  ['an object whose keys cannot be read adds nothing', unreadable({ ownKeys: raise }), { c: 2 }],
  ['an object that cannot be read at all takes all with it', unreadable({ has: raise }), {}],
])('two extras that are merged lose no record: %s', (_, extra, attributes) => {
  captureStderr(() => new LoggerAdapter(log, extra, { merge_extra: true }).error('x', { extra: { c: 2 } }))
  expect(list.records).toHaveLength(1)
  const { a, b, c } = list.records[0]!
  expect({ a, b, c }).toEqual(attributes)
})

function unreadable(traps: ProxyHandler<object>): object {
  return new Proxy({}, traps)
}

function raise(): never {
  throw new Error('no')
}

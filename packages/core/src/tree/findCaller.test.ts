import { afterEach, expect, test } from 'vitest'
import { LoggerAdapter } from './adapter.js'
import { Logger } from './logger.js'
import { getLogger, setLoggerClass } from './manager.js'
import { prepare } from '../records/prepare.js'
import { ListHandler, resetLogging } from '../testing/index.js'

afterEach(() => resetLogging())

test.each([1, 2])('an overridden findCaller counts itself when it asks the base class: %d', (more) => {
  const list = new ListHandler()
  getLogger().addHandler(list)
  class Mine extends Logger {
    override findCaller(stack_info?: boolean, stacklevel?: number): [string, number, string, string | null] {
      const found = super.findCaller(stack_info, stacklevel! + more - 1)
      return found
    }
  }
  setLoggerClass(Mine)
  const log = getLogger('mine')
  function user(): void {
    log.warning('x')
    log.warning('x', { stack_info: true })
  }
  user()
  expect(list.records.map(({ funcName }) => funcName)).toEqual(
    more === 1 ? ['findCaller', 'findCaller'] : ['user', 'user'],
  )
  expect(list.records[1]!.stack_info).toMatch(more === 1 ? /first\):\n.*findCaller/ : /first\):\n.*user/)
})

test.each(['that cuts its stacks', 'that cannot cut them'])(
  "an adapter's own log is no caller in an engine %s",
  (engine) => {
    const { captureStackTrace } = Error
    const list = new ListHandler()
    list.addFilter((record) => prepare(record))
    getLogger().addHandler(list)
    let calls = 0
    class Mine extends LoggerAdapter {
      override log(level: number, msg: unknown, ...args: unknown[]): void {
        calls++
        getLogger('mine').log(level, `styled ${String(msg)}`, ...args)
      }
    }
    const adapter = new Mine(getLogger('mine'))
    function user(): void {
      adapter.warning('x', { stacklevel: 2 })
    }
    try {
      if (engine === 'that cannot cut them') Reflect.deleteProperty(Error, 'captureStackTrace')
      user()
    } finally {
      Error.captureStackTrace = captureStackTrace
    }
    expect(list.records.map(({ funcName }) => funcName)).toEqual(['user'])
    expect(calls).toBe(1)
    expect(list.texts).toEqual(['styled x'])
  },
)

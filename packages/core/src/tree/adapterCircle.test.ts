import { captureStderr, ListHandler, resetLogging } from '../testing/index.js'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { LoggerAdapter } from './adapter.js'
import { getLogger } from './manager.js'

let list: ListHandler
beforeEach(() => {
  list = new ListHandler()
  getLogger().addHandler(list)
})
afterEach(resetLogging)

/** So many adapters, each the next one's logger, and the last one the first one's. */
function circleOf(count: number, Adapter: typeof LoggerAdapter = LoggerAdapter): LoggerAdapter {
  const first = new Adapter(getLogger('app'))
  let last = first
  for (let i = 1; i < count; i++) last = new Adapter(last)
  Object.assign(first, { logger: last })
  return last
}

class Eager extends LoggerAdapter {
  override isEnabledFor(): boolean {
    return true
  }
}

class Own extends LoggerAdapter {
  override log(level: number | string, msg: unknown, ...args: unknown[]): void {
    super.log(level, msg as string, ...(args as []))
  }
}

const METHODS = ['debug', 'info', 'warning', 'warn', 'error', 'exception', 'critical', 'fatal'] as const
const TOLD = "an adapter's logger leads back to the adapter: write new LoggerAdapter(getLogger(name), extra)"

describe.each([1, 2, 3, 50])('a circle of %d adapters', (count) => {
  test.each(METHODS)('%s tells it and throws nothing', (method) => {
    const told = captureStderr(() => circleOf(count)[method]('x'))
    expect(told).toBe(`--- Logging error ---\nRangeError: ${TOLD}\n`)
    expect(list.texts).toEqual([])
  })

  test.each([20, 'INFO', 2 ** 40])('so does log at %s', (level) => {
    expect(captureStderr(() => circleOf(count).log(level, 'x'))).toContain('RangeError: ')
  })

  test('so do adapters that let every level through', () => {
    expect(captureStderr(() => circleOf(count, Eager).info('x'))).toContain(TOLD)
  })

  test('so do adapters with a log of their own', () => {
    expect(captureStderr(() => circleOf(count, Own).info('x'))).toContain('RangeError: ')
  })

  test('later calls are as before', () => {
    captureStderr(() => circleOf(count).error('x'))
    getLogger('app').error('y')
    expect(list.texts).toEqual(['y'])
  })
})

test('what cannot be asked for its class goes no further', () => {
  class Hostile extends LoggerAdapter {
    override process(): never {
      const { proxy, revoke } = Proxy.revocable({}, {})
      revoke()
      throw proxy
    }
  }
  const adapter = new Hostile(getLogger('app'))
  expect(() => captureStderr(() => adapter.error('x'))).not.toThrow()
})

test('many adapters over one another are no circle', () => {
  let adapter = new LoggerAdapter(getLogger('app'), { id: 7 }, { merge_extra: true })
  for (let i = 0; i < 200; i++) adapter = new LoggerAdapter(adapter, { id: i }, { merge_extra: true })
  expect(captureStderr(() => adapter.error('x'))).toBe('')
  expect(list.records.map(({ id }) => id)).toEqual([199])
})

import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { Handler } from '../handlers/handler.js'
import { shutdown } from '../handlers/shutdown.js'
import { captureStderr, resetLogging } from '../testing/index.js'
import { LoggerAdapter } from '../tree/adapter.js'
import { getLogger } from '../tree/manager.js'
import { toWireLine } from '../wire/wire.js'
import { settings } from './settings.js'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  resetLogging()
})

const record = (more: object = {}): LogRecord =>
  makeLogRecord({ name: 'n', levelno: 20, levelname: 'INFO', msg: 'm', ...more })

/** Reports so many failures of one handler, each with a text of its own. */
function fail(handler: Handler, count: number, text = (i: number) => `failure ${i}`): void {
  for (let i = 0; i < count; i++) handler.handleError(record(), new Error(text(i)))
}

const reports = (said: string): number => said.split('--- Logging error ---').length - 1

test('a record whose getters throw does not hide what failed', () => {
  const broken = Object.defineProperty(record(), 'args', {
    get() {
      throw new TypeError('mine')
    },
  })
  const said = captureStderr(() => new Handler().handleError(broken, new Error('failed')))
  expect(said).toContain('Error: failed')
  expect(said).not.toContain('No room')
})

describe('a flood of failures', () => {
  test('is cut, whatever their texts, and counted when it ends', () => {
    const said = captureStderr(() => {
      fail(new Handler(), 10_000)
      vi.advanceTimersByTime(5000)
    })
    expect(reports(said)).toBe(50)
    expect(said).toMatch(/\n\(9950 more like the last ones\)\n$/)
    expect(said.length).toBeLessThan(100_000)
  })

  test('is counted at shutdown, once', async () => {
    const handler = new Handler()
    const said = captureStderr(() => {
      fail(handler, 60)
      void shutdown([])
      vi.advanceTimersByTime(5000)
      fail(handler, 1)
    })
    expect(said.match(/\(\d+ more like the last ones\)/g)).toEqual(['(10 more like the last ones)'])
    expect(reports(said)).toBe(51)
  })

  test('is counted by the next report where that comes first', () => {
    const handler = new Handler()
    const said = captureStderr(() => {
      fail(handler, 4, () => 'disk full')
      vi.setSystemTime(Date.now() + 6000)
      fail(handler, 1, () => 'disk full')
      vi.advanceTimersByTime(6000)
    })
    expect(said.match(/\(\d+ more like the last ones\)\n---/g)).toEqual(['(3 more like the last ones)\n---'])
    expect(said.match(/more like/g)).toHaveLength(1)
  })

  test('is not counted where failures are not told', () => {
    const said = captureStderr(() => {
      const handler = new Handler()
      fail(handler, 2, () => 'disk full')
      settings.raiseExceptions = false
      vi.advanceTimersByTime(5000)
      settings.raiseExceptions = true
    })
    expect(said).not.toContain('more like')
  })

  test('of adapters, one for each request, is that of their logger', () => {
    class Broken extends LoggerAdapter {
      override process(): never {
        throw new Error('no context')
      }
    }
    const said = captureStderr(() => {
      for (let i = 0; i < 100; i++) new LoggerAdapter(new Broken(getLogger('app'))).error('x')
      for (let i = 0; i < 100; i++) new LoggerAdapter(getLogger('app')).log(1.5, 'x')
    })
    expect(reports(said)).toBe(2)
  })

  test('of records on a wire is one', () => {
    const said = captureStderr(() => {
      for (let i = 0; i < 100; i++) toWireLine(record({ msg: '%d', args: ['x'] }))
    })
    expect(reports(said)).toBe(1)
  })
})

test('a clock that is set back keeps nothing quiet', () => {
  const handler = new Handler()
  const said = captureStderr(() => {
    fail(handler, 2, () => 'disk full')
    vi.setSystemTime(Date.now() - 3_600_000)
    fail(handler, 2, () => 'disk full')
  })
  expect(reports(said)).toBe(2)
})

test('a report shows the beginning of a long call', () => {
  const long = 'x'.repeat(1_000_000)
  const said = captureStderr(() =>
    new Handler().handleError(record({ msg: `${long}%d`, args: [long, ...Array(10_000).fill('y')] }), new Error('e')),
  )
  expect(said.length).toBeLessThan(5000)
  expect(said).toMatch(/^Message: 'x{999}\.\.\.$/m)
})

test.each([
  [1000, true],
  [1001, false],
])('a message of %d characters that does not merge has a hint: %j', (length, has) => {
  const about = record({ msg: 'x'.repeat(length), args: [1] })
  const said = captureStderr(() => {
    try {
      about.getMessage()
    } catch (error) {
      new Handler().handleError(about, error)
    }
  })
  expect(said).toContain('TypeError: not all arguments converted during string formatting')
  expect(said.includes('(write %s for an argument')).toBe(has)
})

test('a clock that throws is what is reported, not the end of the stack', () => {
  const now = vi.spyOn(Date, 'now').mockImplementation(() => {
    throw new Error('no clock')
  })
  const said = captureStderr(() => getLogger('clockless').error('x'))
  now.mockRestore()
  expect(said).toContain('Error: no clock')
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { handlerRegistry } from '../handlers/handler.js'
import { flush, shutdown } from '../handlers/shutdown.js'
import { captureStderr } from '../testing/captureStderr.js'
import { ListHandler } from '../testing/listHandler.js'
import { resetLogging } from '../testing/realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { ThrottleFilter, type ThrottleFilterOptions } from './throttleFilter.js'

let log: Logger
let list: ListHandler

beforeEach(() => {
  vi.useFakeTimers({ now: 1e12 })
  log = getLogger('app')
  log.setLevel('DEBUG')
  list = new ListHandler()
  log.addHandler(list)
})
afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

function throttle(options: ThrottleFilterOptions): ThrottleFilter {
  const filter = new ThrottleFilter(options)
  list.addFilter(filter)
  return filter
}

const said = (): string[] => list.records.map((record) => record.getMessage())

test('so many of a template pass, and one record says how many were left out', () => {
  throttle({ limit: 2, seconds: 10 })
  for (let n = 0; n < 5; n++) log.warning('user %d not found', n)
  for (let n = 0; n < 3; n++) log.warning('other %d', n, { tenant: n })
  log.error('user %d not found', 9)
  expect(said()).toEqual(['user 0 not found', 'user 1 not found', 'other 0', 'other 1', 'user 9 not found'])
  list.records.length = 0
  vi.advanceTimersByTime(10_000)
  expect(said()).toEqual(["3 more records in 10 s like 'user %d not found'", "1 more records in 10 s like 'other %d'"])
  expect(list.records[0]).toMatchObject({ name: 'app', levelname: 'WARNING', left_out: 3 })
  log.warning('user %d not found', 7)
  expect(said().at(-1)).toBe('user 7 not found')
  vi.advanceTimersByTime(60_000)
  expect(list.records).toHaveLength(3)
})

test('a record of the next period brings the summary of the last', () => {
  throttle({ limit: 1, seconds: 10 })
  log.info('x')
  log.info('x')
  vi.setSystemTime(1e12 + 10_000)
  log.info('x')
  expect(said()).toEqual(['x', "1 more records in 10 s like 'x'", 'x'])
})

test('by logger, or by what a function says', () => {
  throttle({ limit: 1, by: 'logger' })
  log.info('a')
  log.info('b')
  log.getChild('db').info('c')
  expect(said()).toEqual(['a', 'c'])
  list.filters.length = list.records.length = 0
  throttle({ limit: 1, by: (record) => record['tenant'] })
  for (const tenant of [1, 2, 1]) log.info('t%d', tenant, { extra: { tenant } })
  expect(said()).toEqual(['t1', 't2'])
})

test('on a logger', () => {
  log.addFilter(new ThrottleFilter({ limit: 0, seconds: 1 }))
  log.info('x')
  expect(said()).toEqual([])
  vi.advanceTimersByTime(1000)
  expect(said()).toEqual(["1 more records in 1 s like 'x'"])
})

test('flush says it now', () => {
  const filter = throttle({ limit: 0 })
  log.info('x')
  filter.flush()
  filter.flush()
  expect(said()).toEqual(["1 more records in 60 s like 'x'"])
  expect(vi.getTimerCount()).toBe(0)
})

test('kinds without end are bounded', () => {
  const filter = throttle({ limit: 0 })
  for (let n = 0; n < 3000; n++) log.info(`kind ${n}`)
  expect(list.records).toHaveLength(2000)
  filter.flush()
  expect(list.records).toHaveLength(3000)
  expect((filter as unknown as { kinds: Map<unknown, unknown> }).kinds.size).toBe(0)
})

test('a clock that is set back ends a period', () => {
  throttle({ limit: 1 })
  log.info('x')
  vi.setSystemTime(1e12 - 3_600_000)
  log.info('x')
  expect(said()).toEqual(['x', 'x'])
})

test('a function that throws costs the record alone, and is reported', () => {
  throttle({
    by: () => {
      throw new Error('no')
    },
  })
  expect(captureStderr(() => log.info('x'))).toContain('Error: no')
  expect(said()).toEqual([])
})

test.each([
  [{ limit: -1 }, 'limit: expected a whole number from 0 on, not -1'],
  [{ seconds: 0 }, 'seconds: expected a number above 0, not 0'],
  [{ by: 'level' }, "by: expected 'template', 'logger' or a function, not 'level'"],
  [{ per: 1 }, "ThrottleFilter: unknown option 'per'; there are: limit seconds by"],
])('%j is refused', (options, message) => {
  expect(() => new ThrottleFilter(options as never)).toThrow(message)
})

test.each([
  ['shutdown', shutdown],
  ['flush', flush],
])('%s says what was left out, before the handlers are closed', async (_name, end) => {
  throttle({ limit: 1 })
  // Made after the filter: of the handlers, the newest is closed first.
  const later = new ListHandler()
  const close = vi.spyOn(later, 'close').mockImplementation(() => log.removeHandler(later))
  log.addHandler(later)
  for (let n = 0; n < 1000; n++) log.error('disk full')
  await end()
  expect(said()).toEqual(['disk full', "999 more records in 60 s like 'disk full'"])
  expect(later.records.at(-1)!.getMessage()).toBe(said()[1])
  expect(close).toHaveBeenCalledTimes(end === shutdown ? 1 : 0)
})

test('a flush does not end the period, and nothing is said twice', async () => {
  throttle({ limit: 1, seconds: 10 })
  for (let n = 0; n < 3; n++) log.error('disk full')
  await flush()
  log.error('disk full')
  await flush()
  await flush()
  expect(said().slice(1)).toEqual([
    "2 more records in 10 s like 'disk full'",
    "1 more records in 10 s like 'disk full'",
  ])
  vi.advanceTimersByTime(20_000)
  expect(said()).toHaveLength(3)
})

test('a filter with nothing to say is held by nobody', () => {
  const open = handlerRegistry.open.size
  const filter = throttle({ limit: 1, seconds: 10 })
  for (let n = 0; n < 3; n++) log.error('disk full')
  expect(handlerRegistry.open.size).toBe(open + 1)
  vi.advanceTimersByTime(10_000)
  expect(handlerRegistry.open.size).toBe(open)
  for (let n = 0; n < 3; n++) log.error('disk full')
  filter.flush()
  expect(handlerRegistry.open.size).toBe(open)
})

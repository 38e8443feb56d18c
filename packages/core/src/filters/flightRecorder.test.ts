import { afterEach, beforeEach, expect, test } from 'vitest'
import { context } from '../context/context.js'
import { ContextFilter } from '../context/contextFilter.js'
import { ListHandler } from '../testing/listHandler.js'
import { resetLogging } from '../testing/realmState.js'
import type { Logger } from '../tree/logger.js'
import { getLogger } from '../tree/manager.js'
import { FlightRecorder } from './flightRecorder.js'

let log: Logger
let list: ListHandler

beforeEach(() => {
  log = getLogger('app')
  log.setLevel('DEBUG')
  list = new ListHandler()
})
afterEach(resetLogging)

function record(capacity: number, options = {}): FlightRecorder {
  const recorder = new FlightRecorder(capacity, { target: list, ...options })
  log.addHandler(recorder)
  return recorder
}

const said = (): string[] => list.records.map((one) => one.getMessage())

test('an error brings what was kept of its request, before it', () => {
  record(10)
  context.run({ request_id: 1 }, () => log.debug('a1'))
  context.run({ request_id: 2 }, () => log.debug('b1'))
  context.run({ request_id: 1 }, () => {
    log.info('a2')
    log.debug('a3')
    log.error('a4')
    log.error('a5')
  })
  expect(said()).toEqual(['a2', 'a1', 'a3', 'a4', 'a5'])
  context.run({ request_id: 2 }, () => log.critical('b2'))
  expect(said().slice(5)).toEqual(['b1', 'b2'])
})

test('the last ones of each request, and so many requests', () => {
  record(2, { requests: 2 })
  for (const request_id of [1, 2, 3])
    for (const n of [1, 2, 3]) context.run({ request_id }, () => log.debug('%d.%d', request_id, n))
  for (const request_id of [1, 2, 3]) context.run({ request_id }, () => log.error('failed %d', request_id))
  expect(said()).toEqual(['failed 1', '2.2', '2.3', 'failed 2', '3.2', '3.3', 'failed 3'])
})

test('what is of no request is kept together', () => {
  record(10)
  log.debug('a')
  context.run({ request_id: 1 }, () => log.error('of another'))
  log.error('b')
  expect(said()).toEqual(['of another', 'a', 'b'])
})

test('records know where they were logged, and in which context', () => {
  const recorder = record(10)
  recorder.addFilter(new ContextFilter())
  context.run({ request_id: 1 }, () => {
    log.debug('kept')
    log.error('failed')
  })
  expect(list.records.map((one) => one['request_id'])).toEqual([1, 1])
  expect(list.records[0]!.filename).toBe('flightRecorder.test.ts')
})

test('levels are options, and the target has its own', () => {
  record(10, { passLevel: 'WARNING', flushLevel: 'CRITICAL' })
  list.setLevel('INFO')
  log.debug('a')
  log.info('b')
  log.warning('c')
  log.error('d')
  log.critical('e')
  expect(said()).toEqual(['c', 'd', 'b', 'e'])
})

test('without a target it drops; closed it drops what it keeps, and passes on what comes', () => {
  const recorder = record(10, { target: null })
  log.error('a')
  recorder.setTarget(list)
  log.debug('b')
  void recorder.close()
  log.error('c')
  expect(said()).toEqual(['c'])
})

test.each([
  [0, {}, 'capacity: expected a whole number from 1 on, not 0'],
  [1, { requests: 0 }, 'requests: expected a whole number from 1 on, not 0'],
  [1, { target: {} }, 'expected a Handler, not {}'],
  [1, { size: 1 }, "FlightRecorder: unknown option 'size'; there are: target passLevel flushLevel requests by"],
])('%j, %j is refused', (capacity, options, message) => {
  expect(() => new FlightRecorder(capacity, options as never)).toThrow(message)
})

test('the target may be set later, and taken away', () => {
  const recorder = record(10, { target: null })
  log.info('nowhere')
  expect(recorder.target).toBeNull()
  recorder.setTarget(list)
  expect(recorder.target).toBe(list)
  log.info('here')
  recorder.setTarget(null)
  log.info('nowhere again')
  expect(said()).toEqual(['here'])
  expect(() => recorder.setTarget({} as never)).toThrow(TypeError)
  expect(recorder.target).toBeNull()
})

test('the defaults, and the numbers that a capacity may have', () => {
  expect(new FlightRecorder(1, { target: list })).toMatchObject({ capacity: 1, passLevel: 20, flushLevel: 40 })
  expect(() => new FlightRecorder(0, { target: list })).toThrow('capacity: expected a whole number from 1 on, not 0')
  expect(() => record(1, { requests: 0 })).toThrow('requests: expected a whole number from 1 on, not 0')
  expect(() => record(1, { target: undefined })).toThrow('target: expected the Handler that the records go to')
  expect(() => record(1, { colour: 1 })).toThrow(
    "FlightRecorder: unknown option 'colour'; there are: target passLevel flushLevel requests by",
  )
})

import { makeLogRecord } from '@treeline/core'
import { ListHandler, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { watchHandler } from './watchHandler.js'

afterEach(() => resetLogging())

class Failing extends ListHandler {
  override emit(record: ReturnType<typeof makeLogRecord>): void {
    this.handleError(record, new Error('no'))
  }
  override handleError(..._failure: Parameters<ListHandler['handleError']>): void {}
}

test('each sees what fails while it looks on, and the handler is as before when all have stopped', () => {
  const handler = new Failing()
  const record = makeLogRecord({ msg: 'x' })
  const first = watchHandler(handler)
  const second = watchHandler(handler)
  handler.handle(record)
  first.stop()
  handler.handle(makeLogRecord({ msg: 'y' }))
  second.stop()
  expect([first.failed.size, second.failed.size]).toEqual([1, 2])
  expect(Object.keys(handler)).not.toContain('emit')
  expect(Object.hasOwn(handler, 'emit')).toBe(false)
})

test('who has stopped, and stops again, ends nobody else', () => {
  const handler = new Failing()
  const first = watchHandler(handler)
  first.stop()
  const second = watchHandler(handler)
  first.stop()
  handler.handle(makeLogRecord({ msg: 'x' }))
  const third = watchHandler(handler)
  handler.handle(makeLogRecord({ msg: 'y' }))
  expect([second.failed.size, third.failed.size]).toEqual([2, 1])
  second.stop()
  third.stop()
  expect(Object.hasOwn(handler, 'handleError')).toBe(false)
})

test('who puts a method of their own in the place of a watched one keeps it', () => {
  const handler = new Failing()
  const watch = watchHandler(handler)
  const records: unknown[] = []
  const own = (record: unknown): void => void records.push(record)
  handler.emit = own
  handler.handle(makeLogRecord({ msg: 'x' }))
  watch.stop()
  expect([handler.emit, records.length, watch.failed.size]).toEqual([own, 1, 0])
})

test('a method that a handler had of its own comes back', () => {
  const handler = new Failing()
  const own = (): void => {}
  handler.emit = own
  const watch = watchHandler(handler)
  expect(handler.emit).not.toBe(own)
  watch.stop()
  expect(Object.getOwnPropertyDescriptor(handler, 'emit')).toEqual({
    value: own,
    writable: true,
    enumerable: true,
    configurable: true,
  })
})

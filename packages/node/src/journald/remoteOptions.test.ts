import { makeLogRecord } from '@treeline/core'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import { JournalRemoteHandler } from './journalRemoteHandler.js'

afterEach(resetLogging)

const URL_ = 'http://logs.example.org:19532/upload'

test.each<[object, string]>([
  [{ identifier: '' }, "identifier: expected a name without control characters, not ''"],
  [{ timeoutMs: 0 }, 'timeoutMs: expected a number above 0, not 0'],
  [{ flushIntervalMs: 0 }, 'flushIntervalMs: expected a number above 0, not 0'],
  [{ capacity: 0 }, 'capacity: expected a whole number from 1 on, not 0'],
  [{ maxQueueRecords: 0 }, 'maxQueueRecords: expected a whole number from 1 on, not 0'],
  [{ tls: null }, "tls: expected an object with options of Node's tls.connect, not null"],
  [{ tls: 5 }, "tls: expected an object with options of Node's tls.connect, not 5"],
  [{ flushLevel: 'LOUD' }, "flushLevel: Unknown level: 'LOUD'"],
])('%j is refused', (options, message) => {
  let text = ''
  try {
    text = String(new JournalRemoteHandler(URL_, options))
  } catch (error) {
    text = (error as Error).message
  }
  expect(text).toBe(message)
})

test('the defaults, and the level from which records are sent at once', () => {
  const handler = new JournalRemoteHandler(URL_)
  expect(handler.flushLevel).toBe(40)
  expect(Reflect.get(handler, 'upload')).toMatchObject({ tls: {}, timeoutMs: 15_000 })
  handler.flushLevel = 'INFO'
  expect(handler.flushLevel).toBe(20)
  expect(() => (handler.flushLevel = 'LOUD')).toThrow(RangeError)
  expect(new JournalRemoteHandler(URL_, { capacity: 1, maxQueueRecords: 1, flushLevel: 10 }).flushLevel).toBe(10)
})

test('what was dropped is an entry before the others', () => {
  const handler = new JournalRemoteHandler(URL_, { identifier: 'shop' })
  const record = makeLogRecord({ msg: 'x' })
  const make = (dropped: number): { body: Uint8Array } =>
    Reflect.apply(Reflect.get(handler, 'makeBatch') as () => never, handler, [
      [{ record, bytes: Buffer.from('entry\n\n') }],
      dropped,
    ])
  expect(Buffer.from(make(0).body).toString()).toBe('entry\n\n')
  expect(Buffer.from(make(2).body).toString()).toMatch(
    /\nSYSLOG_IDENTIFIER=shop\nPRIORITY=4\nMESSAGE=2 records were dropped: too many waited to be sent\n\nentry\n\n$/,
  )
})

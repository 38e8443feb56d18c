import { makeLogRecord } from '@treeline/core'
import { captureStderr, realmState, resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test } from 'vitest'
import type { Transport } from './transport.js'
import { TransportHandler } from './transportHandler.js'

afterEach(resetLogging)

/** Gives up so many records when it is closed. */
class Postal extends TransportHandler {
  protected override readonly place = 'post:1'
  readonly sent: string[] = []
  readonly told: string[] = []
  protected override readonly transport: Transport

  constructor(lost: number) {
    super()
    this.transport = {
      retryTime: null,
      send: (chunk) => void this.sent.push(Buffer.from(chunk).toString()),
      reconnect: () => void this.sent.push('(connect)'),
      reset: () => undefined,
      stats: () => ({ queued: 3, inFlight: 2, dropped: 1 }),
      flush: () => Promise.resolve(),
      close: () => Promise.resolve(lost),
      deliverAtExit: () => void this.sent.push('(exit)'),
    }
  }

  override emit(): void {
    this.transmit(Buffer.from('record'))
  }

  override tell(what: string): void {
    super.tell(what)
    this.told.push(what)
  }

  override tellDown(error: unknown): void {
    super.tellDown(error)
  }
}

test('its name says where records go, and its level', () => {
  const handler = new Postal(0)
  handler.setLevel('WARNING')
  expect(String(handler)).toBe('<Postal post:1 (WARNING)>')
})

test('the transport opens its socket, counts, and is asked at the end', () => {
  const handler = new Postal(0)
  handler.createSocket()
  handler.handle(makeLogRecord({}))
  handler.deliverAtExit()
  expect(handler.sent).toEqual(['(connect)', 'record', '(exit)'])
  expect(handler.stats()).toEqual({ queued: 3, inFlight: 2, dropped: 1 })
})

test('closed, it is open again for the process’s end with the next record', async () => {
  const handler = new Postal(0)
  await handler.close()
  expect(realmState.handlers.open.has(handler)).toBe(false)
  handler.handle(makeLogRecord({}))
  expect(realmState.handlers.open.has(handler)).toBe(true)
})

test.each([
  [new Error('gone'), 'gone'],
  ['gone', 'gone'],
  [undefined, 'undefined'],
])('an outage by %o says why', (error, why) => {
  const handler = new Postal(0)
  const [, line] = captureStderr(() => handler.tellDown(error)).split('\n')
  expect(line).toBe(`Error: post:1: records wait: ${why}`)
})

test.each([
  [0, []],
  [1, ['closed, and 1 records were not delivered']],
])('of %d given up at its end it tells %j', async (lost, told) => {
  const handler = new Postal(lost)
  await handler.close()
  expect(handler.told).toEqual(told)
})

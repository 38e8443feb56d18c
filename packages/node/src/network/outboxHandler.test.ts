import { type LogRecord, makeLogRecord } from '@treeline/core'
import { platform } from '@treeline/core/internal'
import { resetLogging } from '@treeline/core/testing'
import { afterEach, expect, test, vi } from 'vitest'
import { Outbox, type Taken } from './outbox.js'
import { OutboxHandler, recordsIn } from './outboxHandler.js'

afterEach(() => {
  vi.restoreAllMocks()
  resetLogging()
})

class Refused extends OutboxHandler {
  protected readonly outbox: Outbox<LogRecord, LogRecord[]>

  constructor(isPermanent: boolean) {
    super()
    this.outbox = new Outbox(
      { capacity: 5, flushIntervalMs: 60_000, maxQueueRecords: 100 },
      {
        make: (records) => [...records],
        send: () => Promise.reject(new Error('no')),
        isPermanent: () => isPermanent,
        failed: ([first], error, lost) => this.tellFailure(first!, error, lost),
      },
    )
  }

  protected override sendLast(last: readonly Taken<LogRecord[]>[]): number {
    return recordsIn(last)
  }

  override emit(record: LogRecord): void {
    this.outbox.add(record)
    this.added()
  }
}

test.each([
  // Five are refused and told together, then two.
  [true, ['5 records were not delivered', '2 records were not delivered']],
  [false, ['7 records were not delivered']],
])('what is lost is counted, whether it is refused for good: %s', async (isPermanent, counts) => {
  const write = vi.spyOn(platform().stderr, 'write').mockReturnValue(undefined as never)
  const handler = new Refused(isPermanent)
  for (let i = 0; i < 7; i++) handler.handle(makeLogRecord({ msg: `record ${i}` }))
  await handler.close()
  const said = write.mock.calls.join('')
  expect(said).toContain('Error: no')
  expect(said.match(/\d+ records were not delivered/g)).toEqual(counts)
  expect(handler.stats()).toEqual({ queued: 0, inFlight: 0 })
})

test('at the end of the process all that waits is sent at once; what is not sent goes on being counted', () => {
  class Leaving extends Refused {
    readonly sizes: number[] = []
    override sendLast(last: readonly Taken<LogRecord[]>[]): number {
      this.sizes.push(recordsIn(last))
      if (this.sizes.length === 2) throw new Error('no thread')
      return 1
    }
  }
  const write = vi.spyOn(platform().stderr, 'write').mockReturnValue(undefined as never)
  const handler = new Leaving(false)
  handler.deliverAtExit()
  expect(handler.sizes).toEqual([])
  for (let i = 0; i < 3; i++) handler.handle(makeLogRecord({ msg: 'x' }))
  handler.deliverAtExit()
  expect(handler.sizes).toEqual([3])
  expect(handler.stats()).toEqual({ queued: 1, inFlight: 0 })
  handler.handle(makeLogRecord({ msg: 'x' }))
  handler.deliverAtExit()
  expect(handler.stats()).toEqual({ queued: 2, inFlight: 0 })
  expect(write.mock.calls.join('')).toContain('Error: no thread')
})

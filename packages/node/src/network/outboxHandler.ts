import { Handler, type LogRecord } from '@treeline/core'
import { fail, isExiting, register, report } from '@treeline/core/internal'
import { plainError } from '../files/plainError.js'
import type { Outbox, Taken } from './outbox.js'

/** The counts of records that a handler still has to send. */
export interface OutboxStats {
  /** The records that wait. */
  readonly queued: number
  /** The records that are on their way. */
  readonly inFlight: number
}

/** The base class of handlers that send records in batches: SMTPHandler, JournalRemoteHandler and NTEventLogHandler. */
export abstract class OutboxHandler extends Handler {
  /** @internal */
  protected abstract readonly outbox: Pick<Outbox<never, unknown>, 'flush' | 'stats' | 'takeAll'>
  /** The number of records that could not be sent at the end of the process. */
  private unsent = 0
  private wasClosed = false

  /** @internal Sends batches before it returns: the process ends. Returns how many of their records were not sent. */
  protected abstract sendLast(last: readonly Taken<unknown>[]): number

  /** @internal Called when something was put into the outbox. */
  protected added(): void {
    if (this.wasClosed) register(this)
    if (isExiting()) this.deliverAtExit()
  }

  /** @internal Sends what waits before it returns: the process ends. */
  deliverAtExit(): void {
    const last = this.outbox.takeAll()
    if (last.length === 0) return
    try {
      this.unsent += this.sendLast(last)
    } catch (error) {
      this.unsent += recordsIn(last)
      report(this, error)
    }
  }

  /** Sends what waits. Resolves when everything is sent, or an attempt has failed. Never rejects. */
  override flush(): Promise<void> {
    return this.outbox.flush()
  }

  /** Forgets the handler, and reports how many records could not be sent. Resolves as `flush` does. */
  override async close(): Promise<void> {
    this.wasClosed = true
    void super.close()
    await this.flush()
    this.tellLost(recordsIn(this.outbox.takeAll()))
  }

  /** @internal Reports a batch that failed by its first record, and how many of its records are lost. */
  protected tellFailure(record: LogRecord, error: unknown, lost: number): void {
    fail(this, record, error)
    if (lost > 1) this.tellLost(lost)
  }

  private tellLost(count: number): void {
    if (count > 0) report(this, plainError(`${count} records were not delivered`, ''))
  }

  /** Returns how many records wait, and how many are on their way. */
  stats(): OutboxStats {
    const { queued, inFlight } = this.outbox.stats()
    return { queued: queued + this.unsent, inFlight }
  }
}

/** Returns how many records are in batches. */
export function recordsIn(batches: readonly Taken<unknown>[]): number {
  return batches.reduce((sum, { size }) => sum + size, 0)
}

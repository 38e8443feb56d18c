import { Handler } from '@treeline/core'
import type { Outbox } from './outbox.js'

/** How many records a handler still has to send. */
export interface OutboxStats {
  /** Those that wait. */
  readonly queued: number
  /** Those that are on their way. */
  readonly inFlight: number
}

/** A handler that sends records in batches: what SMTPHandler, JournalRemoteHandler and NTEventLogHandler have in common. */
export abstract class OutboxHandler extends Handler {
  /** @internal */
  protected abstract readonly outbox: Pick<Outbox<never, unknown>, 'flush' | 'stats'>
  /** @internal How many records could not be sent at the end of the process. */
  protected unsent = 0

  /** Sends what waits. Resolves when all of it is sent, or an attempt has failed. Never rejects. */
  override flush(): Promise<void> {
    return this.outbox.flush()
  }

  /** Forgets the handler; resolves as `flush` does. */
  override close(): Promise<void> {
    void super.close()
    return this.flush()
  }

  /** Returns how many records wait, and how many are on their way. */
  stats(): OutboxStats {
    const { queued, inFlight } = this.outbox.stats()
    return { queued: queued + this.unsent, inFlight }
  }
}

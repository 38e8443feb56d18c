import { catchRejection } from '@treeline/core/internal'
import type { ReceiverOptions } from './receiverOptions.js'
import type { RefusalReason } from './requests/refusal.js'

/** The counts of a receiver, since it was made. */
export interface ReceiverStats {
  /** Batches and form posts that were taken. */
  batches: number
  /** Records handed to their loggers. */
  records: number
  /** Records that had arrived before, and were skipped. */
  duplicates: number
  /** Records below the receiver's level. */
  dropped: number
  /** Lines that were no record, and lines that the header counted but the body lacked. */
  bad: number
  /** Records on which a logger's filter threw. */
  failed: number
  /** Flushes of handlers that threw, or took longer than `acknowledgeTimeoutMs`. */
  unflushed: number
  /** Records that the senders reported as lost. */
  lost: number
  /** Records that pages could not send when they were left. They come later, or not at all. */
  left: number
  /** Sources that are remembered now. */
  sources: number
  /** Bytes that requests take now, as `maxBytesInProgress` counts them. */
  bytesInProgress: number
  /** Refused requests, by reason. */
  refused: Partial<Record<RefusalReason, number>>
}

/** Counts for a receiver, and reports errors to the application. */
export class Stats {
  readonly counts: Omit<ReceiverStats, 'sources' | 'bytesInProgress'> = {
    batches: 0,
    records: 0,
    duplicates: 0,
    dropped: 0,
    bad: 0,
    failed: 0,
    unflushed: 0,
    lost: 0,
    left: 0,
    refused: {},
  }
  private readonly onError: ReceiverOptions['onError']

  constructor(onError: ReceiverOptions['onError']) {
    this.onError = onError
  }

  /** Counts a refusal. */
  refuse(reason: RefusalReason): void {
    const { refused } = this.counts
    refused[reason] = (refused[reason] ?? 0) + 1
  }

  /** Reports an error of a request to the application. Never throws. */
  tell(error: unknown, request: Request): void {
    try {
      catchRejection(this.onError?.(error instanceof Error ? error : new Error(textOf(error)), request))
    } catch {
      // There is nowhere else to report.
    }
  }
}

/** Returns the message of an error. */
export function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

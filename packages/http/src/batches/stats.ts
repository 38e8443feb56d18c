/**
 * Why a record did not arrive: `overflow`, the oldest made room in a full queue or journal; `expired`, it was too old in the
 * journal; `too_large`, the server takes not even this one alone; `rejected`, the server refused this one for good, or fails
 * with it while it takes others; `closed`, still undelivered when a handler without a journal was closed.
 */
export type LossReason = 'overflow' | 'expired' | 'too_large' | 'rejected' | 'closed'

/** Counts of lost records by reason; reasons without any are absent. */
export type Lost = Partial<Record<LossReason, number>>

/** The counts of a `BufferingHTTPHandler`: accepted = acknowledged + queued + inFlight + all of lost. */
export interface DeliveryStats {
  accepted: number
  acknowledged: number
  queued: number
  inFlight: number
  lost: Lost
  /** How many requests were answered with "later", or not at all. */
  retries: number
}

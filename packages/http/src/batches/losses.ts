/**
 * Why a record did not arrive: `overflow`, the oldest made room in a full queue; `too_large`, the server takes not even this
 * one alone; `rejected`, the server refused its batch for good; `closed`, still undelivered when the handler was closed.
 */
export type LossReason = 'overflow' | 'too_large' | 'rejected' | 'closed'

/** Counts of lost records by reason; reasons without any are absent. */
export type Lost = Partial<Record<LossReason, number>>

/** The records lost, and whether the server knows. */
export class Losses {
  private readonly counts: Lost = {}
  private untold = false

  add(reason: LossReason): void {
    this.counts[reason] = (this.counts[reason] ?? 0) + 1
    this.untold = true
  }

  /** The counts since the handler was made. */
  get totals(): Lost {
    return { ...this.counts }
  }

  /**
   * Gives what one request is to tell, undefined when the server knows it all. Totals, not what is new: a request that arrives
   * twice, or whose answer is lost, then counts nothing twice.
   */
  take(): Lost | undefined {
    if (!this.untold) return undefined
    this.untold = false
    return this.totals
  }

  /** The request with this news failed. */
  restore(lost: Lost | undefined): void {
    if (lost !== undefined) this.untold = true
  }
}

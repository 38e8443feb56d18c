/** The waits between attempts to connect, in seconds, under Python's names. They may be assigned at any time. */
export interface RetryTimes {
  /** The wait after the first failure. Python's is 1. */
  readonly retryStart: number
  /** The factor by which each further failure makes the wait longer. Python's is 2. */
  readonly retryFactor: number
  /** The longest wait. Python's is 30. */
  readonly retryMax: number
}

/** Python's times. */
export const RETRY_TIMES: RetryTimes = { retryStart: 1, retryFactor: 2, retryMax: 30 }

/** Decides when to connect again. */
export class Retry {
  /** The number of failed attempts since a connection lasted. */
  failures = 0
  /** When the next attempt is due, in seconds since the epoch; null where nothing has failed. */
  time: number | null = null
  private readonly times: RetryTimes
  private period = 0

  constructor(times: RetryTimes) {
    this.times = times
  }

  /** The rest of the wait, in milliseconds. A clock that was set back makes no wait longer. */
  get waitMs(): number {
    if (this.time === null) return 0
    return Math.min(Math.max(0, this.time * 1000 - Date.now()), this.period * 1000)
  }

  /** Counts an attempt that failed, or a connection that did not last. */
  fail(): void {
    const { retryStart, retryFactor, retryMax } = this.times
    this.period = this.failures === 0 ? retryStart : Math.min(this.period * retryFactor, retryMax)
    this.failures++
    this.time = Date.now() / 1000 + this.period
  }

  /** Takes note of a connection. A peer that accepts each connection and ends it still counts as failing. */
  connected(): void {
    this.time = null
  }

  /**
   * Takes note of the end of a connection.
   *
   * @param lastedMs how long it was there
   */
  ended(lastedMs: number): void {
    if (lastedMs < this.times.retryStart * 1000) this.fail()
    else this.failures = 0
  }
}

/** The most refusals in a row: a clock may stand still. */
const MOST_REFUSED = 1000

/** The most refusals in a row without a look at the clock. */
const MOST_UNTIMED = 16

// Not looked up at each use: a test's clock may stand still, and everything would be refused.
const { now: systemTime } = Date

/** The rate that a `TokenBucket` allows. */
export interface Rate {
  /** The most actions at once. */
  readonly burst: number
  /** The further actions that each millisecond allows. */
  readonly perMs: number
}

/**
 * Allows an action often, and not more often than a rate. After a thousand refusals it allows one, whatever the clock says.
 *
 * Hot path. Reading the clock takes 35 ns, so a caller that knows a time passes it.
 */
export class TokenBucket {
  private readonly burst: number
  private readonly perMs: number
  private readonly now: () => number
  private tokens: number
  private filledAtMs: number
  private refused = 0
  private refusedAt = Number.NaN

  /**
   * Makes a full bucket.
   *
   * @param now a clock, in milliseconds. Default the system's.
   */
  constructor({ burst, perMs }: Rate, now: () => number = systemTime) {
    this.burst = burst
    this.perMs = perMs
    this.now = now
    this.tokens = burst
    this.filledAtMs = now()
  }

  /**
   * Returns whether the action is allowed now.
   *
   * @param at a time that the caller knows, by any clock. Where the action was refused at that same time, the clock is read
   *   each 16th time only. NaN for none.
   */
  take(at: number): boolean {
    if (at !== this.refusedAt || this.refused % MOST_UNTIMED === 0) this.refill()
    if (this.tokens > 0) this.tokens--
    else if (++this.refused < MOST_REFUSED) {
      this.refusedAt = at
      return false
    }
    this.refused = 0
    return true
  }

  private refill(): void {
    const now = this.now()
    const elapsedMs = now - this.filledAtMs
    if (elapsedMs === 0) return
    this.filledAtMs = now
    // A clock that was set back does not show the time that has passed.
    this.tokens = elapsedMs < 0 ? this.burst : Math.min(this.burst, this.tokens + elapsedMs * this.perMs)
  }
}

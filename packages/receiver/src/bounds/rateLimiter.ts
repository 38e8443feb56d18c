import { Lru } from './lru.js'

/** The number of records that a sender may send. */
export interface RateLimit {
  /** The most records at once, and again within `perMs`. Required. */
  readonly records: number
  /** The time in which `records` may come again, in milliseconds. Required. */
  readonly perMs: number
}

/** The amount that counts as one record: a little less, for the rounding errors of added fractions. */
const ENOUGH = 1 - 1e-6

interface Bucket {
  left: number
  atMs: number
}

/**
 * A token bucket for each sender, which may send `records` at once, and gets them back evenly over `perMs`. A batch may come while
 * anything is left, and may take more than that: otherwise a batch larger than the bucket could never come.
 */
export class RateLimiter {
  private readonly limit: RateLimit | null
  private readonly buckets: Lru<Bucket>

  /**
   * Makes a limiter.
   *
   * @param limit null for none
   */
  constructor(limit: RateLimit | null, maxSenders: number) {
    this.limit = limit
    this.buckets = new Lru(maxSenders)
  }

  /** Returns the milliseconds until the sender may send again; 0 for now. */
  waitMs(sender: string, nowMs: number): number {
    const { limit } = this
    if (limit === null) return 0
    const { left } = this.bucket(limit, sender, nowMs)
    return left > ENOUGH ? 0 : Math.ceil(((1 - left) * limit.perMs) / limit.records)
  }

  /** Takes accepted records from the sender's bucket. */
  spend(sender: string, records: number, nowMs: number): void {
    if (this.limit !== null) this.bucket(this.limit, sender, nowMs).left -= records
  }

  private bucket({ records, perMs }: RateLimit, sender: string, nowMs: number): Bucket {
    const bucket = this.buckets.open(sender, () => ({ left: records, atMs: nowMs }))
    // A clock that was set back changes nothing.
    const elapsedMs = Math.max(0, nowMs - bucket.atMs)
    bucket.left = Math.min(records, bucket.left + (elapsedMs * records) / perMs)
    bucket.atMs = nowMs
    return bucket
  }
}

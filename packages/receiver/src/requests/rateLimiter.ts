import { Lru } from '../bounds/lru.js'
import type { RateLimit } from '../options.js'

/** One record, less the rounding errors of added fractions. */
const ENOUGH = 1 - 1e-6

interface Bucket {
  left: number
  atMs: number
}

/**
 * A token bucket for each client: it may send `records` at once, and gets them back evenly over `perMs`. A batch is let in while
 * anything is left, and may take more than is left: otherwise a batch larger than the bucket would never get in.
 */
export class RateLimiter {
  private readonly limit: RateLimit
  private readonly buckets: Lru<Bucket>

  constructor(limit: RateLimit, maxClients: number) {
    this.limit = limit
    this.buckets = new Lru(maxClients)
  }

  /** Returns the milliseconds until the client may send again; 0 for now. */
  waitMs(client: string, nowMs: number): number {
    const { left } = this.bucket(client, nowMs)
    return left > ENOUGH ? 0 : Math.ceil(((1 - left) * this.limit.perMs) / this.limit.records)
  }

  /** Takes records that were let in from the client's bucket. */
  spend(client: string, records: number, nowMs: number): void {
    this.bucket(client, nowMs).left -= records
  }

  private bucket(client: string, nowMs: number): Bucket {
    const { records, perMs } = this.limit
    const bucket = this.buckets.open(client, () => ({ left: records, atMs: nowMs }))
    // A clock that was set back changes nothing.
    const elapsedMs = Math.max(0, nowMs - bucket.atMs)
    bucket.left = Math.min(records, bucket.left + (elapsedMs * records) / perMs)
    bucket.atMs = nowMs
    return bucket
  }
}

import { later } from '@treeline/core/internal'
import type { Batch } from './batch.js'

/** The delay after which a timer or an answer will not come any more: it has gone with what began it. */
export const GRACE_MS = 1000

/** The requests on their way. */
export interface Requests {
  readonly size: number
  /** Adds a request that has to be over in `ms` milliseconds. */
  add(batch: Batch, ms: number): void
  /** Ends a request. Returns whether it was on its way. */
  end(batch: Batch): boolean
  /** Ends those that should have been over for `GRACE_MS`, and returns them. */
  takeOverdue(): Batch[]
  /** Has all of them be over now. `look` is called when they are overdue. */
  hurry(look: () => void): void
}

/** Makes the list of requests, none of them begun. */
export function makeRequests(now: () => number): Requests {
  const ends = new Map<Batch, number>()
  return {
    get size() {
      return ends.size
    },
    add: (batch, ms) => void ends.set(batch, now() + ms),
    end: (batch) => ends.delete(batch),
    takeOverdue() {
      const overdue = now() - GRACE_MS
      const taken = [...ends].filter(([, end]) => end < overdue).map(([batch]) => batch)
      for (const batch of taken) ends.delete(batch)
      return taken
    },
    hurry(look) {
      if (ends.size === 0) return
      for (const batch of ends.keys()) ends.set(batch, now())
      later(GRACE_MS + 1, look)
    },
  }
}

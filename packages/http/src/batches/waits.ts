import { later } from '@treeline/core/internal'

/** Why nothing is sent at present: nothing answers, the server asked for it, or it takes nothing at all. */
export type Cause = 'network' | 'server' | 'refusal'

/** A wait, one at a time: a pause between attempts, or one for more records. */
export interface Waits {
  /** Why there is a pause; undefined where there is none. */
  readonly cause: Cause | undefined
  /** When the wait ends, in milliseconds since 1970; Infinity where there is none. */
  readonly endMs: number
  /** Begins a pause in place of any other wait. */
  pause(cause: Cause, ms: number): void
  /** Waits for more records, unless something is waited for already. */
  gather(ms: number): void
  /** Ends the wait. */
  stop(): void
  /** Returns whether the wait should have ended by then. Some engines drop timers. */
  isOverdue(timeMs: number): boolean
}

/**
 * Makes the waits, none of them begun.
 *
 * @param resume called when a wait has ended by itself
 */
export function makeWaits(now: () => number, resume: () => void): Waits {
  let endWait: (() => void) | undefined

  function begin(ms: number): void {
    waits.endMs = now() + ms
    endWait = later(ms, () => {
      waits.stop()
      resume()
    })
  }

  const waits: Waits & { cause: Cause | undefined; endMs: number } = {
    cause: undefined,
    endMs: Infinity,

    pause(cause, ms) {
      waits.stop()
      waits.cause = cause
      begin(ms)
    },

    gather(ms) {
      if (!endWait) begin(ms)
    },

    stop() {
      endWait?.()
      endWait = undefined
      waits.endMs = Infinity
      waits.cause = undefined
    },

    isOverdue: (timeMs) => waits.endMs < timeMs,
  }
  return waits
}

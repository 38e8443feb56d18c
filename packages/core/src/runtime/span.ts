import { outsideZone } from './zone.js'

/** A region of calls: it knows whether code runs within one of them. */
export interface Span {
  readonly isIn: boolean
  /** Runs a call, and returns what it returns. */
  run<T>(call: () => T): T
}

/**
 * Makes a span. Firefox ends a page's listener in its middle when the tab is closed, and runs no `finally`: so a promise resets
 * the span before the next listener.
 */
export function makeSpan(): Span {
  const span = {
    isIn: false,

    run<T>(call: () => T): T {
      const { isIn } = span
      // Promises have their turn between listeners.
      if (!isIn) void outsideZone(() => Promise.resolve().then(() => (span.isIn = false)))
      span.isIn = true
      try {
        return call()
      } finally {
        span.isIn = isIn
      }
    },
  }
  return span
}

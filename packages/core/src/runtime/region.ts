import { outsideZone } from './zone.js'

/** A region of calls: it knows whether code runs within one of them. */
export interface Region {
  readonly isIn: boolean
  /** Runs a call, and returns what it returns. */
  run<T>(call: () => T): T
}

/**
 * Makes a region. Firefox ends a page's listener in its middle when the tab is closed, and runs no `finally`: so a promise resets
 * the region before the next listener.
 */
export function makeRegion(): Region {
  const region = {
    isIn: false,

    run<T>(call: () => T): T {
      const { isIn } = region
      // Promises have their turn between listeners.
      if (!isIn) void outsideZone(() => Promise.resolve().then(() => (region.isIn = false)))
      region.isIn = true
      try {
        return call()
      } finally {
        region.isIn = isIn
      }
    },
  }
  return region
}

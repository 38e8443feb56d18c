import type { Handler } from '@treeline/core'
import { handlerRegistry, platform } from '@treeline/core/internal'

/** A handler that may send records at the end of the process. */
interface Sending {
  /** Sends what it can before it returns. */
  deliverAtExit?(): void
  stats?(): unknown
}

/**
 * Lets handlers send what they can at once. Then writes a line on standard error for each that still has records by its `stats()`:
 * at the end of the process no request is made any more.
 *
 * @returns the other handlers
 */
export function tellUndelivered(): Handler[] {
  const others: Handler[] = []
  for (const handler of handlerRegistry.open) {
    const count = undelivered(handler)
    if (count === 0) others.push(handler)
    else platform().stderr.write(`${String(handler)}: the process ended before ${count} records were delivered\n`)
  }
  return others
}

function undelivered(handler: Handler & Sending): number {
  try {
    handler.deliverAtExit?.()
    const { queued, inFlight, dropped = 0 } = (handler.stats?.() ?? {}) as Record<string, unknown>
    const counts = [queued, inFlight, dropped]
    return counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : 0
  } catch {
    return 0 // A handler of the application's, with a stats() of another kind.
  }
}

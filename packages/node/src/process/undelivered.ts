import type { Handler } from '@treeline/core'
import { handlerRegistry, platform } from '@treeline/core/internal'

/**
 * Says on standard error, in a line for each open handler, how many records it still has to send: at the end of the process no
 * request is made any more. A handler is asked by its `stats()`.
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

function undelivered(handler: Handler & { stats?(): unknown }): number {
  try {
    const { queued, inFlight } = (handler.stats?.() ?? {}) as { queued?: unknown; inFlight?: unknown }
    return typeof queued === 'number' && typeof inFlight === 'number' ? queued + inFlight : 0
  } catch {
    return 0 // A handler of the application's, with a stats() of another kind.
  }
}

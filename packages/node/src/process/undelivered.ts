import type { Handler } from '@treeline/core'
import { handlerRegistry, platform, report } from '@treeline/core/internal'

/** What a handler may have that sends over a network. */
interface Sender extends Handler {
  /** Sends what waits, without the event loop, and waits for that so many milliseconds at most. */
  sendAtExit?(ms: number): void
  stats?(): unknown
}

/**
 * Lets each open handler send once more what it can send without the event loop, then says on standard error, in a line for each
 * handler, how many records it still has to send: at the end of the process no request is made any more. A handler is asked by
 * its `stats()`.
 *
 * @param ms how long all of them together may take to send
 * @returns the other handlers
 */
export function tellUndelivered(ms: number): Handler[] {
  const others: Handler[] = []
  const end = performance.now() + ms
  for (const handler of handlerRegistry.open) {
    sendAtExit(handler, end - performance.now())
    const count = undelivered(handler)
    if (count === 0) others.push(handler)
    else platform().stderr.write(`${String(handler)}: the process ended before ${count} records were delivered\n`)
  }
  return others
}

function sendAtExit(handler: Sender, ms: number): void {
  try {
    if (ms > 0) handler.sendAtExit?.(ms)
  } catch (error) {
    report(handler, error)
  }
}

function undelivered(handler: Sender): number {
  try {
    const { queued, inFlight, dropped = 0 } = (handler.stats?.() ?? {}) as Record<string, unknown>
    const counts = [queued, inFlight, dropped]
    return counts.every((count) => typeof count === 'number') ? counts.reduce((sum, count) => sum + count, 0) : 0
  } catch {
    return 0 // A handler of the application's, with a stats() of another kind.
  }
}

import type { Handler, Logger } from '@treeline/core'
import { isPromise } from '@treeline/core/internal'

/** Returns the handlers that the records of these loggers reach. */
function handlersOf(loggers: Iterable<Logger>): Set<Handler> {
  const handlers = new Set<Handler>()
  for (const logger of loggers) {
    for (let at: Logger | null = logger; at !== null; at = at.propagate ? at.parent : null)
      for (const handler of at.handlers) handlers.add(handler)
  }
  return handlers
}

/**
 * Flushes the handlers of these loggers. Skips handlers that keep records on purpose (`MemoryHandler` and its like), which a flush
 * would send too early.
 *
 * @param onError called with what a flush threw
 * @returns a promise for each handler that needs time
 */
export function flushHandlers(loggers: Iterable<Logger>, onError: (error: unknown) => void): PromiseLike<unknown>[] {
  const flushes: PromiseLike<unknown>[] = []
  for (const handler of handlersOf(loggers)) {
    if ('shouldFlush' in handler) continue
    try {
      const flush: unknown = handler.flush()
      if (isPromise(flush)) flushes.push(flush)
    } catch (error) {
      onError(error)
    }
  }
  return flushes
}

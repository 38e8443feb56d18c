import type { Handler, Logger } from '@treeline/core'

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
 * Lets the handlers of these loggers write what they hold. Handlers that keep records on purpose (`MemoryHandler` and its like)
 * are left alone: a flush would send them too early.
 *
 * @returns a promise for each handler that needs time
 */
export function flushHandlers(loggers: Iterable<Logger>): Promise<void>[] {
  return [...handlersOf(loggers)]
    .filter((handler) => !('shouldFlush' in handler))
    .map(async (handler) => {
      await handler.flush()
    })
}

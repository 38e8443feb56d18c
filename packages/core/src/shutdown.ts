import type { Handler } from './handler.js'
import { report } from './handleError.js'
import { registry } from './registry.js'

/**
 * Flushes and closes every open handler, the newest first.
 *
 * All synchronous work is done when it returns; the promise is for what is left (requests on their way) and never rejects.
 * A handler that fails is reported and does not stop the others.
 *
 * Differs from Python: errors of the operating system are not swallowed in silence, and no error is raised.
 *
 * @param handlerList the handlers to close; default all that are open
 */
export async function shutdown(handlerList: Iterable<Handler> = registry.handlers): Promise<void> {
  const pending = [...handlerList].reverse().map(finish)
  await Promise.all(pending)
}

function finish(handler: Handler): Promise<void> {
  const fail = (error: unknown): void => report(handler, error)
  const attempt = (work: () => unknown): Promise<void> => {
    try {
      return Promise.resolve(work()).then(() => undefined, fail)
    } catch (error) {
      fail(error)
      return Promise.resolve()
    }
  }
  // A MemoryHandler may have been told to keep to itself what it holds.
  const flushes = (handler as { flushOnClose?: unknown }).flushOnClose !== false
  const flushed = flushes ? attempt(() => handler.flush()) : Promise.resolve()
  const closed = attempt(() => handler.close())
  return Promise.all([flushed, closed]).then(() => undefined)
}

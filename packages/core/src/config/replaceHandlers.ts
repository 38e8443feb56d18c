import { empties } from '../handlers/fileMode.js'
import { type Handler, handlerRegistry } from '../handlers/handler.js'
import { flush, shutdown } from '../handlers/shutdown.js'
import { isPlaceHolder, manager } from '../tree/manager.js'

/** The members of a handler that decide whether it goes on, and that lead to other handlers. */
interface Open {
  readonly mode?: unknown
  readonly setTarget?: unknown
  readonly listener?: { readonly handlers?: unknown } | null
  /** Whether records reach it though no logger has it. */
  readonly inUse?: boolean
}

/**
 * Closes the handlers that were there before a configuration. Those that records still reach are flushed, and go on.
 *
 * Python closes all of them, but its own handlers go on if a logger still has them: they write to their stream, or open their
 * file again. Ours, and an application's, may be closed for good. Where Python's do not go on (a MemoryHandler is without its
 * target, a FileHandler of mode `'w'` would empty its file), ours do not either.
 *
 * @param before the handlers that were open
 */
export function replaceHandlers(before: readonly Handler[]): void {
  const attached = attachedHandlers()
  void flush(before.filter((handler) => attached.has(handler)))
  void shutdown(before.filter((handler) => !attached.has(handler)))
}

/** Returns the handlers that go on: a logger or a running listener has them. */
function attachedHandlers(): ReadonlySet<unknown> {
  const { root, loggerDict } = manager()
  const found = new Set<unknown>()
  const visit = (handler: unknown): void => {
    if (typeof handler !== 'object' || handler === null || found.has(handler)) return
    const { mode, setTarget, listener } = handler as Open
    if (empties(mode) || typeof setTarget === 'function') return
    found.add(handler)
    if (Array.isArray(listener?.handlers)) listener.handlers.forEach(visit)
  }
  for (const node of [root, ...loggerDict.values()]) if (!isPlaceHolder(node)) node.handlers.forEach(visit)
  for (const handler of handlerRegistry.open) if ((handler as Open).inUse === true) visit(handler)
  return found
}

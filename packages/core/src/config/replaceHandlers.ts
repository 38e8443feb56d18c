import { empties } from '../handlers/fileMode.js'
import { type Handler, handlerRegistry } from '../handlers/handler.js'
import { flush, shutdown } from '../handlers/shutdown.js'
import { isPlaceHolder, manager } from '../tree/manager.js'

/** What of a handler says whether it goes on, and what leads from it to others. */
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
 * Python closes all of them, and a handler of its own that a logger still has goes on all the same: it writes to its stream,
 * or opens its file again. Ours, and an application's, may be closed for good. Where Python's do not go on (a MemoryHandler is
 * without its target, a FileHandler of mode `'w'` would empty its file), neither do ours.
 *
 * @param before the handlers that were open
 */
export function replaceHandlers(before: readonly Handler[]): void {
  const attached = attachedHandlers()
  void flush(before.filter((handler) => attached.has(handler)))
  void shutdown(before.filter((handler) => !attached.has(handler)))
}

/** Returns the handlers that a logger has or a listener works for, and go on. */
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

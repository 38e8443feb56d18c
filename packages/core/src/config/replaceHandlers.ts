import { type Handler, handlerRegistry } from '../handlers/handler.js'
import { flushAll, shutdown } from '../handlers/shutdown.js'
import { isPlaceHolder, manager } from '../tree/manager.js'

/** What of a handler leads to others: a MemoryHandler's target, the handlers of a queue's listener. */
interface Leading {
  readonly target?: unknown
  readonly listener?: { readonly handlers?: unknown } | null
  /** Whether records reach it though no logger has it. */
  readonly inUse?: boolean
}

/**
 * Closes the handlers of before a configuration, but for those that records can still reach: they are flushed, and go on.
 *
 * Differs from Python, which closes all of them, then has most of them open again at the next record: there a FileHandler of
 * mode `'w'` and a MemoryHandler that stay attached lose what comes. Ours may refuse records once they are closed.
 *
 * @param before the handlers that were open
 */
export function replaceHandlers(before: readonly Handler[]): void {
  const attached = attachedHandlers()
  void flushAll(before.filter((handler) => attached.has(handler)))
  void shutdown(before.filter((handler) => !attached.has(handler)))
}

/** Returns the handlers that a logger has or a listener works for, and those behind them. */
function attachedHandlers(): ReadonlySet<unknown> {
  const { root, loggerDict } = manager()
  const found = new Set<unknown>()
  const visit = (handler: unknown): void => {
    if (typeof handler !== 'object' || handler === null || found.has(handler)) return
    found.add(handler)
    const { target, listener } = handler as Leading
    visit(target)
    if (Array.isArray(listener?.handlers)) listener.handlers.forEach(visit)
  }
  for (const node of [root, ...loggerDict.values()]) if (!isPlaceHolder(node)) node.handlers.forEach(visit)
  for (const handler of handlerRegistry.open) if ((handler as Leading).inUse === true) visit(handler)
  return found
}

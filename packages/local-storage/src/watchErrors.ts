import type { Handler, LogRecord } from '@treeline/core'

/** Who looks on at a handler's errors, and what puts its method back. */
interface Watch {
  readonly watchers: Set<Set<LogRecord>>
  restore(): void
}

const watches = new WeakMap<Handler, Watch>()

/**
 * Notes the records that a handler passes to `handleError`. Its own method is called all the same.
 *
 * @returns the records, and what ends it
 */
export function watchErrors(handler: Handler): { readonly failed: Set<LogRecord>; stop(): void } {
  const failed = new Set<LogRecord>()
  const watch = watches.get(handler) ?? patch(handler)
  watches.set(handler, watch)
  watch.watchers.add(failed)
  return {
    failed,
    stop() {
      watch.watchers.delete(failed)
      if (watch.watchers.size > 0 || watches.get(handler) !== watch) return
      watches.delete(handler)
      watch.restore()
    },
  }
}

function patch(handler: Handler): Watch {
  const watchers = new Set<Set<LogRecord>>()
  const own = Object.getOwnPropertyDescriptor(handler, 'handleError')
  const { handleError } = handler
  const value = function (this: Handler, record: LogRecord, error: unknown): unknown {
    for (const failed of watchers) failed.add(record)
    return handleError.call(this, record, error)
  }
  // A handler that is frozen shows what it throws, and nothing else.
  Reflect.defineProperty(handler, 'handleError', { value, configurable: true, writable: true })
  const restore = (): void => {
    // Unless somebody has put another one in its place.
    if ((handler.handleError as unknown) !== value) return
    if (own) Reflect.defineProperty(handler, 'handleError', own)
    else Reflect.deleteProperty(handler, 'handleError')
  }
  return { watchers, restore }
}

import type { Handler, LogRecord } from '@treeline/core'
import { isPromise } from '@treeline/core/internal'

/** The results of a watched handler with its records. */
export interface Watch {
  /** The records that it failed with so far. */
  readonly failed: Set<LogRecord>
  /** The promises that its `emit` gave. They never reject. */
  readonly pending: PromiseLike<unknown>[]
  /** Ends the watch. */
  stop(): void
}

/** The watches of a handler, and a function that puts its methods back. */
interface Patch {
  readonly watches: Set<Watch>
  restore(): void
}

type Method = (this: Handler, record: LogRecord, error?: unknown) => unknown

const patches = new WeakMap<Handler, Patch>()

/** Notes the records that a handler passes to `handleError`, and the promises of its `emit`. Its own methods still work. */
export function watchHandler(handler: Handler): Watch {
  const patch = patches.get(handler) ?? patched(handler)
  patches.set(handler, patch)
  const watch: Watch = {
    failed: new Set(),
    pending: [],
    stop() {
      patch.watches.delete(watch)
      if (patch.watches.size > 0 || patches.get(handler) !== patch) return
      patches.delete(handler)
      patch.restore()
    },
  }
  patch.watches.add(watch)
  return watch
}

function patched(handler: Handler): Patch {
  const watches = new Set<Watch>()
  const fail = (record: LogRecord): void => {
    for (const { failed } of watches) failed.add(record)
  }
  const restores = [
    wrap(
      handler,
      'handleError',
      (own) =>
        function (record, error) {
          fail(record)
          return own?.call(this, record, error)
        },
    ),
    wrap(
      handler,
      'emit',
      (own) =>
        function (record) {
          const emitted = own?.call(this, record)
          if (isPromise(emitted)) {
            const pending = emitted.then(undefined, () => fail(record))
            for (const watch of watches) watch.pending.push(pending)
          }
          return emitted
        },
    ),
  ]
  return { watches, restore: () => restores.forEach((restore) => restore()) }
}

/** Replaces a method of a handler. Returns a function that puts the old one back. */
function wrap(handler: Handler, name: 'emit' | 'handleError', make: (own: Method | undefined) => Method): () => void {
  const before = Object.getOwnPropertyDescriptor(handler, name)
  const value = make(handler[name] as Method | undefined)
  // Of a frozen handler only what it throws is noted.
  Reflect.defineProperty(handler, name, { value, configurable: true, writable: true })
  return () => {
    // Unless somebody has put another one in its place.
    if ((handler[name] as unknown) !== value) return
    if (before) Reflect.defineProperty(handler, name, before)
    else Reflect.deleteProperty(handler, name)
  }
}

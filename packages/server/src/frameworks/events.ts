import { errorMonitor } from 'node:events'
import type { Exchange } from '../requests/requestLog.js'

interface Emitter {
  emit(event: unknown, ...args: unknown[]): unknown
  listenerCount(event: unknown): number
}

/** Is told of each event of a request or a response before its listeners. */
export interface Hearer {
  hear(event: unknown, value: unknown): void
}

/** Has the listeners of a request or a response run in the request's context: the socket calls them from outside of it. */
export function bindEvents(emitter: object, exchange: Exchange, hearer?: Hearer): void {
  const { emit, listenerCount } = emitter as Partial<Emitter>
  if (typeof emit !== 'function' || typeof listenerCount !== 'function') return
  function bound(this: Emitter, ...args: [event: unknown, ...args: unknown[]]): unknown {
    hearer?.hear(args[0], args[1])
    // Most events have no listener: they need no context.
    if (this.listenerCount(args[0]) === 0 || exchange.isPresent) return emit!.apply(this, args)
    return exchange.run(() => emit!.apply(this, args))
  }
  // As the method that it hides: in no list of the object's keys.
  Object.defineProperty(emitter, 'emit', { value: bound, configurable: true, writable: true })
}

/** Tells of the error that a stream fails with, and leaves it to those who handle it. */
export function watchSource(source: unknown, tell: (error: unknown) => void): void {
  const { once } = Object(source) as { once?: (event: symbol, listener: (error: unknown) => void) => unknown }
  if (typeof once === 'function') once.call(source, errorMonitor, tell)
}

import { errorMonitor } from 'node:events'
import type { Exchange } from '../requests/requestLog.js'

interface Emitter {
  emit(event: unknown, ...args: unknown[]): unknown
}

/**
 * Has the listeners of a request or a response run in the request's context: the socket calls them from outside of it.
 *
 * @param hear is told of each event before its listeners
 */
export function bindEvents(
  emitter: object,
  exchange: Exchange,
  hear: (event: unknown, value: unknown) => void = () => {},
): void {
  const { emit } = emitter as Partial<Emitter>
  if (typeof emit !== 'function') return
  function bound(this: Emitter, ...args: [event: unknown, ...args: unknown[]]): unknown {
    hear(args[0], args[1])
    return exchange.isPresent ? emit!.apply(this, args) : exchange.run(() => emit!.apply(this, args))
  }
  // As the method that it hides: in no list of the object's keys.
  Object.defineProperty(emitter, 'emit', { value: bound, configurable: true, writable: true })
}

/** Tells of the error that a stream fails with, and leaves it to those who handle it. */
export function watchSource(source: unknown, tell: (error: unknown) => void): void {
  const { once } = Object(source) as { once?: (event: symbol, listener: (error: unknown) => void) => unknown }
  if (typeof once === 'function') once.call(source, errorMonitor, tell)
}

import { errorMonitor } from 'node:events'
import type { Begun } from './begun.js'

type EmitArgs = [event: unknown, ...args: unknown[]]
type Emit = (this: Emitter, ...args: EmitArgs) => unknown

interface Emitter {
  emit: Emit
  listenerCount(event: unknown): number
}

/** Makes the listeners of a request or a response run in the request's context: the socket calls them from outside of it. */
export function bindEvents(emitter: object, begun: Begun): void {
  const { emit } = emitter as Partial<Emitter>
  if (typeof emit !== 'function') return
  const emitBound: Emit = function (...args) {
    return emitWithin(begun, this, emit, args)
  }
  // Not enumerable, like the method that it hides.
  Object.defineProperty(emitter, 'emit', { value: emitBound, configurable: true, writable: true })
}

function emitWithin(begun: Begun, emitter: Emitter, emit: Emit, args: EmitArgs): unknown {
  begun.hear(emitter, args[0], args[1])
  const { exchange } = begun
  // Most events have no listener: they need no context.
  if (emitter.listenerCount(args[0]) === 0 || exchange.isPresent) return emit.apply(emitter, args)
  return exchange.run(() => emit.apply(emitter, args))
}

/** Reports the error of a stream to `tell`, and leaves it to its handlers. */
export function watchSource(source: unknown, tell: (error: unknown) => void): void {
  const { once } = Object(source) as { once?: (event: symbol, listener: (error: unknown) => void) => unknown }
  if (typeof once === 'function') once.call(source, errorMonitor, tell)
}

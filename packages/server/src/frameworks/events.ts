import { errorMonitor } from 'node:events'
import { type Begun, begunWith } from './begun.js'

type EmitArgs = [event: unknown, ...args: unknown[]]
type Emit = (this: Emitter, ...args: EmitArgs) => unknown

interface Emitter {
  emit: Emit
  listenerCount(event: unknown): number
  /** A response's request. */
  readonly req?: object
}

/** Those methods that all requests or responses of express have in common. */
const shared = new WeakSet<Emit>()

/** Has the listeners of a request or a response run in the request's context: the socket calls them from outside of it. */
export function bindEvents(emitter: object, begun: Begun): void {
  const { emit } = emitter as Partial<Emitter>
  if (typeof emit !== 'function' || shared.has(emit)) return
  const prototype = expressPrototype(emitter)
  if (prototype?.emit === emit) bindPrototype(prototype, emit)
  else
    hide(emitter, function (...args) {
      return emitWithin(begun, this, emit, args)
    })
}

/**
 * Has all objects with a prototype of express's emit in their contexts. express gives each request a hidden class of its own, so a
 * method on each request, and one on each response, costs 8 µs more.
 */
function bindPrototype(prototype: Emitter, emit: Emit): void {
  const emitShared: Emit = function (...args) {
    const begun = begunWith(this) ?? (this.req && begunWith(this.req))
    return begun === undefined ? emit.apply(this, args) : emitWithin(begun, this, emit, args)
  }
  shared.add(emitShared)
  hide(prototype, emitShared)
}

function emitWithin(begun: Begun, emitter: Emitter, emit: Emit, args: EmitArgs): unknown {
  begun.hear(emitter, args[0], args[1])
  const { exchange } = begun
  // Most events have no listener: they need no context.
  if (emitter.listenerCount(args[0]) === 0 || exchange.isPresent) return emit.apply(emitter, args)
  return exchange.run(() => emit.apply(emitter, args))
}

/**
 * Returns `express.request` or `express.response`, which an object of one of its applications inherits from, whichever it was mounted in;
 * undefined for an object of another framework's.
 */
function expressPrototype(emitter: object): Emitter | undefined {
  let prototype = prototypeOf(emitter)
  if (prototype === null || !Object.hasOwn(prototype, 'app')) return undefined
  for (
    let next = prototypeOf(prototype);
    next !== null && !Object.hasOwn(next, 'constructor');
    next = prototypeOf(next)
  )
    prototype = next
  return prototype as Emitter
}

function prototypeOf(object: object): object | null {
  return Object.getPrototypeOf(object) as object | null
}

/** Has an object emit in another way. As the method that this hides, it is in no list of the object's keys. */
function hide(emitter: object, emit: Emit): void {
  Object.defineProperty(emitter, 'emit', { value: emit, configurable: true, writable: true })
}

/** Tells of the error that a stream fails with, and leaves it to those who handle it. */
export function watchSource(source: unknown, tell: (error: unknown) => void): void {
  const { once } = Object(source) as { once?: (event: symbol, listener: (error: unknown) => void) => unknown }
  if (typeof once === 'function') once.call(source, errorMonitor, tell)
}

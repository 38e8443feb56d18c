import type { Section } from './configValue.js'
import { isClass } from './construct.js'
import type { Handler } from '../handlers/handler.js'
import { repr } from '../text/repr.js'

/** The part of a configurator that the configuration of a queue handler needs. */
export interface QueueConfigurator {
  resolve(s: string): unknown
  configure_custom(config: Section): unknown
}

type Queue = object
/** Makes a listener for a queue. */
export type ListenerFactory = (queue: Queue, ...rest: unknown[]) => object

// By their methods, not by their classes: a configuration without queues then needs none of their code.

/** Returns whether a class derives from QueueHandler, or has the same methods. */
export function isQueueHandlerClass(klass: unknown): boolean {
  return has(klass, 'enqueue', 'prepare')
}

/** Returns whether a class derives from MemoryHandler, or has the same methods. */
export function isMemoryHandlerClass(klass: unknown): boolean {
  return has(klass, 'setTarget')
}

function has(klass: unknown, ...methods: readonly string[]): boolean {
  if (!isClass(klass)) return false
  const prototype = klass.prototype as Section | undefined
  return methods.every((method) => typeof prototype?.[method] === 'function')
}

/**
 * Returns the queue that a configuration describes: a dotted name or `()` of a factory, a queue, or none for a new one.
 *
 * @throws TypeError `Invalid queue specifier 3`
 */
export function queueOf(configurator: QueueConfigurator, given: unknown): Queue {
  if (given === undefined) return queueOf(configurator, 'queue.Queue')
  if (isQueue(given)) return given
  const invalid = new TypeError(`Invalid queue specifier ${repr(given)}`)
  if (typeof given === 'string') {
    const factory = configurator.resolve(given)
    if (typeof factory !== 'function') throw invalid
    return (isClass(factory) ? new factory() : (factory as () => Queue)()) as Queue
  }
  if (!isCustom(given)) throw invalid
  return configurator.configure_custom(given) as Queue
}

function isQueue(value: unknown): value is Queue {
  if (typeof value !== 'object' || value === null) return false
  const { put_nowait, get } = value as Section
  return typeof put_nowait === 'function' && typeof get === 'function'
}

function isCustom(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, '()')
}

/**
 * Returns a factory for the listener that a configuration describes: a class, the dotted name or `()` of a factory, or none for a
 * QueueListener.
 *
 * @throws TypeError `Invalid listener specifier 3`
 */
export function listenerOf(configurator: QueueConfigurator, given: unknown): ListenerFactory {
  if (given === undefined) return listenerOf(configurator, 'logging.handlers.QueueListener')
  const found =
    typeof given === 'string'
      ? configurator.resolve(given)
      : isCustom(given)
        ? configurator.configure_custom(given)
        : isClass(given)
          ? given
          : undefined
  if (typeof found !== 'function' || (isClass(found) && !has(found, 'start', 'stop', 'handle'))) {
    throw new TypeError(`Invalid listener specifier ${repr(given)}`)
  }
  if (!isClass(found)) return found as ListenerFactory
  return (...parameters) => new (found as new (...parameters: unknown[]) => object)(...parameters)
}

/** Makes a listener and assigns it to the handler. It is not started. */
export function listen(
  handler: Handler,
  queue: Queue,
  makeListener: ListenerFactory,
  handlers: readonly Handler[],
  respect_handler_level: boolean,
): void {
  const listener = makeListener(queue, ...handlers, { respect_handler_level })
  ;(handler as { listener?: object }).listener = listener
}

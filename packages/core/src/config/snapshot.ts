import type { FilterLike } from '../records/filter.js'
import { type Handler, handlerRegistry } from '../handlers/handler.js'
import type { Logger } from '../tree/logger.js'
import { isPlaceHolder, manager, type PlaceHolder } from '../tree/manager.js'
import { shutdown } from '../handlers/shutdown.js'
import { inTransaction } from '../handlers/transaction.js'

/** Restores an earlier state. */
type Restore = () => void

/**
 * Runs work that changes logging; if it throws, restores the state before: levels, handlers, filters and flags of every logger
 * and handler, handlers' names, and which handlers are open. Handlers that the work opened are closed, and leave no trace in
 * files or with peers.
 *
 * Loggers that the work made stay: other code may have kept one.
 *
 * @throws what `work` throws
 */
export function allOrNothing<T>(work: () => T): T {
  const open = new Set(handlerRegistry.open)
  const restores = [...[...open].map(handlerState), names(), ...loggers().map(loggerState)]
  return inTransaction(() => {
    try {
      return work()
    } catch (error) {
      void shutdown([...handlerRegistry.open].filter((handler) => !open.has(handler)))
      refill(handlerRegistry.open, open)
      for (const restore of restores) restore()
      throw error
    }
  })
}

/**
 * Runs work that makes loggers only for itself; if it throws, removes these from the tree.
 *
 * @throws what `work` throws
 */
export function keepingTree<T>(work: () => T): T {
  const restore = tree()
  try {
    return work()
  } catch (error) {
    restore()
    throw error
  }
}

function loggers(): Logger[] {
  const { root, loggerDict } = manager()
  return [root, ...[...loggerDict.values()].filter((node): node is Logger => !isPlaceHolder(node))]
}

function loggerState(logger: Logger): Restore {
  const { level, disabled, propagate } = logger
  const handlers = [...logger.handlers]
  const filters = listState(logger)
  return () => {
    if (logger.level !== level) logger.level = level
    if (logger.disabled !== disabled) logger.disabled = disabled
    if (logger.propagate !== propagate) logger.propagate = propagate
    if (!same(logger.handlers, handlers)) logger.handlers = handlers
    filters()
  }
}

function handlerState(handler: Handler): Restore {
  const { level, formatter, name } = handler
  const filters = listState(handler)
  return () => {
    handler.level = level
    handler.formatter = formatter
    if (handler.name !== name) handler.name = name
    filters()
  }
}

function listState(filterer: { filters: FilterLike[] }): Restore {
  const { filters } = filterer
  const items = [...filters]
  return () => {
    filterer.filters = filters
    if (!same(filters, items)) filters.splice(0, filters.length, ...items)
  }
}

function same(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index])
}

/** Returns a function that restores handlers' names. It runs after the handlers' own: closing a handler removes its name. */
function names(): Restore {
  const { byName } = handlerRegistry
  const entries = new Map(byName)
  return () => {
    byName.clear()
    for (const [name, handler] of entries) byName.set(name, handler)
  }
}

function refill<T>(set: Set<T>, items: Iterable<T>): void {
  set.clear()
  for (const item of items) set.add(item)
}

function tree(): Restore {
  const { loggerDict } = manager()
  const nodes = [...loggerDict].map(([name, node]) => [name, node, nodeState(node)] as const)
  return () => {
    if (loggerDict.size === nodes.length && nodes.every(([name, node]) => loggerDict.get(name) === node)) return
    const known = new Set<Logger | PlaceHolder>(nodes.map(([, node]) => node))
    for (const node of loggerDict.values()) if (!known.has(node) && !isPlaceHolder(node)) node.parent = null
    loggerDict.clear()
    for (const [name, node, restore] of nodes) {
      loggerDict.set(name, node)
      restore()
    }
  }
}

function nodeState(node: Logger | PlaceHolder): Restore {
  if (isPlaceHolder(node)) {
    const below = [...node.loggerMap]
    return () => refill(node.loggerMap, below)
  }
  const { parent } = node
  return () => {
    if (node.parent !== parent) node.parent = parent
  }
}

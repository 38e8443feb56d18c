import { type Handler, handlerRegistry } from '../handlers/handler.js'
import type { Platform } from '../handlers/platform.js'
import { nesting } from '../records/call.js'
import { levels } from '../records/levels.js'
import { type LogRecordFactory, records } from '../records/record.js'
import { registered } from '../runtime/runtime.js'
import { type LastResort, type Settings, settings } from '../runtime/settings.js'
import { Logger } from '../tree/logger.js'
import { isPlaceHolder, type Manager, manager, tree } from '../tree/manager.js'
import { shutdown } from '../handlers/shutdown.js'

/** The state that the copies of this package share in a realm, from every room. */
export interface RealmState {
  readonly settings: Settings
  readonly levels: { readonly nameOf: Map<number, string>; readonly numberOf: Map<string, number> }
  readonly handlers: {
    readonly open: Set<Handler>
    readonly byName: Map<string, Handler>
    lastResort: LastResort | undefined
  }
  readonly tree: { manager: Manager | undefined; loggerClass: (new (name: string) => Logger) | undefined }
  readonly records: { factory: LogRecordFactory | undefined; readonly startedAtMs: number }
  readonly nesting: { readonly depth: number }
  platform: Platform | undefined
}

export const realmState: RealmState = {
  settings,
  levels,
  handlers: handlerRegistry,
  tree,
  records,
  nesting,
  get platform() {
    return registered.runtime
  },
  set platform(platform) {
    registered.runtime = platform
  },
}

/**
 * Restores logging to its state after import, for the end of a test: no handlers, no custom classes, no levels switched off.
 *
 * Loggers stay in the tree, each as if it had just been made: a module that holds a logger is loaded once for many tests. A logger
 * of a custom class stays below the root, and its name is free.
 */
export function resetLogging(): void {
  settings.raiseExceptions = false
  void shutdown()
  const { root, loggerDict } = manager()
  const nodes = [...loggerDict.values()]
  const loggers = nodes.filter((node): node is Logger => !isPlaceHolder(node))
  // Apart first: each change of one updates all that are below it.
  for (const logger of [root, ...loggers]) logger.children = undefined
  for (const logger of [root, ...loggers]) {
    if (!isReset(logger) && logger !== root) loggerDict.delete(logger.name)
  }
  for (const logger of [...loggers].sort((a, b) => a.name.length - b.name.length))
    if (loggerDict.has(logger.name)) logger.parent = ancestorOf(logger)
  root.setLevel('WARNING')
  manager().disable = 0
  manager().loggerClass = null
  manager().emittedNoHandlerWarning = false
  handlerRegistry.open.clear()
  handlerRegistry.byName.clear()
  handlerRegistry.lastResort = undefined
  handlerRegistry.isExiting = false
  handlerRegistry.isFailing = false
  tree.loggerClass = undefined
  records.factory = undefined
  Object.assign(settings, { raiseExceptions: true, lastResort: undefined })
}

/** @internal Empties the tree, for tests that look at all of it. */
export function forgetLoggers(): void {
  const { root, loggerDict } = manager()
  loggerDict.clear()
  root.children = undefined
}

/** Makes a logger as new. Returns false for a logger of a custom class, or one that cannot be changed. */
function isReset(logger: Logger): boolean {
  try {
    // A test's mocks.
    for (const key of Object.keys(logger)) if (key in Logger.prototype) Reflect.deleteProperty(logger, key)
    logger.handlers = []
    logger.filters = []
    logger.propagate = true
    logger.disabled = false
    logger.setLevel('NOTSET')
    const { root } = manager()
    if (logger !== root) logger.parent = root
    return Object.hasOwn(Object.getPrototypeOf(logger) as object, 'callHandlers')
  } catch {
    return false
  }
}

/** Returns the logger above one by its name. */
function ancestorOf({ name }: Logger): Logger {
  const { root, loggerDict } = manager()
  for (let dot = name.lastIndexOf('.'); dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
    const node = loggerDict.get(name.slice(0, dot))
    if (node !== undefined && !isPlaceHolder(node)) return node
  }
  return root
}

import { type Handler, handlerRegistry } from '../handlers/handler.js'
import type { Platform } from '../handlers/platform.js'
import { nesting } from '../records/call.js'
import { levels } from '../records/levels.js'
import { type LogRecordFactory, records } from '../records/record.js'
import { registered } from '../runtime/runtime.js'
import { type LastResort, type Settings, settings } from '../runtime/settings.js'
import type { Logger } from '../tree/logger.js'
import { isPlaceHolder, type Manager, manager, tree } from '../tree/manager.js'
import { shutdown } from '../handlers/shutdown.js'

/** What the copies of this package share in a realm, from every room. */
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
 * Puts logging back to how it is after import: no loggers, no handlers, no own classes or levels switched off. For the
 * end of a test.
 */
export function resetLogging(): void {
  settings.raiseExceptions = false
  void shutdown()
  const { root, loggerDict } = manager()
  for (const node of loggerDict.values()) if (!isPlaceHolder(node)) node.parent = null
  loggerDict.clear()
  root.handlers = []
  root.filters = []
  root.disabled = false
  root.propagate = true
  root.setLevel('WARNING')
  manager().disable = 0
  manager().loggerClass = null
  manager().emittedNoHandlerWarning = false
  handlerRegistry.open.clear()
  handlerRegistry.byName.clear()
  handlerRegistry.lastResort = undefined
  handlerRegistry.isExiting = false
  tree.loggerClass = undefined
  records.factory = undefined
  Object.assign(settings, { raiseExceptions: true, lastResort: undefined })
}

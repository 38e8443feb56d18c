import type { Handler } from '../handlers/handler.js'
import type { Logger } from '../tree/logger.js'
import type { Manager } from '../tree/manager.js'
import type { Platform } from '../handlers/platform.js'
import type { LogRecordFactory } from '../records/record.js'

/**
 * What Python assigns on the `logging` module, on one object: `settings.raiseExceptions = false`.
 */
export interface Settings {
  /** Whether a handler's own failure is reported (once a burst) on stderr or the console. Default true. */
  raiseExceptions: boolean
  /**
   * The handler of a record that meets no other; null for none. Default undefined: the platform's, which writes the bare
   * text of warnings and above to stderr, or to the page's console.
   */
  lastResort: Handler | null | undefined
  /** Whether records carry `thread` and `threadName`. Default true. */
  logThreads: boolean
  /** Whether records carry `processName`. Default true. */
  logMultiprocessing: boolean
  /** Whether records carry `process`. Default true. */
  logProcesses: boolean
  /** Whether records carry `taskName`. Default true. */
  logAsyncioTasks: boolean
}

/** Everything that the copies of this package in one realm share. */
export interface Registry {
  readonly levelToName: Map<number, string>
  readonly nameToLevel: Map<string, number>
  /** Open handlers in the order of their creation; `shutdown` walks them backwards. */
  readonly handlers: Set<Handler>
  readonly handlersByName: Map<string, Handler>
  readonly settings: Settings
  /** `Date.now()` when the first copy loaded: the zero of `relativeCreated`. */
  readonly startedAtMs: number
  /** Goes up with every change of a logger's handlers, parent or `propagate`, or of a level's name: what was kept is stale. */
  epoch: number
  /** How many logging calls are on the stack: a handler that logs to itself must end somewhere. */
  depth: number
  /** When the logging call was made whose lines are in the making: `Date.now()`, or NaN before anybody has asked. */
  callMs: number
  manager: Manager | undefined
  loggerClass: (new (name: string) => Logger) | undefined
  recordFactory: LogRecordFactory | undefined
  platform: Platform | undefined
  /** The platform's handler of last resort, once a record needed it. */
  lastResort: Handler | undefined
}

// The number is the version of the Registry's shape: copies that agree on it share one tree, whatever
// their own versions are (ESM beside CommonJS, two bundles in a page, a script tag beside a bundle).
const KEY = Symbol.for('treeline.registry.1')

function openRegistry(): Registry {
  const realm = globalThis as { [KEY]?: Registry }
  const existing = realm[KEY]
  if (existing !== undefined) return existing
  const registry: Registry = {
    levelToName: new Map(),
    nameToLevel: new Map(),
    handlers: new Set(),
    handlersByName: new Map(),
    settings: {
      raiseExceptions: true,
      lastResort: undefined,
      logThreads: true,
      logMultiprocessing: true,
      logProcesses: true,
      logAsyncioTasks: true,
    },
    startedAtMs: Date.now(),
    epoch: 0,
    depth: 0,
    callMs: Number.NaN,
    manager: undefined,
    loggerClass: undefined,
    recordFactory: undefined,
    platform: undefined,
    lastResort: undefined,
  }
  Object.defineProperty(realm, KEY, { value: registry })
  return registry
}

/** The realm's one registry. */
export const registry: Registry = /* @__PURE__ */ openRegistry()

/** Gives the time of the logging call whose lines are in the making: the same for all of them. */
export function callMs(): number {
  const { callMs } = registry
  return Number.isNaN(callMs) ? (registry.callMs = Date.now()) : callMs
}

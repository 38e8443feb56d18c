import { shared } from '../realm/realm.js'

/** The handler of records that no other handler gets: a `Handler`. */
export interface LastResort {
  level: number
  /** Writes a record. */
  handle(record: never): unknown
  /** Reports that handling a record failed. */
  handleError(record: never, error: unknown): void
}

/** The switches that Python has on the `logging` module, on one object: `settings.raiseExceptions = false`. */
export interface Settings {
  /** Whether a handler's own failure is reported (once a burst) on stderr or the console. Default true. */
  raiseExceptions: boolean
  /**
   * The handler of records that no other handler gets; null for none. Default undefined: the platform's, which writes the bare
   * text of warnings and above to stderr, or to the page's console.
   */
  lastResort: LastResort | null | undefined
  /** Whether records carry `thread` and `threadName`. Default true. */
  logThreads: boolean
  /** Whether records carry `processName`. Default true. */
  logMultiprocessing: boolean
  /** Whether records carry `process`. Default true. */
  logProcesses: boolean
  /** Whether records carry `taskName`. Default true. */
  logAsyncioTasks: boolean
}

/** The realm's settings: what Python assigns on the module, as `logging.raiseExceptions = False`. */
export const settings: Settings = /* @__PURE__ */ shared('settings', () => ({
  raiseExceptions: true,
  lastResort: undefined,
  logThreads: true,
  logMultiprocessing: true,
  logProcesses: true,
  logAsyncioTasks: true,
}))

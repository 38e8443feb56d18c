import { Filterer } from '../records/filterer.js'
import { Formatter } from '../formatting/formatter.js'
import { unmerged } from '../formatting/unmerged.js'
import { refuse } from '../runtime/checks.js'
import { catchRejection, textOf } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import type { LastResort } from '../runtime/settings.js'
import { checkLevel, type KnownLevel, type Level, levelName } from '../records/levels.js'
import { calledAt, type LogRecord } from '../records/record.js'
import { shared } from '../realm/realm.js'

let defaultFormatter: Formatter | undefined

/** The handlers of the realm: the open ones in the order of their creation, those with a name, the last resort. */
export const handlerRegistry: {
  readonly open: Set<Handler>
  readonly byName: Map<string, Handler>
  lastResort: LastResort | undefined
  /** Whether the process ends: what is logged from then on has to be written at once. */
  isExiting?: boolean | undefined
  /** Whether listeners deal with an uncaught error: the process may end without notice. */
  isFailing?: boolean | undefined
} = /* @__PURE__ */ shared('handlers', () => ({ open: new Set<Handler>(), byName: new Map(), lastResort: undefined }))

/**
 * A handler sends records to a destination. Subclasses implement `emit`.
 *
 * The contract: `emit` is synchronous, returns quickly and does not throw (it passes errors to `handleError`); `flush` and
 * `close` return nothing, or a promise if the sink is asynchronous. `shutdown` knows a handler until it is closed.
 *
 * Differs from Python: there are no locks, and an open handler is never collected before it is closed.
 *
 * @param level the lowest level that is handled; a number or a level's name, default NOTSET
 * @throws TypeError, RangeError for an unknown level
 */
export class Handler extends Filterer {
  formatter: Formatter | null = null
  private threshold: number
  private ownName: string | null = null

  constructor(level: Level = 0) {
    super()
    this.threshold = checkLevel(level)
    handlerRegistry.open.add(this)
  }

  /** The lowest level that the handler handles. */
  get level(): number {
    return this.threshold
  }

  /**
   * Sets the level, from a number or a level's name.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  set level(level: Level) {
    this.threshold = checkLevel(level)
  }

  /** The handler's name, by which `getHandlerByName` and configurations find it. */
  get name(): string | null {
    return this.ownName
  }

  set name(name: string | null) {
    if (this.ownName) handlerRegistry.byName.delete(this.ownName)
    this.ownName = name
    // As in Python, the empty name is one that a handler may have but is not found by.
    if (name) handlerRegistry.byName.set(name, this)
  }

  /** Returns the handler's name; null for none. */
  get_name(): string | null {
    return this.name
  }

  /** Sets the handler's name; null for none. */
  set_name(name: string | null): void {
    this.name = name
  }

  /**
   * Sets the level: records below it are not handled.
   *
   * @throws TypeError, RangeError for an unknown level
   */
  setLevel<const L extends Level>(level: KnownLevel<L>): void {
    this.level = level as Level
  }

  /**
   * Sets the formatter; null for the default one, `%(message)s`.
   *
   * @throws TypeError for a value without `format()`, such as a format string or a class
   */
  setFormatter(formatter: Formatter | null): void {
    this.formatter = formatter && checkFormatter(formatter)
  }

  /**
   * Formats a record with the handler's formatter, or with `%(message)s`.
   *
   * Differs from Python: a record whose message does not merge with its arguments is reported and still formatted, as its format
   * string and arguments, so that a typo loses no record.
   *
   * @throws TypeError for a formatter that gives no text, and what the formatter throws
   */
  format(record: LogRecord): string {
    const formatter = this.formatter ?? (defaultFormatter ??= new Formatter())
    try {
      return textOf(formatter.format(record))
    } catch (error) {
      const shown = unmerged(record)
      if (shown === undefined) throw error
      fail(this, record, error)
      return textOf(formatter.format(shown))
    }
  }

  /**
   * Writes the record. Subclasses implement it.
   *
   * @throws Error if a subclass does not
   */
  emit(_record: LogRecord): void {
    throw new Error('emit must be implemented by Handler subclasses')
  }

  /**
   * Emits the record if the handler's filters let it through.
   *
   * @returns the record emitted, which a filter may have replaced, or false
   * @throws what a filter throws, and what `emit` throws for the record itself; for a record that a filter gave, the error is
   *   reported
   */
  handle(record: LogRecord): LogRecord | false {
    const passed = this.filter(record)
    try {
      if (passed) settle(this, passed, this.emit(passed))
    } catch (error) {
      if (!passed || passed === record) throw error
      // The report shows the record that a filter gave: the other one may have secrets.
      fail(this, passed, error)
    }
    return passed
  }

  /** Writes all accepted records to their destination. */
  flush(): void | Promise<void> {}

  /** Releases the handler's resources and forgets the handler; a subclass calls it last. */
  close(): void | Promise<void> {
    handlerRegistry.open.delete(this)
    if (this.ownName !== null) handlerRegistry.byName.delete(this.ownName)
  }

  /**
   * Reports that handling a record failed, on stderr or the console: the same failure once a burst, and only if
   * `settings.raiseExceptions` is on. Never logs and never throws.
   */
  handleError(record: LogRecord, error: unknown): void {
    report(this, error, record, () => calledAt(record))
  }

  /** Returns Python's repr: `<StreamHandler stderr (WARNING)>`. */
  override toString(): string {
    return `<${this.constructor.name} (${levelName(this.level)})>`
  }
}

/**
 * Returns a formatter: an object that has `format()`.
 *
 * @param option the name of the option, for the error; default none
 * @throws TypeError for any other value
 */
export function checkFormatter<F extends { format(record: LogRecord): string }>(formatter: F, option?: string): F {
  if (typeof formatter.format !== 'function') refuse('a Formatter', formatter, option)
  return formatter
}

/** Returns whether the process ends: what is logged from then on has to be written at once. */
export function isExiting(): boolean {
  return handlerRegistry.isExiting === true
}

/** Returns whether listeners deal with an uncaught error: the process may end without notice. */
export function isFailing(): boolean {
  return handlerRegistry.isFailing === true
}

/** Registers a closed handler that holds records again, for `shutdown` and the end of the process. */
export function register(handler: Handler): void {
  if (!isExiting()) handlerRegistry.open.add(handler)
}

/**
 * Returns a handler. A handler of another copy of the package is recognised by its members.
 *
 * @param option the name of the option, for the error; default none
 * @throws TypeError for any other value, also a logger
 */
export function checkHandler(handler: Handler, option?: string): Handler {
  if (!(handler as Partial<Handler> | null)?.handle || handler.level === undefined || 'callHandlers' in handler)
    refuse('a Handler', handler, option)
  return handler
}

/** Returns the open handler of that name, or null. */
export function getHandlerByName(name: string): Handler | null {
  return handlerRegistry.byName.get(name) ?? null
}

/** Returns the names of the open handlers that have one. */
export function getHandlerNames(): ReadonlySet<string> {
  return new Set(handlerRegistry.byName.keys())
}

/** Hands a record to a handler. An error of the handler, thrown at once or later, is reported and goes no further. */
export function deliver(handler: Handler, record: LogRecord): void {
  try {
    settle(handler, record, handler.handle(record))
  } catch (error) {
    fail(handler, record, error)
  }
}

/** Handles the result of a handler's method: if it is a promise that is rejected, the handler gets the error. */
export function settle(handler: Handler, record: LogRecord, result: unknown): void {
  catchRejection(result, (error) => fail(handler, record, error))
}

/** Passes an error with a record to the handler's `handleError`. */
export function fail(handler: Handler, record: LogRecord, error: unknown): void {
  // Not handler.handleError alone: a subclass may have broken that one too.
  try {
    catchRejection(handler.handleError(record, error), (second) => report(handler, second, record))
  } catch (second) {
    report(handler, second, record)
  }
}

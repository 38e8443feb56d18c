import { Filterer } from '../records/filterer.js'
import { Formatter } from '../formatting/formatter.js'
import type { KnownLevel } from './knownLevel.js'
import { report } from '../runtime/report.js'
import type { LastResort } from '../runtime/settings.js'
import { type Level, checkLevel, levelName } from '../records/levels.js'
import { copyRecord, type LogRecord, unmergedText } from '../records/record.js'
import { shared } from '../realm/realm.js'

let defaultFormatter: Formatter | undefined

/** @internal The handlers of the realm: the open ones in the order of their creation, those with a name, the last resort. */
export const handlerRegistry: {
  readonly open: Set<Handler>
  readonly byName: Map<string, Handler>
  lastResort: LastResort | undefined
} = /* @__PURE__ */ shared('handlers', () => ({ open: new Set<Handler>(), byName: new Map(), lastResort: undefined }))

/**
 * Sends records somewhere. Subclasses implement `emit`.
 *
 * The contract: `emit` is synchronous, returns quickly and does not throw (it passes what goes wrong to `handleError`);
 * `flush` and `close` return nothing, or a promise where the sink is asynchronous. A handler stays known to `shutdown`
 * until it is closed.
 *
 * Differs from Python: there are no locks, and an open handler is never collected before it is closed.
 *
 * @param level records below it are not handled; a number or a level's name, default NOTSET
 * @throws TypeError, RangeError for a level that is none
 */
export class Handler extends Filterer {
  level: number
  formatter: Formatter | null = null
  private ownName: string | null = null

  constructor(level: Level = 0) {
    super()
    this.level = checkLevel(level)
    handlerRegistry.open.add(this)
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

  get_name(): string | null {
    return this.name
  }

  set_name(name: string | null): void {
    this.name = name
  }

  /** @throws TypeError, RangeError for a level that is none */
  setLevel<const L extends Level>(level: KnownLevel<L>): void {
    this.level = checkLevel(level)
  }

  setFormatter(formatter: Formatter | null): void {
    this.formatter = formatter
  }

  /**
   * Formats a record with the handler's formatter, or with `%(message)s`.
   *
   * Differs from Python: a record whose message does not merge with its arguments is reported and still formatted, as its
   * format string and arguments, so that a typo loses no record.
   */
  format(record: LogRecord): string {
    const formatter = this.formatter ?? (defaultFormatter ??= new Formatter())
    try {
      return formatter.format(record)
    } catch (error) {
      const merged = unmerged(record)
      if (merged === undefined) throw error
      this.handleError(record, error)
      return formatter.format(merged)
    }
  }

  /** Writes the record. Subclasses implement it. */
  emit(_record: LogRecord): void {
    throw new Error('emit must be implemented by Handler subclasses')
  }

  /**
   * Emits the record if the handler's filters let it through.
   *
   * @returns the record emitted, which a filter may have replaced, or false
   */
  handle(record: LogRecord): LogRecord | false {
    const passed = this.filter(record)
    if (passed) this.emit(passed)
    return passed
  }

  /** Brings everything accepted so far to its destination. */
  flush(): void | Promise<void> {}

  /** Releases what the handler holds and forgets it; a subclass calls it last. */
  close(): void | Promise<void> {
    handlerRegistry.open.delete(this)
    if (this.ownName !== null) handlerRegistry.byName.delete(this.ownName)
  }

  /**
   * Reports that handling a record failed, once a burst, on stderr or the console, when `settings.raiseExceptions` is on.
   * It never logs and never throws.
   */
  handleError(record: LogRecord, error: unknown): void {
    report(this, error, record)
  }

  /** As Python's repr: `<StreamHandler stderr (WARNING)>`. */
  override toString(): string {
    return `<${this.constructor.name} (${levelName(this.level)})>`
  }
}

/** Returns the record as its format string and arguments if its message cannot be merged, else undefined. */
function unmerged(record: LogRecord): LogRecord | undefined {
  try {
    record.getMessage()
    return undefined
  } catch {
    const copy = copyRecord(record)
    copy.msg = unmergedText(record)
    copy.args = null
    return copy
  }
}

/** Returns the open handler of that name, or null. */
export function getHandlerByName(name: string): Handler | null {
  return handlerRegistry.byName.get(name) ?? null
}

/** Returns the names of the open handlers that have one. */
export function getHandlerNames(): ReadonlySet<string> {
  return new Set(handlerRegistry.byName.keys())
}

/** Hands a record to a handler; what the handler throws is reported and goes no further. */
export function deliver(handler: Handler, record: LogRecord): void {
  try {
    handler.handle(record)
  } catch (error) {
    fail(handler, record, error)
  }
}

/** Tells a handler that it failed with a record. */
export function fail(handler: Handler, record: LogRecord, error: unknown): void {
  // Not handler.handleError alone: a subclass may have broken that one too.
  try {
    handler.handleError(record, error)
  } catch (second) {
    report(handler, second, record)
  }
}

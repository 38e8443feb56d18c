import { Filterer } from '../records/filterer.js'
import { Formatter } from '../formatting/formatter.js'
import { report } from '../runtime/report.js'
import { type Level, checkLevel, levelName } from '../records/levels.js'
import type { Line } from '../formatting/line.js'
import { type Args, copyRecord, type Extra, type LogRecord, unmergedText } from '../records/record.js'
import { registry } from '../realm/registry.js'

let defaultFormatter: Formatter | undefined

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
    registry.handlers.add(this)
  }

  /** The handler's name, by which `getHandlerByName` and configurations find it. */
  get name(): string | null {
    return this.ownName
  }

  set name(name: string | null) {
    const { handlersByName } = registry
    if (this.ownName) handlersByName.delete(this.ownName)
    this.ownName = name
    // As in Python, the empty name is one that a handler may have but is not found by.
    if (name) handlersByName.set(name, this)
  }

  get_name(): string | null {
    return this.name
  }

  set_name(name: string | null): void {
    this.name = name
  }

  /** @throws TypeError, RangeError for a level that is none */
  setLevel(level: Level): void {
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
   * @internal Gives the line to be made of a call where the handler is untouched, and `emit` does no more than write what
   * `format` gives; else undefined.
   */
  callLine(_args: Args, _extra: Extra): Line | undefined {
    return undefined
  }

  /** @internal Whether a record would meet nothing of the user's on its way through the handler to its formatter. */
  isUntouched(): boolean {
    return (
      this.filters.length === 0 &&
      this.formatter !== null &&
      this.handle === own.handle &&
      this.filter === own.filter &&
      this.format === own.format
    )
  }

  /**
   * @internal Writes a call's line, which the formatter has made, as `emit` would; false where it takes a record.
   *
   * @throws what the sink throws
   */
  writeCall(_line: Line, _levelno: number): boolean {
    return false
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
    registry.handlers.delete(this)
    if (this.ownName !== null) registry.handlersByName.delete(this.ownName)
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

// As they are now: a subclass, an instance or the application may put others in their place.
const { handle, filter, format } = Handler.prototype
const own = { handle, filter, format }

/** Gives the record as its format string and arguments if its message cannot be merged, else undefined. */
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

/** Gives the open handler of that name, or null. */
export function getHandlerByName(name: string): Handler | null {
  return registry.handlersByName.get(name) ?? null
}

/** Gives the names of the open handlers that have one. */
export function getHandlerNames(): ReadonlySet<string> {
  return new Set(registry.handlersByName.keys())
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

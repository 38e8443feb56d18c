import { shared } from '../realm/realm.js'
import { catchRejection } from '../runtime/promise.js'
import { report, withHint } from '../runtime/report.js'
import { runtime } from '../runtime/runtime.js'
import { settings } from '../runtime/settings.js'
import { isEmptyMapping, isMap, isMapping } from '../text/kinds.js'
import { percent } from '../text/percent.js'
import { propertyOf } from '../text/property.js'
import { argsText, repr, str } from '../text/repr.js'
import { callers, type Method, missCallers, type Place, UNKNOWN } from './caller.js'
import { levelName } from './levels.js'

/** The arguments of a record: Python's tuple, or the one mapping that was given. */
export type LogArgs = readonly unknown[] | Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown> | null

/** The optional parameters of `LogRecord`, with Python's keyword names. */
export interface LogRecordOptions {
  /** The name of the function that the call stands in. Default null: not known. */
  func?: string | null | undefined
  /** The text of the stack. Default null: none. */
  sinfo?: string | null | undefined
}

/** The optional parameters of `Logger.makeRecord`. */
export interface MakeRecordOptions extends LogRecordOptions {
  /** Attributes for the record. Default null: none. */
  extra?: Readonly<Record<string, unknown>> | null | undefined
}

/** Makes records: a function, or a class derived from LogRecord. */
export type LogRecordFactory = (
  name: string | null,
  level: number | null,
  fn: string,
  lno: number,
  msg: unknown,
  args: LogArgs,
  exc_info: unknown,
  options?: LogRecordOptions,
) => LogRecord

// Symbols of the global registry: a record made by one copy of the package is read by another's handlers.
const RECORD = Symbol.for('treeline.record')

export const PLACE: unique symbol = Symbol.for('treeline.place') as never
export const STACKLEVEL: unique symbol = Symbol.for('treeline.stacklevel') as never

export const FIELDS: unique symbol = Symbol.for('treeline.fields') as never
export const CONTEXT: unique symbol = Symbol.for('treeline.context') as never
const MERGED: unique symbol = Symbol.for('treeline.merged') as never

/** The parts that a message was merged from. */
export interface Merged {
  readonly msg: string
  /** The arguments that the message takes. */
  readonly args: readonly unknown[]
  /** Returns a text without what has been removed from the message since. */
  readonly clean?: ((text: string) => string) | undefined
}

/** The data of a record's call, hidden from code that lists its attributes. */
export interface Called {
  /** The call's fields, if the record has lost its arguments on its way through a queue or over a wire. */
  [FIELDS]?: Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown> | undefined
  /** What its message was merged of, if that was done before a handler asked for it. */
  [MERGED]?: Merged | undefined
  /** The names of the attributes that are fields of the context that the call was made in. */
  [CONTEXT]?: readonly string[] | undefined
  /** The public method while its call is on the stack, where the caller is looked for; or the place, once it is known. */
  [PLACE]: Method | Place | undefined
  /** The call's `stacklevel`. */
  [STACKLEVEL]: number
}

/**
 * One logging event, with Python's attributes.
 *
 * `pathname filename module lineno funcName` are found when first read. That costs a walk of the call stack, and works only while
 * the logging call is on that stack: a handler that keeps records calls `prepare(record)` first. The attributes of time, thread
 * and process come from their source when read, too.
 *
 * Differs from Python: `exc_info` is the error itself, not a triple.
 */
export class LogRecord {
  // Declared only: a field that the class defined would be stored twice, a tenth of a line's cost (bench, json-buffered).
  declare name: string | null
  declare msg: unknown
  declare args: LogArgs
  declare levelname: string
  declare levelno: number
  /** The error (or whatever was thrown); true if a call asked for the active error and there was none; else null. */
  declare exc_info: unknown
  /** The text of `exc_info`, kept by the first formatter that made it. */
  declare exc_text: string | null
  declare stack_info: string | null
  /** Seconds since the epoch. */
  declare created: number
  /** The merged message, set when a formatter formats the record. */
  declare message: string | undefined
  /** The time text, set when a formatter that uses it formats the record. */
  declare asctime: string | undefined
  declare pathname: string | null
  declare filename: string | null
  declare module: string
  declare lineno: number
  declare funcName: string | null
  /** Milliseconds within the second, a whole number. */
  declare msecs: number
  /** Milliseconds since the library was loaded. */
  declare relativeCreated: number
  declare thread: number | null
  declare threadName: string | null
  declare process: number | null
  declare processName: string | null
  declare taskName: string | null;
  /** The attributes that `extra`, filters and factories added. */
  [attribute: string]: unknown

  // Hot path: thirteen stores in one order, one hidden class; everything else is an accessor of the prototype.
  constructor(
    name: string | null,
    level: number | null,
    pathname: string | null | undefined,
    lineno: number,
    msg: unknown,
    args: LogArgs,
    exc_info: unknown,
    options?: LogRecordOptions,
  ) {
    this.name = name
    this.msg = msg
    this.args = Array.isArray(args) && args.length === 1 ? onlyMapping(args) : args
    this.levelname = levelName(level as number)
    this.levelno = level as number
    this.exc_info = exc_info
    this.exc_text = null
    this.stack_info = options === undefined ? null : (options.sinfo ?? null)
    this.created = Date.now() / 1000
    this.message = undefined
    this.asctime = undefined
    const called = this as unknown as Called
    called[PLACE] = pathname === undefined ? undefined : { pathname, lineno, funcName: options?.func ?? null }
    called[STACKLEVEL] = 1
  }

  /**
   * Returns the message merged with its arguments, as Python's `msg % args`; without arguments the message as it is.
   *
   * @throws TypeError, RangeError as Python's `%` if the two do not fit
   */
  getMessage(): string {
    const { msg, args } = this
    const text = typeof msg === 'string' ? msg : str(msg)
    if (args === null || isEmpty(args)) return text
    return percent(text).format(args)
  }

  /** Returns Python's repr: `<LogRecord: app.db, 20, /app/main.js, 7, "started">`. */
  toString(): string {
    return `<LogRecord: ${this.name}, ${this.levelno}, ${this.pathname}, ${this.lineno}, "${str(this.msg)}">`
  }
}

Object.defineProperty(LogRecord.prototype, RECORD, { value: true })

/** Sets which caller a record names: 1 is the code that logged. */
export function setStacklevel(record: LogRecord, stacklevel: number): void {
  ;(record as unknown as Called)[STACKLEVEL] = stacklevel
}

/** Returns the arguments of a record's call, or its fields if only these have come along. */
export function givenTo(record: LogRecord): LogArgs {
  return record.args ?? keptFields(record) ?? null
}

/** Returns the fields that came along with a record beside its arguments. */
export function keptFields(record: LogRecord): Called[typeof FIELDS] {
  return (record as unknown as Called)[FIELDS]
}

/** Keeps a call's fields with a record whose arguments do not hold them. */
export function setFields(record: LogRecord, fields: Called[typeof FIELDS]): void {
  ;(record as unknown as Called)[FIELDS] = fields
}

/** Returns what a record's message was merged of before a handler asked for it; undefined if it was not. */
export function mergedOf(record: LogRecord): Merged | undefined {
  return (record as unknown as Called)[MERGED]
}

/** Keeps what a record's message was merged of: a filter that looks for secrets has to see the arguments. */
export function setMerged(record: LogRecord, merged: Merged): void {
  ;(record as unknown as Called)[MERGED] = merged
}

/** Returns the names of the attributes that are fields of the context that a record's call was made in. */
export function contextNames(record: LogRecord): Called[typeof CONTEXT] {
  return (record as unknown as Called)[CONTEXT]
}

/** Sets which attributes are fields of a context: formats that show the call's fields show them too. */
export function setContextNames(record: LogRecord, names: Called[typeof CONTEXT]): void {
  ;(record as unknown as Called)[CONTEXT] = names
}

function onlyMapping(args: readonly unknown[]): LogArgs {
  const only = args[0]
  if (typeof only !== 'object' || only === null) return args
  try {
    if (!isMapping(only) || isEmpty(only)) return args
    // Formats know the Maps of this realm.
    return isMap(only) && !(only instanceof Map) ? new Map(only) : only
  } catch {
    // A revoked proxy: an argument like any other.
  }
  return args
}

/** Returns where the record's call stands; finds it the first time. */
function placeOf(record: LogRecord): Place {
  const { current } = callers
  const place = current ? current.placeOf(record) : (record as unknown as Called)[PLACE]
  if (typeof place === 'object') return place
  if (!current) missCallers()
  return UNKNOWN
}

/** Returns the place of a record's call as `file:line`; '' if it is not known. */
export function calledAt(record: LogRecord): string {
  const place = callers.current?.placeOf(record)
  return place?.pathname ? `${place.pathname}:${place.lineno}` : ''
}

function fileName({ pathname }: Place): string | null {
  if (pathname === null) return null
  return pathname.slice(Math.max(pathname.lastIndexOf('/'), pathname.lastIndexOf('\\')) + 1).replace(/[?#].*/s, '')
}

function moduleName(place: Place): string {
  const filename = fileName(place)
  if (filename === null) return 'Unknown module'
  const stem = filename.slice(0, Math.max(filename.lastIndexOf('.'), 0))
  // Python's splitext: leading dots belong to the name.
  return /[^.]/.test(stem) ? stem : filename
}

/** @internal The factory of the realm's records, and when the first copy of this package was loaded: `relativeCreated`'s zero. */
export const records: {
  factory: LogRecordFactory | undefined
  /**
   * Makes a record by the factory; undefined before the first `setLogRecordFactory`: few programs have one, so bundles can drop
   * it.
   */
  make: ((...parameters: Parameters<LogRecordFactory>) => LogRecord) | undefined
  readonly startedAtMs: number
} = /* @__PURE__ */ shared('records', () => ({ factory: undefined, make: undefined, startedAtMs: Date.now() }))

/** Defines an object's property, also one whose name its prototypes guard. */
export function setOwn(object: object, name: string, value: unknown): void {
  Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true })
}

/** Returns the milliseconds of a time in seconds. */
export function msecsOf(created: number): number {
  return Math.round(created * 1000) % 1000
}

/** The attributes that are found when they are read. */
const COMPUTED: Record<string, (record: LogRecord) => unknown> = {
  pathname: (record) => placeOf(record).pathname,
  filename: (record) => fileName(placeOf(record)),
  module: (record) => moduleName(placeOf(record)),
  lineno: (record) => placeOf(record).lineno,
  funcName: (record) => placeOf(record).funcName,
  msecs: (record) => msecsOf(record.created),
  relativeCreated: (record) => record.created * 1000 - records.startedAtMs,
  thread: () => (settings.logThreads ? runtime().thread : null),
  threadName: () => (settings.logThreads ? runtime().threadName : null),
  process: () => (settings.logProcesses ? runtime().process : null),
  processName: () => (settings.logMultiprocessing ? runtime().processName : null),
  taskName: () => null,
}

// They become plain ones when they are assigned.
for (const name of Object.keys(COMPUTED)) {
  Object.defineProperty(LogRecord.prototype, name, {
    get(this: LogRecord) {
      return COMPUTED[name]!(this)
    },
    set(this: LogRecord, value: unknown) {
      setOwn(this, name, value)
    },
    configurable: true,
  })
}

/** The attributes that every record has, in Python's order. */
export const RECORD_ATTRIBUTES: readonly string[] = (
  'name msg args levelname levelno pathname filename module exc_info exc_text stack_info lineno funcName created msecs ' +
  'relativeCreated thread threadName processName process taskName'
).split(' ')

const STANDARD: ReadonlySet<string> = new Set([...RECORD_ATTRIBUTES, 'message', 'asctime'])

/** Returns whether `name` is one of Python's own attributes of a record, `message` and `asctime` included. */
export function isStandardAttribute(name: string): boolean {
  return STANDARD.has(name)
}

/** Returns whether `value` is a LogRecord, of this copy of the package or another. */
export function isLogRecord(value: unknown): value is LogRecord {
  return typeof value === 'object' && value !== null && (value as { [RECORD]?: unknown })[RECORD] === true
}

/** Returns whether a record has left its call, or was made elsewhere: the code that runs now is not the code that logged it. */
export function hasLeftCall(record: LogRecord): boolean {
  return Object.hasOwn(record, 'taskName')
}

/** Returns the text of a record whose message does not merge with its arguments: both, as they are. */
export function unmergedText(record: LogRecord): string {
  return `${str(record.msg)} ${argsText(record.args)}`
}

/** Returns whether a record carries an error, or was asked for the active one. */
export function hasException({ exc_info }: LogRecord): boolean {
  return exc_info !== null && exc_info !== undefined && exc_info !== false
}

/**
 * Returns a shallow copy that is a record of the same class, as Python's `copy.copy` does: for filters that change a record.
 *
 * Warm path: with a redacted argument, or where control characters are shown as text. To copy the descriptors takes 4.7 us, this 0.4.
 */
export function copyRecord(record: LogRecord): LogRecord {
  const prototype = Object.getPrototypeOf(record) as object
  try {
    return Object.setPrototypeOf({ ...record }, prototype) as LogRecord
  } catch {
    // An attribute's own getter throws.
    return Object.create(prototype, Object.getOwnPropertyDescriptors(record)) as LogRecord
  }
}

/** Returns whether arguments are none by Python's truth: a mapping without keys is as good as no arguments. */
function isEmpty(args: NonNullable<LogArgs>): boolean {
  if (Array.isArray(args)) return args.length === 0
  return isMapping(args) && isEmptyMapping(args)
}

function isClass(factory: LogRecordFactory): boolean {
  return (factory.prototype as { [RECORD]?: unknown } | undefined)?.[RECORD] === true
}

const INSTEAD = 'the factory of setLogRecordFactory failed: a plain LogRecord is logged'

/** Makes a record by the application's factory. If that fails or gives none, reports it and makes a plain one. */
function makeByFactory(...parameters: Parameters<LogRecordFactory>): LogRecord {
  const factory = records.factory!
  let failure: unknown
  let frame = ''
  try {
    const made = isClass(factory) ? new (factory as unknown as typeof LogRecord)(...parameters) : factory(...parameters)
    if (typeof (made as LogRecord | undefined)?.getMessage === 'function') return made
    catchRejection(made)
    failure = new TypeError(`expected a LogRecord, not ${repr(made)}`)
  } catch (thrown) {
    failure = thrown
    frame = /^ *at .*/m.exec(str(propertyOf(thrown, 'stack')))?.[0].trim() ?? ''
  }
  // A new error: the application may report its own elsewhere too.
  const error = Object.assign(new Error(str(failure)), { name: 'RecordFactoryError' })
  report(
    typeof factory === 'function' ? factory : records,
    withHint(error, frame === '' ? INSTEAD : `${INSTEAD}; ${frame}`),
  )
  return new LogRecord(...parameters)
}

/**
 * Sets the factory that makes records: a function with LogRecord's parameters, or a class derived from LogRecord.
 *
 * Differs from Python: if it throws or gives no record, that is reported, and the call is logged by a plain LogRecord.
 */
export function setLogRecordFactory(factory: LogRecordFactory | typeof LogRecord): void {
  records.factory = (factory as unknown) === LogRecord ? undefined : (factory as LogRecordFactory)
  records.make = makeByFactory
}

/**
 * Returns the factory that makes records.
 *
 * Differs from Python: a class is called with `new`. To wrap a factory that is a class, extend it.
 */
export function getLogRecordFactory(): LogRecordFactory | typeof LogRecord {
  return records.factory ?? LogRecord
}

/** Makes a record by the factory in force. */
export function newRecord(...parameters: Parameters<LogRecordFactory>): LogRecord {
  return records.factory === undefined ? new LogRecord(...parameters) : records.make!(...parameters)
}

/**
 * Makes a record from an object with its attributes, such as one that came over a wire. Keys that would reach a record's methods
 * or prototype (`__proto__`, `getMessage`) are left out.
 */
export function makeLogRecord(dict: Readonly<Record<string, unknown>>): LogRecord {
  const record = newRecord(null, null, '', 0, '', [], null)
  for (const key of Object.keys(dict)) {
    if (key in LogRecord.prototype && !STANDARD.has(key)) continue
    record[key] = dict[key]
  }
  return record
}

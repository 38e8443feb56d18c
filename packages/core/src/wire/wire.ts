import { callers } from '../records/caller.js'
import { jsonJob, jsonText, valueText } from '../text/jsonText.js'
import { givenTo, hasException, isStandardAttribute, keptFields, LogRecord, setFields } from '../records/record.js'
import { fieldError, unusedMapping } from '../formatting/fields.js'
import { unmergedRecord } from '../formatting/unmerged.js'
import { Given } from '../runtime/given.js'
import { report } from '../runtime/report.js'
import { isDict, isMap } from '../text/kinds.js'
import { readValue, str } from '../text/repr.js'
import { formatException } from '../text/traceback.js'
import { PAGE, RUNTIME } from './pageRuntime.js'

export { BATCH_VERSION, type BatchHeader, RECEIVED_HEADER } from './batchHeader.js'
export type { Outbox, OutboxEntry, OutboxMaker, OutboxOwner } from './outbox.js'

/** A record as it travels: what JSON can carry, the message merged, the error as text. */
export interface WireRecord {
  name: string
  levelno: number
  levelname: string
  /** The merged message. */
  msg: string
  /** Seconds since the epoch, by the sender's clock. */
  created: number
  exc_text?: string
  stack_info?: string
  pathname?: string
  lineno?: number
  funcName?: string
  /** Left out if it has the value of a page: 0 and `MainProcess`, 0 and `MainThread`. */
  process?: number
  processName?: string
  thread?: number
  threadName?: string
  /** The mapping argument's and `extra`'s values. */
  fields?: Record<string, unknown>
  /** How many of the fields, the first ones, are the mapping's: a line of text shows these. Left out for none. */
  given?: number
}

/** The parts of a record that travel. */
export interface WireOptions {
  /** Whether the caller's place is found (a walk of the call stack) and sent. Default true, in builds that find callers. */
  caller?: boolean
  /**
   * The most characters, about, of all that stands inside the objects among the fields: the rest is cut, and marked. A field that
   * is a text itself does not count. Default 16 000: an object may hold on to half a page, which should not be sent.
   */
  maxInside?: number
}

const MAX_INSIDE = 16_000

/**
 * Returns the values that a record carries beside its message: those of its mapping argument, then those that were added to it.
 */
export function recordFields(record: LogRecord): Record<string, unknown> | undefined {
  let fields: Record<string, unknown> | undefined
  const add = (key: string, value: unknown): void => {
    // The new object is not the application's: the text of its `toJSON` would replace the fields.
    if (key === 'toJSON' && typeof value === 'function') return
    fields ??= Object.create(null) as Record<string, unknown>
    fields[key] = value
  }
  const given = givenTo(record)
  const args = Array.isArray(given) ? keptFields(record) : given
  if (isMap(args)) for (const [key, value] of args) add(str(key), value)
  else if (isDict(args)) for (const key of Object.keys(args)) add(key, readValue(args, key))
  for (const key of Object.keys(record)) if (!isStandardAttribute(key)) add(key, record[key])
  return fields
}

/**
 * Returns a record as a plain object that JSON can carry. Must be called within the logging call, or on a prepared record, for
 * the caller's place to be right. Never throws. What a filter has spoiled has the type that it should have: a receiver takes no
 * other record, and would lose it.
 */
export function toWire(record: LogRecord, options: WireOptions = {}): WireRecord {
  const [msg, shown] = merged(record)
  const wire: WireRecord = {
    name: str(record.name ?? 'root'),
    levelno: Number.isSafeInteger(record.levelno) ? record.levelno : 0,
    levelname: str(record.levelname),
    msg: str(msg),
    created: timeOf(record.created),
  }
  const error = hasException(shown) ? shown.exc_info : fieldError(shown)
  const excText = record.exc_text ?? (error ? formatException(error) : null)
  if (excText) wire.exc_text = str(excText)
  if (record.stack_info) wire.stack_info = str(record.stack_info)
  if (options.caller ?? callers.current !== undefined) {
    wire.pathname = str(record.pathname ?? '')
    wire.lineno = record.lineno
    wire.funcName = str(record.funcName ?? '')
  }
  // Process and thread, where they are not a page's.
  for (const key of RUNTIME) if ((record[key] ?? PAGE[key]) !== PAGE[key]) Object.assign(wire, { [key]: record[key] })
  const fields = recordFields(shown)
  if (fields === undefined) return wire
  // As JSON leaves it out.
  for (const key in fields) if (fields[key] === undefined) delete fields[key]
  wire.fields = fields
  const mapping = unusedMapping(record) ?? {}
  const names = isMap(mapping) ? Array.from(mapping.keys(), str) : Object.keys(mapping)
  const given = new Set(names.filter((name) => name in fields)).size
  if (given > 0) wire.given = given
  return wire
}

/** Returns a record as one line of JSON text, bounded in depth and length. `more` comes first on the line. */
export function toWireLine(
  record: LogRecord,
  more: Readonly<Record<string, unknown>> = {},
  options: WireOptions = {},
): string {
  const { fields, ...wire } = toWire(record, options)
  const text = jsonText({ ...more, ...wire })
  if (fields === undefined || !text.endsWith('}')) return text
  return `${text.slice(0, -1)},"fields":${valueText(fields, jsonJob({}, [], options.maxInside ?? MAX_INSIDE))}}`
}

/** Returns the merged message, and the record that has the fields: a copy if the message does not merge. */
function merged(record: LogRecord): [msg: string, shown: LogRecord] {
  try {
    return [record.getMessage(), record]
  } catch (error) {
    // One source for all reports: a record is one of thousands.
    report(toWire, error, record)
    const shown = unmergedRecord(record)
    return [shown.getMessage(), shown]
  }
}

/**
 * The attributes of a record that came over a wire, which replace those of the process and the thread here. Warm path:
 * assignments, each to an accessor that defines a property, took 1.6 µs.
 */
class Received extends Given {
  constructor(
    record: LogRecord,
    readonly process: unknown,
    readonly processName: unknown,
    readonly thread: unknown,
    readonly threadName: unknown,
  ) {
    super(record)
  }
}

/** Returns a record's process or thread from the wire, or else a page's. */
function ofPage(wire: Readonly<Record<string, unknown>>, key: keyof typeof PAGE): unknown {
  return typeof wire[key] === typeof PAGE[key] ? wire[key] : PAGE[key]
}

/**
 * Makes a record from an object that came over a wire. Only the keys of WireRecord count, each checked; `fields` become
 * attributes, with an underscore behind a name that the record has already.
 *
 * @throws TypeError that names the key and what was expected
 */
export function fromWire(wire: unknown): LogRecord {
  if (!isDict(wire)) throw new TypeError('a record must be an object')
  const { lineno, fields } = wire
  const record = new LogRecord(
    text(wire, 'name'),
    expect(wire, 'levelno', 'an integer', Number.isSafeInteger),
    optional(wire, 'pathname') ?? '(unknown file)',
    Number.isSafeInteger(lineno) ? (lineno as number) : 0,
    text(wire, 'msg'),
    null,
    null,
    { func: optional(wire, 'funcName') ?? '(unknown function)', sinfo: optional(wire, 'stack_info') },
  )
  record.levelname = text(wire, 'levelname')
  record.created = expect(wire, 'created', 'seconds since the epoch', isTime)
  record.exc_text = optional(wire, 'exc_text')
  // The sender's process and thread: a record must not claim the receiver's. `received` is the record itself; it is used, as a
  // bundler leaves out unused objects.
  const received = new Received(
    record,
    ofPage(wire, 'process'),
    ofPage(wire, 'processName'),
    ofPage(wire, 'thread'),
    ofPage(wire, 'threadName'),
  ) as unknown as LogRecord
  if (fields !== undefined) addFields(received, expect(wire, 'fields', 'an object', isDict), Number(wire['given']))
  return received
}

function text(wire: Readonly<Record<string, unknown>>, key: string): string {
  return expect(wire, key, 'a string', isText)
}

function optional(wire: Readonly<Record<string, unknown>>, key: string): string | null {
  return wire[key] === undefined ? null : text(wire, key)
}

function expect<T>(
  wire: Readonly<Record<string, unknown>>,
  key: string,
  wanted: string,
  holds: (value: unknown) => boolean,
): T {
  const value = wire[key]
  if (holds(value)) return value as T
  throw new TypeError(`${key}: expected ${wanted}`)
}

function isText(value: unknown): boolean {
  return typeof value === 'string'
}

function addFields(record: LogRecord, fields: object, given: number): void {
  const shown = Object.create(null) as Record<string, unknown>
  let left = given
  for (const [field, value] of Object.entries(fields)) {
    let key = field
    // As JSONFormatter does: a field named like an attribute is kept under another name.
    while (key in record) key += '_'
    record[key] = value
    if (left-- > 0) shown[key] = value
  }
  if (given > 0) setFields(record, shown)
}

/** Returns a record's time; for what is none the present one, and 0 where the clock has none either. */
function timeOf(created: number): number {
  if (isTime(created)) return created
  const now = Date.now() / 1000
  return isTime(now) ? now : 0
}

/** Returns whether a Date can show a time. */
function isTime(value: unknown): boolean {
  return typeof value === 'number' && Math.abs(value) <= 8.64e12
}

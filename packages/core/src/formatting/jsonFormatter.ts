import { givenTo, isStandardAttribute, keptFields, LogRecord } from '../records/record.js'
import { takesOnly } from '../runtime/checks.js'
import { refusePromise } from '../runtime/promise.js'
import { isoText } from '../text/isoTime.js'
import { clip, type JSONJob, jsonJob, jsonText, mapFields, quote, readProperty, valueText } from '../text/jsonText.js'
import { isError, isMap, isMapping } from '../text/kinds.js'
import { errorType, repr } from '../text/repr.js'
import { Formatter } from './formatter.js'
import { JSONFields, valuesOf } from './jsonFields.js'
import { type JSONFormatterOptions, type Layout, layoutOf } from './jsonLayout.js'

/** The part of a record that depends only on the logger and the level. */
export interface Origin {
  readonly name: string | null
  readonly levelno: number
  readonly levelname: string
}

/** The sources that are the same for each record of one logger and level. */
export const ORIGIN: Readonly<Record<string, (origin: Origin, layout: Layout) => unknown>> = {
  name: ({ name }) => name ?? 'root',
  levelname: ({ levelname }) => levelname,
  levelno: ({ levelno }) => levelno,
  levelLower: ({ levelname }) => levelname.toLowerCase(),
  severity: ({ levelno }, { levels }) => severity(levelno, levels),
  scope: ({ name }) => ({ name: name ?? 'root' }),
}

/** The other sources that are no attribute of the record. */
const COMPUTED: Readonly<Record<string, (record: LogRecord) => unknown>> = {
  epochMs: (record) => Math.round(record.created * 1000),
  sourceLocation: (record) => ({ file: record.pathname, line: record.lineno, function: record.funcName }),
}

/** The part of a record that holds its error and its stack. */
type Failed = Pick<LogRecord, 'exc_info' | 'exc_text' | 'stack_info'> & Partial<Pick<LogRecord, 'message'>>

/** The sources that a record has only with an error (if `exc_info` is one) or a stack. Undefined or '' is left out. */
const LATE: Readonly<Record<string, (record: Failed, stack: string, error: Error | undefined) => unknown>> = {
  exc_info: (record) => record.exc_text,
  stack_info: (_record, stack) => stack,
  exc_type: (_record, _stack, error) => error && errorType(error),
  exc_message: (_record, _stack, error) => error && readProperty(error, 'message'),
  exc_fields: (_record, _stack, error) => error && errorFields(error),
  error: ({ exc_text }, _stack, error) => error ?? (exc_text && { stack: exc_text }),
  fullMessage: (record, stack) => [record.message, record.exc_text, stack].filter(Boolean).join('\n'),
}

/** The fields that the text of an error shows. */
const OF_TEXT: ReadonlySet<string> = new Set(['name', 'message', 'stack', 'cause', 'errors'])

/** A key as it stands on the line, with the comma before it and its colon; and its source. */
type Entry = readonly [literal: string, source: string]

/**
 * A formatter that makes each record one line of JSON: by default
 * `{"time":"2026-11-21T01:02:03.456Z","level":"INFO","logger":"app.db","message":"…"`, then the values of the mapping argument
 * and of `extra` (and what filters added), then `"exc_info"`, `"exc_fields"` (an error's `code`, `status` and the like) and
 * `"stack_info"` if there are any.
 *
 * No key comes twice: `extra` wins over the mapping argument; a field with the name of one of the line's own keys gets an
 * underscore (`time_`; and `time_` itself is `time__`). Any value can be logged: a value that is cyclic, too large or unreadable
 * is marked, see `jsonText`.
 *
 * @throws TypeError, RangeError for an option that is wrong
 * @example
 * handler.setFormatter(new JSONFormatter({ keys: { ts: 'time', level: 'levelLower', msg: 'message' } }))
 */
export class JSONFormatter extends Formatter {
  /** @internal */
  readonly layout: Layout
  /** @internal The keys that stand before the fields. */
  readonly early: readonly Entry[]
  /** @internal The constants, each with a comma before it. */
  readonly constants: string
  /** @internal */
  readonly fields: JSONFields
  /** @internal The attributes that `keys` shows: fields leave them out. */
  readonly shown: ReadonlySet<string>
  private readonly late: readonly Entry[]
  /** The keys of every record, in its constructor's order. */
  private readonly usual: readonly string[] = Object.keys(new LogRecord(null, 0, undefined, 0, '', null, null))

  constructor(options?: JSONFormatterOptions | null) {
    if (new.target === JSONFormatter) takesOnly(1, arguments)
    super()
    const layout = layoutOf(options ?? {})
    const { keys = {}, constants = {}, fields, prefix, errorInFields } = layout
    const entries = Object.entries(keys)
    checkDirection(entries)
    const early = entries.filter(([, source]) => !Object.hasOwn(LATE, source))
    const late = entries.filter(([, source]) => Object.hasOwn(LATE, source))
    const shows = (...sources: string[]): boolean => late.some(([, source]) => sources.includes(source))
    if (!shows('exc_info', 'error', 'fullMessage')) {
      late.push(['exc_info', 'exc_info'])
      if (!shows('exc_fields')) late.push(['exc_fields', 'exc_fields'])
    }
    if (!shows('stack_info', 'fullMessage')) late.push(['stack_info', 'stack_info'])

    this.layout = layout
    this.early = early.map(literalOf)
    this.late = late.map(literalOf)
    this.constants = Object.entries(constants)
      .map(([key, value]) => this.member(`,${quote(key)}:`, value))
      .join('')
    this.shown = new Set(Object.values(keys).filter(isAttribute))

    const lateKeys = late.map(([key]) => key)
    const line = [...early.map(([key]) => key), ...Object.keys(constants)]
    if (typeof fields === 'string') line.push(fields)
    if (!errorInFields) line.push(...lateKeys)
    const twice = line.find((key, index) => line.indexOf(key) < index)
    if (twice !== undefined) throw new RangeError(`JSONFormatter: the key ${repr(twice)} is given twice`)
    const beside = typeof fields !== 'string' ? line : errorInFields ? lateKeys : []
    this.fields = new JSONFields(beside, prefix)
  }

  /** Returns whether `asctime` is among the attributes shown. */
  override usesTime(): boolean {
    return this.shown.has('asctime')
  }

  /**
   * Returns the record's line, without a newline. Sets the record's `message`, `asctime` and `exc_text`, as `Formatter.format`
   * does.
   *
   * @throws TypeError, RangeError if the message does not merge with its arguments; TypeError for a method of a subclass that
   *   returns a promise
   */
  override format(record: LogRecord): string {
    record.message = record.getMessage()
    if (this.usesTime()) record.asctime = refusePromise(this.formatTime(record, this.datefmt))
    this.keepException(record)
    const { fields, errorInFields } = this.layout
    const late = this.lateText(record)
    const inner = (fields === false ? '' : this.fieldsText(record)) + (errorInFields ? late : '')
    const line = this.earlyText(record) + this.constants + this.inObject(inner) + (errorInFields ? '' : late)
    return `{${line.slice(1)}}`
  }

  /** @internal Puts fields into the object that the layout has for them. */
  inObject(fieldsText: string): string {
    const { fields } = this.layout
    return fieldsText !== '' && typeof fields === 'string' ? `,${quote(fields)}:{${fieldsText.slice(1)}}` : fieldsText
  }

  /** @internal Returns a key and its value; '' if the value is undefined. */
  member(literal: string, value: unknown): string {
    const text = valueText(value, jsonJob(this.layout.limits))
    return text === undefined ? '' : literal + text
  }

  private earlyText(record: LogRecord): string {
    let text = ''
    for (const [literal, source] of this.early) {
      if (source === 'time') text += literal + timeText(record)
      else if (source === 'message')
        text += literal + quote(clip(record.message!, jsonJob(this.layout.limits).maxLength))
      else if (Object.hasOwn(ORIGIN, source))
        text += this.member(literal, ORIGIN[source]!(record, this.layout)) || `${literal}null`
      else
        text += this.member(
          literal,
          Object.hasOwn(COMPUTED, source) ? COMPUTED[source]!(record) : readProperty(record, source),
        )
    }
    return text
  }

  /** @internal Returns the keys that a record has only with an error or a stack, with their values. */
  lateText(record: Failed): string {
    const { exc_info, exc_text, stack_info } = record
    if (!exc_text && !stack_info) return ''
    const stack = stack_info ? refusePromise(this.formatStack(stack_info)) : ''
    const error = isError(exc_info) ? exc_info : undefined
    let text = ''
    for (const [literal, source] of this.late)
      text += this.member(literal, LATE[source]!(record, stack, error) || undefined)
    return text
  }

  private fieldsText(record: LogRecord): string {
    const added = this.addedKeys(record)
    const given = mappingOf(givenTo(record)) ?? keptFields(record)
    if (added === undefined && given === undefined) return ''
    // The line itself counts as the first object of the depth.
    const job: JSONJob = jsonJob(this.layout.limits, [record])
    if (given === undefined) return this.fields.text(added!, valuesOf(record, added!, job), job)
    const source = isMap(given) ? mapFields(given, job) : given
    const surplus = isMap(given) ? Math.max(0, given.size - job.maxKeys) : 0
    const givenKeys = keysOf(source)
    if (added === undefined) return this.fields.text(givenKeys, valuesOf(source, givenKeys, job), job, surplus)
    const over = new Set(added)
    const keys = [...new Set([...givenKeys, ...added])]
    const values = keys.slice(0, job.maxKeys).map((key) => readProperty(over.has(key) ? record : source, key))
    return this.fields.text(keys, values, job, surplus)
  }

  /** Returns the record's attributes that are not Python's: those of `extra` and of filters. */
  private addedKeys(record: LogRecord): string[] | undefined {
    const { usual } = this
    let added: string[] | undefined
    let index = 0
    for (const key in record) if (key !== usual[index++] && this.isAdded(record, key)) (added ??= []).push(key)
    return added
  }

  private isAdded(record: LogRecord, key: string): boolean {
    return !isStandardAttribute(key) && !this.shown.has(key) && Object.hasOwn(record, key)
  }
}

/** Returns what an error has beside its text: `code`, `status` and the like; undefined for nothing. */
export function errorFields(error: Error): object | undefined {
  const keys = keysOf(error).filter((key) => !OF_TEXT.has(key))
  return keys.length > 0 ? Object.fromEntries(keys.map((key) => [key, readProperty(error, key)])) : undefined
}

const literalOf = ([key, source]: [string, string]): Entry => [`,${quote(key)}:`, source]

/**
 * Checks that `keys` is not written the wrong way round.
 *
 * @throws RangeError for keys that seem to be attributes, with sources that seem to be keys: the line would show nothing
 */
function checkDirection(entries: readonly (readonly [string, string])[]): void {
  if (entries.some(([, source]) => /^(?:m|fullM)essage$/.test(source))) return
  const unknown = entries.find(([key, source]) => key !== source && isAttribute(source) && !isStandardAttribute(source))
  if (unknown === undefined) return
  const [key, source] = unknown
  const hint = `write what the line has first: { ${key}: ${repr(source)} } has the attribute ${repr(source)} under ${repr(key)}`
  throw new RangeError(`JSONFormatter: keys shows no message, and no record has ${repr(source)} by itself; ${hint}`)
}

/** Returns whether a source is an attribute of the record, and not made from others. */
function isAttribute(source: string): boolean {
  return (
    source !== 'time' && source !== 'message' && ![ORIGIN, COMPUTED, LATE].some((made) => Object.hasOwn(made, source))
  )
}

function severity(levelno: number, levels: JSONFormatterOptions['levels']): unknown {
  if (levels === undefined) return levelno
  const from = Object.keys(levels)
    .map(Number)
    .sort((a, b) => a - b)
  return levels[from.filter((level) => level <= levelno).at(-1) ?? from[0]!]
}

/** Returns the one mapping that a record was given; a proxy that cannot be read is none. */
function mappingOf(args: LogRecord['args']): object | undefined {
  try {
    if (args === null || Array.isArray(args)) return undefined
    return Object.getPrototypeOf(args) === Object.prototype || isMapping(args) ? args : undefined
  } catch {
    return undefined
  }
}

function keysOf(object: object): string[] {
  try {
    return Object.keys(object)
  } catch {
    return []
  }
}

function timeText({ created }: LogRecord): string {
  return isoText(Math.round(created * 1000)) ?? jsonText(created)
}

import { Formatter } from './formatter.js'
import { isoText } from '../text/isoTime.js'
import {
  clip,
  errorType,
  escape,
  type JSONJob,
  jsonJob,
  jsonText,
  mapFields,
  quote,
  read,
  valueText,
} from '../text/jsonText.js'
import { areAtoms, type Atoms, isAtom, JSONFields, valuesOf } from './jsonFields.js'
import { type JSONFormatterOptions, type Layout, layoutOf } from './jsonLayout.js'
import { isError, isMapping } from '../text/kinds.js'
import { levelName } from '../records/levels.js'
import { Opening, type Origin } from './linePrefix.js'
import { Kept, type Line } from './line.js'
import { addMessage, callMapping, percent } from '../text/percent.js'
import { type Args, type Extra, isFree, isStandardAttribute, LogRecord } from '../records/record.js'
import { callMs } from '../realm/registry.js'
import { repr } from '../text/repr.js'

/** A piece of a line up to the fields: what is kept, what is found in the record, or the message. */
type Part = Opening | ((record: LogRecord) => string) | typeof MESSAGE

const MESSAGE = null

/** Stands for the line of a call that has no record. */
const LINE = {}

/** What a key may hold beside the record's attributes. */
const COMPUTED: Readonly<Record<string, (record: LogRecord, layout: Layout) => unknown>> = {
  epochMs: (record) => Math.round(record.created * 1000),
  sourceLocation: (record) => ({ file: record.pathname, line: record.lineno, function: record.funcName }),
}

/** What is the same for each record of one logger and level: written once, then taken from a cache. */
const STABLE: Readonly<Record<string, (origin: Origin, layout: Layout) => unknown>> = {
  name: ({ name }) => name ?? 'root',
  levelname: ({ levelname }) => levelname,
  levelno: ({ levelno }) => levelno,
  levelLower: ({ levelname }) => levelname.toLowerCase(),
  severity: ({ levelno }, { levels }) => severity(levelno, levels),
  scope: ({ name }) => ({ name: name ?? 'root' }),
}

/** What a record has only with an error or a stack. Undefined or '' is left out. */
const LATE: Readonly<Record<string, (record: LogRecord, stack: string) => unknown>> = {
  exc_info: (record) => record.exc_text,
  stack_info: (_record, stack) => stack,
  exc_type: ({ exc_info }) => (isError(exc_info) ? errorType(exc_info) : ''),
  exc_message: ({ exc_info }) => (isError(exc_info) ? read(exc_info, 'message') : ''),
  error: ({ exc_info, exc_text }) => (isError(exc_info) ? exc_info : exc_text && { stack: exc_text }),
  fullMessage: (record, stack) => [record.message, record.exc_text, stack].filter(Boolean).join('\n'),
}

/**
 * Formats each record as one line of JSON: by default
 * `{"time":"2026-11-21T01:02:03.456Z","level":"INFO","logger":"app.db","message":"…"`, then the values of the mapping argument
 * and of `extra` (and what filters added), then `"exc_info"` and `"stack_info"` where there are any.
 *
 * No key comes twice: `extra` wins over the mapping argument; a field named as one of the line's own keys gets an underscore
 * (`time_`; and `time_` itself is `time__`). Any value can be logged: what is cyclic, too large or unreadable is marked, see
 * `jsonText`.
 *
 * @throws TypeError, RangeError for an option that is wrong
 */
export class JSONFormatter extends Formatter {
  private readonly layout: Layout
  private readonly maxLength: number
  private readonly head: Part[] = []
  /** Whether the line of a record without fields, error and stack is made of the message and of what is kept. */
  private readonly isKept: boolean
  private readonly tail: [literal: string, source: string][]
  /** What stands behind the last key of `head` on every line: the message's closing quote, the constants. */
  private readonly fixed: string
  /** `fixed` and the closing brace: the end of a line without fields. */
  private readonly end: string
  private readonly keptFixed: Kept
  private readonly keptEnd: Kept
  /** Whether the line's first key is on every line, with the opening brace before it. */
  private readonly opened: boolean
  private readonly fields: JSONFields
  /** Whether a field's text depends on nothing but the field. */
  private readonly showsAtoms: boolean
  /** The attributes that `keys` shows: not to be shown again as fields. */
  private readonly shown: ReadonlySet<string>
  private readonly showsTime: boolean
  private keptExtra: KeptExtra | undefined
  /** The keys of every record, in its constructor's order. */
  private readonly usual: readonly string[] = Object.keys(new LogRecord(null, 0, undefined, 0, '', null, null))

  constructor(options?: JSONFormatterOptions | null) {
    super()
    const layout = layoutOf(options ?? {})
    const { keys = {}, constants = {}, fields, prefix, errorInFields } = layout
    const early: [string, string][] = []
    const late: [string, string][] = []
    for (const entry of Object.entries(keys)) (Object.hasOwn(LATE, entry[1]) ? late : early).push(entry)
    const shows = (...sources: string[]): boolean => late.some(([, source]) => sources.includes(source))
    if (!shows('exc_info', 'error', 'fullMessage')) late.push(['exc_info', 'exc_info'])
    if (!shows('stack_info', 'fullMessage')) late.push(['stack_info', 'stack_info'])

    this.layout = layout
    this.maxLength = jsonJob(layout.limits).maxLength
    this.shown = new Set(Object.values(keys).filter(isAttribute))
    this.showsTime = this.shown.has('asctime')
    this.opened = early.length > 0 && isAlways(early[0]![1])
    const constant = Object.entries(constants).map(([key, value]) => this.member(`,${quote(key)}:`, value))
    this.fixed = this.compile(early) + constant.join('')
    this.end = `${this.fixed}}`
    this.keptFixed = new Kept(this.fixed)
    this.keptEnd = new Kept(this.end)
    this.showsAtoms = !prefix && typeof fields !== 'string'
    this.isKept = this.opened && this.head.every((part) => typeof part !== 'function')
    this.tail = late.map(([key, source]) => [`,${quote(key)}:`, source])

    const lateKeys = late.map(([key]) => key)
    const line = [...early.map(([key]) => key), ...Object.keys(constants)]
    if (typeof fields === 'string') line.push(fields)
    if (!errorInFields) line.push(...lateKeys)
    const twice = line.find((key, index) => line.indexOf(key) < index)
    if (twice !== undefined) throw new RangeError(`JSONFormatter: the key ${repr(twice)} is given twice`)
    const beside = typeof fields !== 'string' ? line : errorInFields ? lateKeys : []
    this.fields = new JSONFields(beside, prefix)
  }

  /** Tells whether `asctime` is among the attributes shown. */
  override usesTime(): boolean {
    return this.showsTime
  }

  /**
   * Gives the record's line, without a newline. Sets the record's `message`, `asctime` and `exc_text`, as
   * `Formatter.format` does.
   */
  // Hot path: the line of a plain record is three pieces, two of them ready in caches, the message's quotes among them; the
  // rest is only looked for. Each piece costs when it is added, and again when the line is written or the rope collected.
  override format(record: LogRecord): string {
    record.message = record.getMessage()
    if (this.usesTime()) record.asctime = this.formatTime(record, this.datefmt)
    this.keepException(record)
    const late = record.exc_text || record.stack_info ? this.lateText(record) : ''
    const { fields, errorInFields } = this.layout
    const inner = (fields === false ? '' : this.fieldsText(record)) + (errorInFields ? late : '')
    return this.assembled(this.headText(record), inner, errorInFields ? '' : late)
  }

  /** Puts a line together: up to the fields, the fields, and what comes behind them. */
  private assembled(head: string, inner: string, late: string): string {
    if (inner === '' && late === '' && this.opened) return head + this.end
    const line = head + this.fixed + this.inObject(inner) + late
    return this.opened ? `${line}}` : `{${line.slice(1)}}`
  }

  /** Puts fields into the object that the layout has for them. */
  private inObject(inner: string): string {
    const { fields } = this.layout
    return inner !== '' && typeof fields === 'string' ? `,${quote(fields)}:{${inner.slice(1)}}` : inner
  }

  /** @internal Hot path: see `Formatter.formatCall`. What is kept, the message, and fields. */
  override formatCall(line: Line, name: string, levelno: number, msg: string, args: Args, extra: Extra): boolean {
    if (!this.isKept || this.format !== own.format || this.usesTime !== own.usesTime) return false
    const levelname = levelName(levelno)
    const time = isoText(callMs())
    const mapping = callMapping(args)
    const fields = mapping !== undefined || extra !== null ? this.callFields(mapping, extra) : ''
    if (time === undefined || fields === undefined) return false
    const { head } = this
    line.begin()
    for (let i = 0; i < head.length; i++) {
      const part = head[i] as Opening | typeof MESSAGE
      if (part !== MESSAGE) line.kept(part.of(name, levelno, levelname, time))
      else if (!this.addMessage(line, msg, args, mapping)) return false
    }
    if (fields === '') line.kept(this.keptEnd)
    else this.addFields(line, fields)
    return true
  }

  private addMessage(line: Line, msg: string, args: Args, mapping: object | undefined): boolean {
    const start = line.length
    // An escaped text is no shorter than the text that must not be longer than this.
    return addMessage(line, msg, args, mapping, escape) && line.length - start <= this.maxLength
  }

  private addFields(line: Line, fields: Fields): void {
    line.kept(this.keptFixed)
    if (typeof fields === 'string') line.text(fields)
    else if (fields instanceof Kept) line.kept(fields)
    else this.fields.addTo(line, fields)
    line.text('}')
  }

  /** Gives the fields of a call: of its mapping, or of its `extra`; undefined where only a record tells what they are. */
  private callFields(mapping: object | undefined, extra: Extra): Fields | undefined {
    if (this.layout.fields === false) return extra === null ? '' : undefined
    if (extra !== null) return mapping === undefined ? this.extraFields(extra) : undefined
    if (mapping === undefined) return ''
    const job = this.lineJob(LINE)
    const keys = Object.keys(mapping)
    const values = valuesOf(mapping, keys, job)
    if (this.showsAtoms && areAtoms(keys, values, job)) return { keys, values }
    return this.inObject(this.fields.text(keys, values, job))
  }

  /** Gives the fields of an `extra`. An adapter's is the same again and again: its text is kept while its values stay. */
  private extraFields(extra: NonNullable<Extra>): string | Kept | undefined {
    const { keptExtra } = this
    if (keptExtra !== undefined && keptExtra.extra === extra && holds(keptExtra, extra)) return keptExtra.fields
    if (typeof extra !== 'object') return undefined
    const keys: string[] = []
    for (const key in extra) {
      if (!isFree(key) || this.shown.has(key)) return undefined
      keys.push(key)
    }
    // First, because what cannot be read is the record's business.
    const values = keys.map((key) => extra[key])
    const text = this.inObject(this.fields.text(keys, values, this.lineJob(LINE)))
    this.keptExtra = values.every(isAtom) ? { extra, keys, values, fields: new Kept(text) } : undefined
    return text
  }

  /** @param line stands for the line, which is the first object of the depth */
  private lineJob(line: object): JSONJob {
    return jsonJob(this.layout.limits, [line])
  }

  /** Gives the line up to the fields. */
  private headText(record: LogRecord): string {
    const { head } = this
    let text = ''
    for (let i = 0; i < head.length; i++) {
      const part = head[i]!
      if (part === MESSAGE) text += messageText(record, this.maxLength)
      else if (typeof part === 'function') text += part(record)
      else text += part.of(record.name, record.levelno, record.levelname, timeText(record)).text
    }
    return text
  }

  /**
   * Makes the pieces up to the fields. What stays the same for a logger and a level is one piece, the time in it, and the
   * quotes around the message. Gives what has to stand before the next piece.
   */
  private compile(keys: readonly [key: string, source: string][]): string {
    let run: Stable[] = []
    let quoteMark = ''
    const close = (): void => {
      if (run.length > 0) this.head.push(this.stable(run))
      run = []
    }
    keys.forEach(([key, source], index) => {
      const literal = `${quoteMark}${index === 0 && this.opened ? '{' : ','}${quote(key)}:`
      quoteMark = ''
      if (!isAlways(source)) {
        close()
        this.head.push(this.optional(literal, source))
        return
      }
      if (source === 'time' && run.some((stable) => stable.source === 'time')) close()
      if (source !== 'message') return void run.push({ literal, source })
      run.push({ literal: `${literal}"`, source: undefined })
      close()
      this.head.push(MESSAGE)
      quoteMark = '"'
    })
    close()
    return quoteMark
  }

  /** Gives the piece of a key that not every record has. A closing quote before it has to stand in any case. */
  private optional(literal: string, source: string): (record: LogRecord) => string {
    const quoteMark = literal.startsWith('"') ? '"' : ''
    return (record) => this.member(literal, this.value(record, source)) || quoteMark
  }

  private value(record: LogRecord, source: string): unknown {
    return Object.hasOwn(COMPUTED, source) ? COMPUTED[source]!(record, this.layout) : read(record, source)
  }

  private member(literal: string, value: unknown): string {
    const text = valueText(value, jsonJob(this.layout.limits))
    return text === undefined ? '' : literal + text
  }

  /** Gives the piece of what depends on the logger and the level only, and of the time. */
  private stable(run: readonly Stable[]): Opening {
    const timed = run.some(({ source }) => source === 'time')
    return new Opening((origin) => this.pieces(run, origin), timed)
  }

  private pieces(run: readonly Stable[], origin: Origin): [before: string, behind: string] {
    let before = ''
    let text = ''
    for (const { literal, source } of run) {
      text += literal
      if (source === 'time') {
        before = text
        text = ''
      } else if (source !== undefined) {
        text += this.member('', STABLE[source]!(origin, this.layout)) || 'null'
      }
    }
    return [before, text]
  }

  private lateText(record: LogRecord): string {
    const stack = record.stack_info ? this.formatStack(record.stack_info) : ''
    let text = ''
    for (const [literal, source] of this.tail) text += this.member(literal, LATE[source]!(record, stack) || undefined)
    return text
  }

  private fieldsText(record: LogRecord): string {
    const { args } = record
    const added = this.addedKeys(record)
    const given = mappingOf(args)
    if (added === undefined && given === undefined) return ''
    const job = this.lineJob(record)
    if (given === undefined) return this.fields.text(added!, valuesOf(record, added!, job), job)
    const source = given instanceof Map ? mapFields(given, job) : given
    const surplus = given instanceof Map ? Math.max(0, given.size - job.maxKeys) : 0
    const givenKeys = keysOf(source)
    if (added === undefined) return this.fields.text(givenKeys, valuesOf(source, givenKeys, job), job, surplus)
    const over = new Set(added)
    const keys = [...new Set([...givenKeys, ...added])]
    const values = keys.slice(0, job.maxKeys).map((key) => read(over.has(key) ? record : source, key))
    return this.fields.text(keys, values, job, surplus)
  }

  /** The record's attributes that are not Python's: `extra`'s and those of filters. */
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

const { getMessage } = LogRecord.prototype

// In a pure call, so that bundlers drop the class where it is not used.
const own = /* @__PURE__ */ (() => {
  const { format, usesTime } = JSONFormatter.prototype
  return { format, usesTime }
})()

/** A call's fields: their text, the same as last time, or what is to be written of them. */
type Fields = string | Kept | Atoms

interface KeptExtra {
  readonly extra: object
  readonly keys: readonly string[]
  readonly values: readonly unknown[]
  readonly fields: Kept
}

/** Tells whether an `extra` still has the keys and values that it had. */
function holds({ keys, values }: KeptExtra, extra: NonNullable<Extra>): boolean {
  let index = 0
  for (const key in extra) {
    if (key !== keys[index] || extra[key] !== values[index]) return false
    index++
  }
  return index === keys.length
}

interface Stable {
  literal: string
  source: string | undefined
}

/**
 * Gives the message as JSON text, without its quotes.
 *
 * Hot path. A message that was merged from a format and plain values is put together again from escaped pieces: to look
 * through the merged text the engine would have to flatten it first, which costs more (159 against 65 ns on Node 20). Where
 * no piece needed an escape, the merged text itself is taken.
 */
function messageText(record: LogRecord, maxLength: number): string {
  const message = record.message!
  const pieces = message.length <= maxLength ? escapedPieces(record, message) : undefined
  return pieces === undefined ? escape(clip(message, maxLength)) : pieces
}

function escapedPieces(record: LogRecord, message: string): string | undefined {
  const { msg, args } = record
  if (typeof msg !== 'string' || record.getMessage !== getMessage) return undefined
  try {
    return Array.isArray(args) && args.length > 0 ? percent(msg).escaped(args, escape, message) : undefined
  } catch {
    // A revoked proxy in the place of the arguments.
    return undefined
  }
}

/** Tells whether every record has it, so that its key need not wait for the value. */
function isAlways(source: string): boolean {
  return source === 'time' || source === 'message' || Object.hasOwn(STABLE, source)
}

/** Tells whether it is the record's attribute of that name, and not made from others. */
function isAttribute(source: string): boolean {
  return !isAlways(source) && !Object.hasOwn(COMPUTED, source) && !Object.hasOwn(LATE, source)
}

function severity(levelno: number, levels: JSONFormatterOptions['levels']): unknown {
  if (levels === undefined) return levelno
  const from = Object.keys(levels)
    .map(Number)
    .sort((a, b) => a - b)
  return levels[from.filter((level) => level <= levelno).at(-1) ?? from[0]!]
}

/** The one mapping a record was given; a proxy that cannot be looked at is none. */
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

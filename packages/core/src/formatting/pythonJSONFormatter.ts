import { isStandardAttribute, type LogRecord, RECORD_ATTRIBUTES } from '../records/record.js'
import { checkNamedOptions } from '../runtime/namedOptions.js'
import { checkOption, ofType } from '../runtime/checks.js'
import { jsonText } from '../text/jsonText.js'
import { isError, isMapping } from '../text/kinds.js'
import { asObject } from '../text/mapObject.js'
import { repr } from '../text/repr.js'
import { Formatter } from './formatter.js'
import type { StyleClass } from './style.js'
import { styleOf } from './styles.js'

type Fields = Readonly<Record<string, unknown>>

/** The optional parameters of `PythonJSONFormatter`, with the names that python-json-logger gives them. */
export interface PythonJSONFormatterOptions {
  /** A strftime format for `asctime`. Default: ISO 8601 with a space and a comma before the milliseconds. */
  datefmt?: string | null | undefined
  /** How `fmt` names its fields: `'%'` (the default), `'{'`, `'$'`, or `','` for names with commas between them. */
  style?: string | StyleClass | undefined
  /** Whether a wrong format string is refused at once. Default true. */
  validate?: boolean | undefined
  /** The text before each line. Default none. */
  prefix?: string | undefined
  /** Other names for fields: `{ levelname: 'severity' }`. Default none. */
  rename_fields?: Readonly<Record<string, string>> | null | undefined
  /** Whether a renamed field that a record lacks is null on its line. Default false: it is left out. */
  rename_fields_keep_missing?: boolean | undefined
  /** Fields that are the same on every line. Default none. */
  static_fields?: object | null | undefined
  /** Values for fields that a record lacks. Default none. */
  defaults?: object | null | undefined
  /** The attributes that are only shown when `fmt` names them. Default Python's own. */
  reserved_attrs?: readonly string[] | null | undefined
  /** Whether the time (ISO 8601, UTC) is shown, as `timestamp` or under another name. Default false. */
  timestamp?: boolean | string | undefined
  /** Whether an error's text is an array of its lines. Default false. */
  exc_info_as_array?: boolean | undefined
  /** Whether a stack's text is an array of its lines. Default false. */
  stack_info_as_array?: boolean | undefined
  /** The number of spaces, or the text, before each level of nesting. Default none: one line. */
  json_indent?: number | string | null | undefined
  /** Whether characters other than ASCII's are escaped. Default true. */
  json_ensure_ascii?: boolean | undefined
}

const NAMES =
  'datefmt style validate prefix rename_fields rename_fields_keep_missing static_fields defaults reserved_attrs timestamp ' +
  'exc_info_as_array stack_info_as_array json_indent json_ensure_ascii'

/**
 * A formatter that writes JSON as python-json-logger 4 does, for configurations that name its JsonFormatter: the fields that
 * `fmt` names, in its order, then `static_fields`, the error, the stack, and `extra`. The argument of `log.info({ … })` counts as
 * fields.
 *
 * Differs from the package: ignores what stands behind a name in braces (`{levelname:>8}`); a mapping argument that the message
 * does not use counts as fields; any value can be logged, see `jsonText`. For new code there is `JSONFormatter`.
 *
 * @param fmt a format string, where only the names count, or a list of names. Default `message`
 * @throws TypeError, RangeError for options that are wrong
 */
export class PythonJSONFormatter extends Formatter {
  readonly options: PythonJSONFormatterOptions
  /** The fields that `fmt` names. */
  private readonly required: readonly string[]
  private readonly renamed: ReadonlyMap<string, string>
  /** The attributes that are not shown among the other attributes of a record. */
  private readonly skipped: ReadonlySet<string>

  constructor(fmt?: string | readonly string[] | null, options: PythonJSONFormatterOptions = {}) {
    checkNamedOptions(PythonJSONFormatter, options, NAMES, new.target)
    checkValues(options)
    super(null, { datefmt: options.datefmt })
    const { reserved_attrs } = options
    this.options = options
    this.required = fieldsOf(fmt, options)
    this.renamed = new Map(Object.entries(options.rename_fields ?? {}))
    this.skipped = new Set([...this.required, ...(reserved_attrs ?? [...RECORD_ATTRIBUTES, 'message', 'asctime'])])
  }

  override usesTime(): boolean {
    return this.required.includes('asctime')
  }

  override format(record: LogRecord): string {
    const given = fieldsFrom(record.msg)
    record.message = given === undefined ? record.getMessage() : ''
    if (this.usesTime()) record.asctime = this.formatTime(record, this.datefmt)
    this.keepException(record)
    return (this.options.prefix ?? '') + this.text(this.lineOf(record, given ?? unused(record)))
  }

  /** Returns a line's keys and values. A later value replaces the earlier one, at its place. */
  private lineOf(record: LogRecord, given: Fields): Map<string, unknown> {
    const { options } = this
    const line = new Map<string, unknown>()
    const put = (key: string, value: unknown): void => void line.set(this.renamed.get(key) ?? key, value)
    const putAll = (fields: object | null | undefined): void => {
      for (const [key, value] of Object.entries(fields ?? {})) put(key, value)
    }
    putAll(options.defaults)
    // The error itself is shown as its text.
    for (const name of this.required) put(name, (name === 'exc_info' ? null : attributeOf(record, name)) ?? null)
    putAll(options.static_fields)
    putAll(given)
    if (record.exc_text && !given['exc_info'])
      put('exc_info', options.exc_info_as_array ? record.exc_text.split('\n') : record.exc_text)
    if (record.stack_info && !given['stack_info']) {
      const stack = this.formatStack(record.stack_info)
      put('stack_info', options.stack_info_as_array ? stack.split('\n') : stack)
    }
    for (const name of namesOf(record)) if (!this.skipped.has(name)) put(name, attributeOf(record, name))
    const { timestamp } = options
    if (timestamp) put(typeof timestamp === 'string' ? timestamp : 'timestamp', isoformat(record.created))
    if (options.rename_fields_keep_missing)
      for (const name of this.renamed.values()) if (!line.has(name)) line.set(name, null)
    return line
  }

  /** Returns the text as Python's `json.dumps` writes it. */
  private text(line: ReadonlyMap<string, unknown>): string {
    const { json_indent, json_ensure_ascii } = this.options
    const compact = jsonText(line)
    const spaced =
      json_indent === undefined || json_indent === null ? onOneLine(compact) : indented(compact, json_indent)
    return (json_ensure_ascii ?? true) ? spaced.replace(/[^\n\t -~]/g, escaped) : spaced
  }
}

function checkValues(options: PythonJSONFormatterOptions): void {
  const check = (name: keyof PythonJSONFormatterOptions, holds: boolean, wanted: string): void => {
    const value = options[name]
    if (value !== undefined && value !== null && !holds) checkOption(name, value, typeof value, false, wanted)
  }
  const { rename_fields, static_fields, defaults, reserved_attrs, timestamp, json_indent } = options
  const isObject = (value: unknown): boolean => typeof value === 'object' && !Array.isArray(value)
  const isNames = (values: unknown): boolean =>
    Array.isArray(values) && values.every((value) => typeof value === 'string')
  check(
    'rename_fields',
    isObject(rename_fields) && isNames(Object.values(rename_fields ?? {})),
    'an object of names by names',
  )
  check('static_fields', isObject(static_fields), 'an object')
  check('defaults', isObject(defaults), 'an object')
  check('reserved_attrs', isNames(reserved_attrs), 'a list of names')
  check('timestamp', ['boolean', 'string'].includes(typeof timestamp), 'true, false or a name')
  check('json_indent', ['number', 'string'].includes(typeof json_indent), 'a number or a string')
  check('prefix', typeof options.prefix === 'string', 'a string')
  check('datefmt', typeof options.datefmt === 'string', 'a string')
  for (const name of FLAGS) ofType(name, options[name] ?? true, 'boolean')
}

const FLAGS = [
  'validate',
  'rename_fields_keep_missing',
  'exc_info_as_array',
  'stack_info_as_array',
  'json_ensure_ascii',
] as const

const NAME_IN: Readonly<Record<string, RegExp>> = {
  '%': /%\((.+?)\)/g,
  '{': /\{\{|\{([^{}!:]+)[^{}]*\}/g,
  $: /\$(?:\$|\{(.+?)\}|([_a-z][_a-z0-9]*))/gi,
}

/**
 * Returns the fields that a format names.
 *
 * @throws TypeError, RangeError for a wrong format or style
 */
function fieldsOf(
  fmt: string | readonly string[] | null | undefined,
  { style = '%', validate }: PythonJSONFormatterOptions,
): readonly string[] {
  if (Array.isArray(fmt)) return fmt.map((name) => ofType('fmt', name as string, 'string'))
  if (fmt !== undefined && fmt !== null) ofType('fmt', fmt as string, 'string')
  const format = fmt as string | null | undefined
  const separate = style === ',' ? (format ?? '').split(',').map((name) => name.trim()) : undefined
  if (separate !== undefined) return separate.filter((name) => name !== '')
  const Style = styleOf(style)
  if (validate ?? true) new Style(format).validate()
  if (!format) return ['message']
  const pattern = typeof style === 'string' ? NAME_IN[style] : undefined
  if (pattern === undefined) throw new RangeError(`style: expected one of '%', '{', '$', ',', not ${repr(style)}`)
  return [...format.matchAll(pattern)].flatMap(([, name, other]) => name ?? other ?? [])
}

/** Returns the fields of a mapping; undefined for anything else. */
function fieldsFrom(value: unknown): Fields | undefined {
  try {
    if (isError(value) || !isMapping(value)) return undefined
    return asObject(value)
  } catch {
    // A proxy that cannot be read.
    return undefined
  }
}

/** Returns the mapping argument that a message does not use; an empty object for none. */
function unused({ msg, args }: LogRecord): Fields {
  return typeof msg === 'string' && !msg.includes('%(') ? (fieldsFrom(args) ?? {}) : {}
}

function attributeOf(record: LogRecord, name: string): unknown {
  return isStandardAttribute(name) || Object.hasOwn(record, name) ? record[name] : undefined
}

/** Returns Python's attributes in their order, then the others. As in the package, a name that begins with `_` is left out. */
function namesOf(record: LogRecord): string[] {
  const names = new Set([...RECORD_ATTRIBUTES, ...Object.keys(record)])
  return [...names].filter((name) => !name.startsWith('_'))
}

/** Returns Python's `datetime.fromtimestamp(created, tz=timezone.utc).isoformat()`; null for a time that no calendar has. */
function isoformat(created: number): string | null {
  const micros = Math.round(created * 1e6)
  const seconds = Math.floor(micros / 1e6)
  if (!(Math.abs(seconds) <= 8.64e12)) return null
  const rest = micros - seconds * 1e6
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(6, '0')}`
  return `${new Date(seconds * 1000).toISOString().slice(0, -5)}${fraction}+00:00`
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[,:]/g

function onOneLine(json: string): string {
  return json.replace(TOKEN, (token) => (token === ',' || token === ':' ? `${token} ` : token))
}

/** Indents a JSON text. Python indents by any number, JavaScript by ten at most. */
function indented(json: string, indent: number | string): string {
  const step = typeof indent === 'number' ? ' '.repeat(Math.max(0, indent)) : indent
  return JSON.stringify(JSON.parse(json), null, 1).replace(/\n( *)/g, (_, { length }) => `\n${step.repeat(length)}`)
}

function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

import { Formatter } from '../formatting/formatter.js'
import type { Origin } from '../formatting/jsonFormatter.js'
import { PercentStyle } from '../formatting/percentStyle.js'
import { hasNoAttributes, isFree } from '../records/extra.js'
import { MAX_SIZE } from '../text/number.js'
import { type Conversion, formatConversion } from '../text/percent.js'
import { errorWithin } from '../text/platformObjects.js'
import { Clock } from './clock.js'
import { type Draft, type Drawer, formatsExceptions } from './drawing.js'
import type { FieldsRead } from './fieldsRead.js'
import { CachedText, type Line } from './line.js'
import { LinePrefix } from './linePrefix.js'
import { callMapping, drawMessage, mappingValues } from './drawMessage.js'

// In a pure call, so that bundlers drop the classes where they are not used.
const ORIGINAL = /* @__PURE__ */ (() => {
  const { formatMessage, formatTime, usesTime } = Formatter.prototype
  const { format, merge } = PercentStyle.prototype as unknown as { format: unknown; merge: unknown }
  return { formatMessage, formatTime, usesTime, format, merge }
})()

/** The fields before the message in nearly every format, which are the same for many records; the time at most once. */
const PREFIX_KEYS: readonly (string | undefined)[] = ['asctime', 'levelname', 'name']

const NEWLINE = /* @__PURE__ */ new CachedText('\n')

/** The drawer of the lines of a `Formatter` whose format is a prefix, the message and a literal. */
class TextDrawer implements Drawer {
  private readonly formatter: Formatter
  private readonly style: PercentStyle
  private readonly prefix: LinePrefix
  private readonly end: string
  private readonly isTimed: boolean
  private readonly clock: Clock

  constructor(formatter: Formatter, style: PercentStyle) {
    const { literals, conversions } = style.parsed
    const fields = conversions.slice(0, -1)
    this.formatter = formatter
    this.clock = new Clock(formatter)
    this.style = style
    this.isTimed = fields.some(({ key }) => key === 'asctime')
    this.prefix = new LinePrefix((origin) => pieces(literals, fields, origin), this.isTimed)
    this.end = literals.at(-1)!
  }

  draw(line: Line, draft: Draft, msg: string, args: readonly unknown[]): boolean {
    const { name, level, levelname, extra, added, secrets } = draft
    const mapping = callMapping(args)
    if (!this.isUntouched() || (extra !== null && !areFree(extra))) return false
    if (secrets !== undefined && mapping !== undefined && secrets.areIn(mapping)) return false
    if (this.formatter.showsFields && (added !== null || mapping !== undefined)) return false
    const values = mapping === undefined ? args : mappingValues(msg, mapping, draft.mapping)
    if (values === undefined || (mapping !== undefined && values.length === 0 && hasError(mapping, draft.mapping)))
      return false
    // Made before the line is begun: an engine may call the application for an error's stack.
    const exception = draft.error === undefined ? '' : this.exceptionText(draft, msg, values)
    if (exception === undefined) return false
    line.begin()
    line.cached(this.prefix.of(name, level, levelname, this.isTimed ? this.clock.text(draft.ms) : ''))
    if (!drawMessage(line, msg, values, mapping)) return false
    if (this.end !== '') line.text(this.end)
    if (exception !== '') {
      line.cached(NEWLINE)
      line.text(exception)
    }
    return true
  }

  /** Returns an error's text; undefined if only its record can tell the text, or whether a newline stands before it. */
  private exceptionText(draft: Draft, msg: string, values: readonly unknown[]): string | undefined {
    const mayEndLine = [this.end, msg, ...values].some((text) => typeof text === 'string' && text.endsWith('\n'))
    return mayEndLine || !formatsExceptions(this.formatter) ? undefined : draft.exceptionText
  }

  private isUntouched(): boolean {
    const { formatter, style } = this
    return (
      formatter.formatMessage === ORIGINAL.formatMessage &&
      formatter.formatTime === ORIGINAL.formatTime &&
      formatter.usesTime === ORIGINAL.usesTime &&
      formatter._style === style &&
      style.format === ORIGINAL.format &&
      (style as unknown as { merge: unknown }).merge === ORIGINAL.merge
    )
  }
}

/** Returns the prefix without the time: the texts before and behind it. */
function pieces(
  literals: readonly string[],
  fields: readonly Conversion[],
  origin: Origin,
): [before: string, behind: string] {
  let before = ''
  let text = literals[0]!
  fields.forEach((field, index) => {
    if (field.key === 'asctime') {
      before = text
      text = ''
    } else {
      text += formatConversion(field, origin[field.key as 'name' | 'levelname'])
    }
    text += literals[index + 1]!
  })
  return [before, text]
}

/**
 * Makes the drawer of a formatter; undefined if its format names more than a prefix and the message, or if control characters are
 * shown as text.
 */
export function makeTextDrawer(formatter: Formatter): Drawer | undefined {
  const style = formatter._style
  return style instanceof PercentStyle && !formatter.escapeControls && isSimple(style.parsed.conversions)
    ? new TextDrawer(formatter, style)
    : undefined
}

function isSimple(conversions: readonly Conversion[]): boolean {
  const last = conversions.at(-1)
  if (last?.key !== 'message' || !isText(last)) return false
  const fields = conversions.slice(0, -1)
  return fields.every(isPrefixField) && fields.filter(({ key }) => key === 'asctime').length < 2
}

/** Returns whether it is '%(key)s', without a width. */
function isText({ bare, type }: Conversion): boolean {
  return bare && type === 's'
}

function isPrefixField(field: Conversion): boolean {
  const { key, width, precision = 0, error } = field
  const isSized = width <= MAX_SIZE && precision <= MAX_SIZE
  return PREFIX_KEYS.includes(key) && (key !== 'asctime' || isText(field)) && isSized && error === ''
}

function areFree(extra: Readonly<Record<string, unknown>>): boolean {
  // A Map shows its attributes in a record.
  if (hasNoAttributes(extra) || Symbol.iterator in extra) return false
  for (const key in extra) if (!isFree(key)) return false
  return true
}

/** Returns whether a call's fields have an error, whose text follows the line. */
function hasError(mapping: object, read: FieldsRead): boolean {
  if (read.withoutError === mapping) return false
  if (read.mapping === mapping) return read.values.some((value) => errorWithin(value) !== undefined)
  for (const key in mapping) if (errorWithin((mapping as Record<string, unknown>)[key]) !== undefined) return true
  if (read.isShared) read.withoutError = mapping
  return false
}

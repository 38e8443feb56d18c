import { levelName } from '../records/levels.js'
import { localtime, type StructTime, times } from '../text/structTime.js'
import { typeName } from '../text/repr.js'
import { type Defaults, PercentStyle, type Style, styleOf } from './style.js'
import type { Line } from './line.js'
import { percent } from '../text/percent.js'
import { type Args, type Extra, hasException, isFree, type LogRecord, msecsOf } from '../records/record.js'
import { callMs } from '../realm/registry.js'
import { report } from '../runtime/report.js'
import { formatException } from '../text/traceback.js'

/** Turns seconds since the epoch into the fields of a clock: `localtime` or `gmtime`. */
export type Converter = (seconds: number) => StructTime

/** The optional parameters of `Formatter`, with Python's keyword names. */
export interface FormatterOptions {
  /** A strftime format for `asctime`. Default: ISO 8601 with a space and a comma before the milliseconds. */
  datefmt?: string | null | undefined
  /** Which of the three styles `fmt` is written in. Default `'%'`. */
  style?: string | undefined
  /** Whether a wrong format string is refused at once. Default true. */
  validate?: boolean | undefined
  /** Values for attributes that a record does not have. */
  defaults?: Defaults | null | undefined
}

/**
 * Turns a record into text.
 *
 * @param fmt a format string over the record's attributes; default `%(message)s`
 * @throws RangeError for a format string or style that is wrong, with Python's text
 */
export class Formatter {
  /** Python's class attribute: which clock `asctime` shows, for formatters that do not say otherwise. */
  static converter: Converter = localtime

  /** This formatter's own clock; without one it is the class's. */
  declare converter?: Converter
  default_time_format = '%Y-%m-%d %H:%M:%S'
  /** How milliseconds are put behind the time; null or '' for not at all. */
  default_msec_format: string | null = '%s,%03d'
  datefmt: string | null
  readonly _style: Style
  private readonly time: boolean
  private readonly clock = new Clock()

  constructor(fmt?: string | null, options: FormatterOptions = {}) {
    const [Style] = styleOf(options.style ?? '%')
    if (fmt && typeof fmt !== 'string') throw new TypeError(`expected a format string, got '${typeName(fmt)}'`)
    this._style = new Style(fmt, { defaults: options.defaults })
    if (options.validate ?? true) this._style.validate()
    this.datefmt = options.datefmt || null
    this.time = this._style.usesTime()
  }

  /** Tells whether the format string shows the time. */
  usesTime(): boolean {
    return this.time
  }

  /**
   * Gives a record's time as text.
   *
   * @param datefmt a strftime format; without one `default_time_format` and `default_msec_format`
   */
  formatTime(record: LogRecord, datefmt?: string | null): string {
    return this.timeText(record.created, datefmt ? undefined : record.msecs, datefmt)
  }

  /** @param msecs undefined for those of the time */
  private timeText(created: number, msecs: number | undefined, datefmt: string | null | undefined): string {
    const converter = this.converter ?? (this.constructor as typeof Formatter).converter ?? localtime
    if (datefmt) return this.clock.text(created, undefined, datefmt, null, converter)
    return this.clock.text(created, msecs, this.default_time_format, this.default_msec_format, converter)
  }

  /** Gives the text of an error with its causes. */
  formatException(exc_info: unknown): string {
    return formatException(exc_info)
  }

  /** Makes the text of the record's error, unless another formatter has. */
  protected keepException(record: LogRecord): void {
    if (hasException(record) && !record.exc_text) record.exc_text = this.formatException(record.exc_info)
  }

  /** Gives the text of the call stack; the base class leaves it as it is. */
  formatStack(stack_info: string): string {
    return stack_info
  }

  /** Merges the record's attributes into the format string. */
  formatMessage(record: LogRecord): string {
    return this._style.format(record)
  }

  /**
   * Gives the record's text: the format string, then the error and the call stack on lines of their own. Sets the record's
   * `message`, `asctime` and `exc_text`, as Python does.
   */
  format(record: LogRecord): string {
    record.message = record.getMessage()
    if (this.usesTime()) record.asctime = this.formatTime(record, this.datefmt)
    let text = this.formatMessage(record)
    this.keepException(record)
    if (record.exc_text) text = onNewLine(text, record.exc_text)
    if (record.stack_info) text = onNewLine(text, this.formatStack(record.stack_info))
    return text
  }

  /**
   * @internal Hot path: makes a line of the text that `format` would give a call's record, without a record; false where it
   * takes one.
   */
  formatCall(line: Line, name: string, levelno: number, msg: string, args: Args, extra: Extra): boolean {
    const { _style, format, formatMessage, formatTime, usesTime } = this
    const isOwn =
      format === own.format &&
      formatMessage === own.formatMessage &&
      formatTime === own.formatTime &&
      usesTime === own.usesTime
    if (!isOwn || !(_style instanceof PercentStyle) || (extra !== null && !areFree(extra))) return false
    const asctime = this.time ? this.timeText(callMs() / 1000, undefined, this.datefmt) : ''
    return _style.formatCall(line, name, levelno, levelName(levelno), asctime, msg, args)
  }
}

function areFree(extra: NonNullable<Extra>): boolean {
  if (typeof extra !== 'object') return false
  for (const key in extra) if (!isFree(key)) return false
  return true
}

// As they are now: a subclass, an instance or the application may put others in their place.
const own = /* @__PURE__ */ (() => {
  const { format, formatMessage, formatTime, usesTime } = Formatter.prototype
  return { format, formatMessage, formatTime, usesTime }
})()

function onNewLine(text: string, more: string): string {
  return text.endsWith('\n') ? text + more : `${text}\n${more}`
}

/** Puts milliseconds behind a time. What any format gives is `percent`'s business; Python's default is put together here. */
function withMsecs(format: string, text: string, msecs: number): string {
  if (!Number.isFinite(msecs)) return text
  if (format !== '%s,%03d' || !(msecs >= 0 && msecs < 1000) || !Number.isInteger(msecs)) {
    return percent(format).format([text, msecs])
  }
  // Joined, not added: a flat text, that is good for all lines of its millisecond.
  return [text, msecs < 10 ? ',00' : msecs < 100 ? ',0' : ',', msecs].join('')
}

/** A time that no clock shows (a record from afar may carry any number) is shown as its seconds: better than no line. */
function secondText(second: number, format: string, converter: Converter): string {
  try {
    return times.current.strftime(format, converter(second), missing)
  } catch {
    return String(second)
  }
}

let isTold = false

function missing(): void {
  if (isTold) return
  isTold = true
  report(times, new Error("strftime's other directives need registerStrftime(), or treeline.full.min.js"))
}

/** The last time as text, which holds for its millisecond, and that of its second; kept while they are made in the same way. */
class Clock {
  private created = Number.NaN
  private msecs: number | undefined
  private last = ''
  private second = Number.NaN
  private ofSecond = ''
  private format = ''
  private msecFormat: string | null = null
  private converter: Converter | undefined

  /**
   * @param msecs undefined for those of the time
   * @param msecFormat how milliseconds are put behind the time; null or '' for not at all
   */
  text(
    created: number,
    msecs: number | undefined,
    format: string,
    msecFormat: string | null,
    converter: Converter,
  ): string {
    const isSameWay = format === this.format && msecFormat === this.msecFormat && converter === this.converter
    if (isSameWay && created === this.created && msecs === this.msecs) return this.last
    const second = Math.floor(created)
    if (!isSameWay || second !== this.second) {
      this.ofSecond = secondText(second, format, converter)
      this.second = second
      this.format = format
      this.msecFormat = msecFormat
      this.converter = converter
    }
    this.last = msecFormat ? withMsecs(msecFormat, this.ofSecond, msecs ?? msecsOf(created)) : this.ofSecond
    this.created = created
    this.msecs = msecs
    return this.last
  }
}

/**
 * Formats many records at once, with a header and a footer around them.
 *
 * @param linefmt formats each record; default a plain `Formatter`
 */
export class BufferingFormatter {
  linefmt: Formatter

  constructor(linefmt?: Formatter | null) {
    this.linefmt = linefmt ?? new Formatter()
  }

  formatHeader(_records: readonly LogRecord[]): string {
    return ''
  }

  formatFooter(_records: readonly LogRecord[]): string {
    return ''
  }

  /** Gives header, records and footer with nothing between them; nothing at all for no records. */
  format(records: readonly LogRecord[]): string {
    if (records.length === 0) return ''
    let text = this.formatHeader(records)
    for (const record of records) text += this.linefmt.format(record)
    return text + this.formatFooter(records)
  }
}

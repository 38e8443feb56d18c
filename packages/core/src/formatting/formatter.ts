import { hasException, type LogRecord } from '../records/record.js'
import { missing } from '../runtime/missing.js'
import { checkOptionNames, ofType } from '../runtime/checks.js'
import { refusePromise } from '../runtime/promise.js'
import { percent } from '../text/percent.js'
import { typeName } from '../text/repr.js'
import { localtime, type StructTime, times } from '../text/structTime.js'
import { formatException } from '../text/traceback.js'
import type { Defaults, Style, StyleClass } from './style.js'
import { controlsFor } from './controls.js'
import { fieldError, fieldsText } from './fields.js'
import { styleOf } from './styles.js'

/** Turns seconds since the epoch into the fields of a clock: `localtime` or `gmtime`. */
export type Converter = (seconds: number) => StructTime

/** The optional parameters of `Formatter`, with Python's keyword names. */
export interface FormatterOptions {
  /** A strftime format for `asctime`. Default: ISO 8601 with a space and a comma before the milliseconds. */
  datefmt?: string | null | undefined
  /** The style that `fmt` is written in: `'%'` (the default), `'{'`, `'$'`, or the style's class. */
  style?: string | StyleClass | undefined
  /** Whether a wrong format string is refused at once. Default true. */
  validate?: boolean | undefined
  /** Values for attributes that a record does not have. Default none: such an attribute is an error. */
  defaults?: object | null | undefined
  /**
   * Whether newlines and other control characters in messages, fields and attributes are shown as text (`\\n`, `\\x1b`), so that
   * a logged text can neither look like other lines nor steer a terminal. Errors and stacks keep their lines. Default: at a
   * terminal yes, elsewhere no. Without effect in pages.
   */
  escapeControls?: boolean | undefined
}

/**
 * A formatter turns records into text.
 *
 * Differs from Python: without a format, the fields of a call follow the line (`started port=3000`); a format shows them by
 * `%(fields)s`. The text of an Error among them follows too.
 *
 * @param fmt a format string over the record's attributes; default `%(message)s`
 * @throws RangeError for a format string or style that is wrong, with Python's text; TypeError for an option of a wrong type
 * @example
 * const formatter = new Formatter('%(asctime)s %(levelname)s %(name)s: %(message)s', { datefmt: '%H:%M:%S' })
 * handler.setFormatter(formatter)
 */
export class Formatter {
  /** Python's class attribute: the clock of `asctime`, for formatters that have none of their own. */
  static converter: Converter = localtime

  /** This formatter's own clock; without one the class's is used. */
  declare converter?: Converter | undefined
  default_time_format = '%Y-%m-%d %H:%M:%S'
  /** The format that puts milliseconds behind the time; null or '' for none. */
  default_msec_format: string | null = '%s,%03d'
  datefmt: string | null
  /** @internal Whether fields follow the line: if no format was given. */
  showsFields: boolean
  /** Whether control characters are shown as text; undefined: only at terminals. */
  readonly escapeControls: boolean | undefined
  readonly _style: Style
  /** The last second and what made its text, which many records share. */
  private lastSecond: readonly unknown[] = []
  private lastText = ''

  constructor(fmt?: string | null, options: FormatterOptions = {}) {
    if (new.target === Formatter)
      checkOptionNames('Formatter', options, 'datefmt style validate defaults escapeControls')
    if (options.datefmt) ofType('datefmt', options.datefmt, 'string')
    const Style = styleOf(options.style ?? '%')
    if (fmt && typeof fmt !== 'string') throw new TypeError(`expected a format string, got '${typeName(fmt)}'`)
    if (options.escapeControls) ofType('escapeControls', options.escapeControls, 'boolean')
    this._style = new Style(fmt, { defaults: options.defaults as Defaults | null | undefined })
    if (options.validate ?? true) this._style.validate()
    this.datefmt = options.datefmt || null
    this.showsFields = !fmt
    this.escapeControls = options.escapeControls ?? undefined
  }

  /** Returns the text that JSON shows of a formatter in a field. */
  toJSON(): string {
    return String(this)
  }

  /** Returns the name of the class in angle brackets. */
  toString(): string {
    return `<${this.constructor.name}>`
  }

  /** Returns whether the format string shows the time. */
  usesTime(): boolean {
    return this._style.usesTime()
  }

  /**
   * Returns a record's time as text.
   *
   * @param datefmt a strftime format; default `default_time_format` with `default_msec_format`
   */
  formatTime(record: LogRecord, datefmt?: string | null): string {
    const text = this.secondText(Math.floor(record.created), datefmt || this.default_time_format)
    const { msecs } = record
    if (datefmt || !this.default_msec_format || !Number.isFinite(msecs)) return text
    // Nearly every formatter has this format: the parser would take a tenth of a record's time.
    if (this.default_msec_format === '%s,%03d' && msecs >= 0)
      return `${text},${String(Math.trunc(msecs)).padStart(3, '0')}`
    return percent(this.default_msec_format).format([text, msecs])
  }

  private secondText(second: number, format: string): string {
    const converter = this.converter ?? (this.constructor as typeof Formatter).converter ?? localtime
    const [lastSecond, lastFormat, lastConverter] = this.lastSecond
    if (second !== lastSecond || format !== lastFormat || converter !== lastConverter) {
      this.lastSecond = [second, format, converter]
      this.lastText = timeText(second, format, converter)
    }
    return this.lastText
  }

  /** Returns the text of an error with its causes. */
  formatException(exc_info: unknown): string {
    return formatException(exc_info)
  }

  /** Keeps the text of the record's error, unless another formatter has. */
  protected keepException(record: LogRecord): void {
    if (hasException(record) && !record.exc_text) record.exc_text = refusePromise(this.formatException(record.exc_info))
  }

  /** Returns the text of the Error in a field; '' for none. */
  private fieldErrorText(record: LogRecord): string {
    const error = fieldError(record)
    return error === undefined ? '' : refusePromise(this.formatException(error))
  }

  /** Returns the text of the call stack; the base class leaves it as it is. */
  formatStack(stack_info: string): string {
    return stack_info
  }

  /**
   * Returns the format string with the record's attributes in it.
   *
   * @throws RangeError for an attribute that the record does not have
   */
  formatMessage(record: LogRecord): string {
    return this._style.format(record)
  }

  /**
   * Returns the record's text: the format string, then the error and the call stack on lines of their own. Sets the record's
   * `message`, `asctime` and `exc_text`, as Python does.
   *
   * @throws TypeError, RangeError if the message does not merge with its arguments; RangeError for an attribute that the record
   *   does not have; TypeError for a method of a subclass that returns a promise
   */
  format(record: LogRecord): string {
    record.message = record.getMessage()
    if (this.usesTime()) record.asctime = refusePromise(this.formatTime(record, this.datefmt))
    const safe = controlsFor(this.escapeControls)
    let text = refusePromise(this.formatMessage(safe ? safe.record(record) : record))
    const fields = this.showsFields && fieldsText(record)
    if (fields) text += ` ${safe ? safe.line(fields) : fields}`
    this.keepException(record)
    const error = record.exc_text || this.fieldErrorText(record)
    const stack = record.stack_info && refusePromise(this.formatStack(record.stack_info))
    for (const more of [error, stack]) if (more) text = onNewLine(text, safe ? safe.lines(more) : more)
    return text
  }
}

function onNewLine(text: string, more: string): string {
  return text.endsWith('\n') ? text + more : `${text}\n${more}`
}

const missingDirective = (): void => missing("strftime's other directives", 'registerStrftime')

/** Returns the text of a time; its seconds if no clock shows it: a record from another process may carry any number. */
function timeText(second: number, format: string, converter: Converter): string {
  try {
    return times.current.strftime(format, converter(second), missingDirective)
  } catch {
    return String(second)
  }
}

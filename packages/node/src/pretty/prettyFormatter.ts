import { Formatter, type LogRecord, type Stream } from '@treeline/core'
import {
  refusePromise,
  checkNamedOptions,
  checkNumber,
  fieldError,
  isStandardAttribute,
  oneOf,
  readValue,
  unusedMapping,
  withMethods,
} from '@treeline/core/internal'
import type { Entry, Field } from './entry.js'
import { errorText } from './errorText.js'
import { type Background, painter, stylesFor } from './paint.js'
import { PrettyLines } from './prettyLines.js'
import { showsColors, terminalColumns } from './terminal.js'

/** The optional parameters of `PrettyFormatter`. */
export interface PrettyFormatterOptions {
  /**
   * Whether lines are coloured. Default `'auto'`: NO_COLOR says no, FORCE_COLOR yes; then where the stream is a terminal, and in
   * CI systems that show colours.
   */
  colors?: boolean | 'auto' | null | undefined
  /**
   * The terminal's background: on a light one the colours are dark. Default `'auto'`: by COLORFGBG, which some terminals set; dark
   * without it.
   */
  background?: Background | null | undefined
  /** The columns that a line may take before its fields go on the next. Default `'auto'`: the terminal's, at each record. */
  width?: number | 'auto' | null | undefined
  /** The stream that the lines are written to: it decides about colours and columns. Default standard error. */
  stream?: Stream | null | undefined
  /** A strftime format for the time; '' for none. Default `18:12:03.123`. */
  datefmt?: string | null | undefined
}

const NAMES = 'colors background width stream datefmt'
const MAX_FIELDS = 50

/**
 * Formats records for people who look at a terminal: time, level, logger and message in columns; then the fields, also those of
 * `extra` and of filters, on lines of their own where they do not fit; then the error with its causes and their properties. Shows
 * control characters as text, newlines in messages too.
 *
 * @throws TypeError, RangeError for an option that is wrong
 * @example
 * const handler = new StreamHandler()
 * handler.setFormatter(new PrettyFormatter())
 */
export class PrettyFormatter extends Formatter {
  private readonly width: number | 'auto'
  private readonly stream: Stream | undefined
  private readonly lines: PrettyLines
  private readonly showsTime: boolean

  constructor(options?: PrettyFormatterOptions | null) {
    const given = options ?? {}
    checkNamedOptions(PrettyFormatter, given, NAMES, new.target)
    super(null, { datefmt: given.datefmt })
    this.default_time_format = '%H:%M:%S'
    this.default_msec_format = '%s.%03d'
    this.width = checkWidth(given.width ?? 'auto')
    this.stream = given.stream ? withMethods('stream', given.stream, 'write', 'one with write()') : undefined
    const colors = oneOf<boolean | 'auto'>('colors', given.colors ?? 'auto', [true, false, 'auto'])
    const background = oneOf<Background>('background', given.background ?? 'auto', ['light', 'dark', 'auto'])
    const paint = painter(colors === 'auto' ? showsColors(this.stream) : colors === true)
    this.lines = new PrettyLines(paint, stylesFor(background))
    this.showsTime = given.datefmt !== ''
  }

  override usesTime(): boolean {
    return this.showsTime
  }

  /** Returns the text of an error with its causes and their properties, such as `code: 'ENOENT'`. */
  override formatException(exc_info: unknown): string {
    return exc_info === true ? super.formatException(exc_info) : errorText(exc_info)
  }

  /** Returns the record's text, of one line or more. Sets the record's `message` and `asctime`, as `Formatter.format` does. */
  override format(record: LogRecord): string {
    record.message = record.getMessage()
    if (this.usesTime()) record.asctime = refusePromise(this.formatTime(record, this.datefmt))
    return this.lines.draw(this.entryOf(record), this.width === 'auto' ? terminalColumns(this.stream) : this.width)
  }

  private entryOf(record: LogRecord): Entry {
    const { levelno, levelname, name, stack_info } = record
    const error = fieldError(record)
    const stack = stack_info ? refusePromise(this.formatStack(stack_info)) : ''
    return {
      time: (this.showsTime && record.asctime) || '',
      levelno,
      levelname,
      name: name ?? 'root',
      message: record.message!,
      fields: fieldsOf(record, error),
      error: [this.errorOf(record, error), stack].filter(Boolean).join('\n'),
    }
  }

  /** Returns the text of the error. Uses another formatter's text only where the record lacks the error itself. */
  private errorOf({ exc_info, exc_text }: LogRecord, fieldError: unknown): string {
    const error = exc_info || fieldError
    return error ? refusePromise(this.formatException(error)) : (exc_text ?? '')
  }
}

function checkWidth(width: number | 'auto'): number | 'auto' {
  if (width !== 'auto') checkNumber('width', width, (columns) => columns >= 20, "a number from 20 on, or 'auto'")
  return width
}

/** Returns the call's fields and those that `extra` and filters set; the latter win. Never throws. */
function fieldsOf(record: LogRecord, error: unknown): Field[] {
  const mapping = unusedMapping(record) ?? {}
  const given = entriesOf(mapping).filter(([, value]) => value !== error || error === undefined)
  const fields = new Map([...given, ...entriesOf(record).filter(([key]) => !isStandardAttribute(key))])
  const shown = [...fields].slice(0, MAX_FIELDS)
  return fields.size > MAX_FIELDS ? [...shown, ['...', `${fields.size - MAX_FIELDS} more`]] : shown
}

/** Returns a mapping's keys and values; for a getter that throws, the thrown value. Never throws. */
function entriesOf(mapping: object): Field[] {
  try {
    if (mapping instanceof Map) return [...mapping].map(([key, value]) => [String(key), value])
    return Object.keys(mapping).map((key) => [key, readValue(mapping, key)])
  } catch {
    return [['...', '<unreadable fields>']]
  }
}

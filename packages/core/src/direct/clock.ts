import type { Converter, Formatter } from '../formatting/formatter.js'
import { LogRecord } from '../records/record.js'
import { localtime } from '../text/structTime.js'

/** The record that has the time to format. */
const record = /* @__PURE__ */ new LogRecord(null, 0, undefined, 0, '', null, null)

const DEFAULT_MSEC_FORMAT = '%s,%03d'

/**
 * The texts of the times of calls, as `formatTime` makes them. It keeps the last millisecond's text, which many lines share, and
 * the last second's: a line in a new millisecond costs three digits.
 */
export class Clock {
  private readonly formatter: Formatter
  private lastMs = Number.NaN
  private lastText = ''
  private second = Number.NaN
  private secondText = ''
  private converter: Converter | undefined
  private datefmt: string | null = null
  private timeFormat = ''
  private msecFormat: string | null = null

  constructor(formatter: Formatter) {
    this.formatter = formatter
  }

  /**
   * Returns the text of a time.
   *
   * @param ms milliseconds since the epoch
   */
  text(ms: number): string {
    const isSameWay = this.isSameWay()
    if (!isSameWay || ms !== this.lastMs) {
      this.lastText = this.made(ms, isSameWay)
      this.lastMs = ms
    }
    return this.lastText
  }

  /** Returns whether the formatter makes times as it did at the last call. */
  private isSameWay(): boolean {
    const { converter, datefmt, default_time_format, default_msec_format, constructor } = this.formatter
    const inForce = converter ?? (constructor as typeof Formatter).converter ?? localtime
    if (
      inForce === this.converter &&
      datefmt === this.datefmt &&
      default_time_format === this.timeFormat &&
      default_msec_format === this.msecFormat
    )
      return true
    this.converter = inForce
    this.datefmt = datefmt
    this.timeFormat = default_time_format
    this.msecFormat = default_msec_format
    return false
  }

  private made(ms: number, isSameWay: boolean): string {
    const { datefmt, timeFormat } = this
    if (datefmt || !timeFormat || this.msecFormat !== DEFAULT_MSEC_FORMAT || ms < 0) {
      record.created = ms / 1000
      return this.formatter.formatTime(record, datefmt)
    }
    const second = Math.floor(ms / 1000)
    if (!isSameWay || second !== this.second) {
      record.created = second
      this.secondText = this.formatter.formatTime(record, timeFormat)
      this.second = second
    }
    const msecs = ms - second * 1000
    return this.secondText + (msecs < 10 ? ',00' : msecs < 100 ? ',0' : ',') + msecs
  }
}

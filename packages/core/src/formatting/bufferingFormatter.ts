import type { LogRecord } from '../records/record.js'
import { textOf } from '../runtime/promise.js'
import { Formatter } from './formatter.js'

/**
 * A formatter of many records at once, with a header and a footer around them.
 *
 * @param linefmt formats each record; default a plain `Formatter`
 */
export class BufferingFormatter {
  linefmt: Formatter

  constructor(linefmt?: Formatter | null) {
    this.linefmt = linefmt ?? new Formatter()
  }

  /** Returns the text before the records; the base class has none. */
  formatHeader(_records: readonly LogRecord[]): string {
    return ''
  }

  /** Returns the text after the records; the base class has none. */
  formatFooter(_records: readonly LogRecord[]): string {
    return ''
  }

  /**
   * Returns header, records and footer with nothing between them; nothing at all for no records.
   *
   * @throws TypeError for a part that is no text, and what formatting a record throws
   */
  format(records: readonly LogRecord[]): string {
    if (records.length === 0) return ''
    let text = textOf(this.formatHeader(records))
    for (const record of records) text += textOf(this.linefmt.format(record))
    return text + textOf(this.formatFooter(records))
  }
}

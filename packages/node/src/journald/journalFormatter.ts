import { fstatSync } from 'node:fs'
import { Formatter, type FormatterOptions, type LogRecord } from '@treeline/core'
import { checkFormatter, checkNamedOptions, textOf, wholeNumber } from '@treeline/core/internal'
import { journalLines } from './journalLines.js'
import { priorityOf } from './priority.js'

/** The optional parameters of `JournalFormatter`. */
export interface JournalFormatterOptions extends FormatterOptions {
  /** Makes the text, in place of `fmt`: a JSONFormatter, for instance. Default none. */
  formatter?: { format(record: LogRecord): string } | undefined
  /** The number of the descriptor that the text goes to. Default 2, standard error. */
  fd?: number | undefined
}

/**
 * Puts the priority in front of each line, `<3>disk full`, where systemd's journal reads standard error. Leaves the text unchanged
 * elsewhere: in a terminal, in a container. systemd sets the variable `JOURNAL_STREAM` where the journal reads.
 *
 * Python has no such class.
 *
 * @param fmt as Formatter's
 * @throws as Formatter; TypeError, RangeError for a wrong `fd`
 * @example
 * const handler = new logging.StreamHandler()
 * handler.setFormatter(new JournalFormatter('%(name)s: %(message)s'))
 */
export class JournalFormatter extends Formatter {
  private readonly inner: { format(record: LogRecord): string } | undefined
  private readonly isRead: boolean

  constructor(fmt?: string | null, options: JournalFormatterOptions = {}) {
    checkNamedOptions(JournalFormatter, options, 'datefmt style validate defaults formatter fd', new.target)
    const { formatter, fd = 2, ...others } = options
    super(fmt, others)
    this.inner = formatter && checkFormatter(formatter, 'formatter')
    this.isRead = isReadByJournal(wholeNumber('fd', fd))
  }

  override format(record: LogRecord): string {
    const text = this.inner === undefined ? super.format(record) : textOf(this.inner.format(record))
    return this.isRead ? journalLines(priorityOf(record.levelno), text) : text
  }
}

/** Returns whether the journal reads a descriptor: the variable holds the device and the inode of its socket. */
function isReadByJournal(fd: number): boolean {
  const stream = process.env['JOURNAL_STREAM']
  if (stream === undefined) return false
  try {
    const { dev, ino } = fstatSync(fd, { bigint: true })
    return stream === `${dev}:${ino}`
  } catch {
    return false // The descriptor is closed.
  }
}

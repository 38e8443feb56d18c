import { type LogRecord, repr } from '@treeline/core'
import { isError, unmergedText } from '@treeline/core/internal'
import { recordFields } from '@treeline/core/wire'

/** Returns a record as people read it: `WARNING  app: disk full tenant='acme' (/srv/app.js:3)`, and its error under it. */
export function recordLine(record: LogRecord): string {
  const { levelname, name, pathname, lineno, exc_info } = record
  const fields = Object.entries(recordFields(record) ?? {}).map(([key, value]) => ` ${key}=${repr(value)}`)
  const place = lineno > 0 ? ` (${pathname}:${lineno})` : ''
  const error = isError(exc_info) ? `\n  ${exc_info.name}: ${exc_info.message}` : ''
  return `${levelname.padEnd(8)} ${name}: ${messageOf(record)}${fields.join('')}${place}${error}`
}

/** Returns a record's merged message, or the unmerged one where it does not merge. Never throws. */
export function messageOf(record: LogRecord): string {
  try {
    return record.getMessage()
  } catch {
    return unmergedText(record)
  }
}

import { LogRecord } from '@treeline/core'
import { toWireLine } from '@treeline/core/wire'
import { utf8Length } from './utf8.js'

/** More bytes than a record's number takes on its line: the receiver's limit is for the line. */
const NUMBER_BYTES = 32
/** How much of a text that is too large is sent all the same. */
const KEPT = 1000

/** Gives a record's JSON text; of one above `maxBytes` a short one that says so, in its place. */
export function wireText(record: LogRecord, caller: boolean | undefined, maxBytes: number): string {
  const text = toWireLine(record, undefined, { caller })
  const bytes = NUMBER_BYTES + (text.length > maxBytes ? text.length : utf8Length(text))
  // What is no object is core's word for a record that cannot be read at all.
  if (bytes <= maxBytes && text.startsWith('{')) return text
  return toWireLine(marker(record, `... [${bytes} bytes, too large to send]`), undefined, { caller: false })
}

function marker(record: LogRecord, note: string): LogRecord {
  const { name, levelno, levelname, created, exc_text } = record
  const short = new LogRecord(String(name ?? 'root').slice(0, KEPT), levelno, '', 0, message(record) + note, null, null)
  short.levelname = levelname.slice(0, KEPT)
  short.created = created
  short.exc_text = exc_text?.slice(0, KEPT) ?? null
  return short
}

function message(record: LogRecord): string {
  try {
    return record.getMessage().slice(0, KEPT)
  } catch {
    return typeof record.msg === 'string' ? record.msg.slice(0, KEPT) : ''
  }
}

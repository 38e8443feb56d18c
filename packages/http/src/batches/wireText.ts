import type { LogRecord } from '@treeline/core'
import { toWire, toWireLine } from '@treeline/core/wire'
import { utf8Length } from './utf8.js'

/** The bytes set aside for a record's number, which is on its line: the receiver's limit is for the line. */
const NUMBER_BYTES = 32
/** The length of the start of a too large text that is sent. */
const KEPT = 1000

/** Returns a record's JSON text; for a text above `maxBytes` a short one that says so. */
export function wireText(record: LogRecord, caller: boolean | undefined, maxBytes: number): string {
  const text = toWireLine(record, undefined, { caller })
  const bytes = NUMBER_BYTES + utf8Length(text)
  // Core returns a text that is no object for a record that cannot be read at all.
  return bytes <= maxBytes && text.startsWith('{') ? text : shortText(record, `... [${bytes} bytes, too large to send]`)
}

/** Returns a record with the start of each of its texts; a note follows the message. */
function shortText(record: LogRecord, note: string): string {
  return JSON.stringify(
    { ...toWire(record, { caller: false }), fields: undefined, given: undefined },
    (key, value: unknown) => (typeof value === 'string' ? value.slice(0, KEPT) + (key === 'msg' ? note : '') : value),
  )
}

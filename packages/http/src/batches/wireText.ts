import type { LogRecord } from '@treeline/core'
import { toWire, toWireLine } from '@treeline/core/wire'
import { utf8Length } from './utf8.js'

/** More bytes than a record's number takes on its line: the receiver's limit is for the line. */
const NUMBER_BYTES = 32
/** How much of a text that is too large is sent all the same. */
const KEPT = 1000

/** Returns a record's JSON text; of one above `maxBytes` a short one that says so, in its place. */
export function wireText(record: LogRecord, caller: boolean | undefined, maxBytes: number): string {
  const text = toWireLine(record, undefined, { caller })
  const bytes = NUMBER_BYTES + utf8Length(text)
  // What is no object is core's word for a record that cannot be read at all.
  return bytes <= maxBytes && text.startsWith('{') ? text : shortText(record, `... [${bytes} bytes, too large to send]`)
}

/** Returns the start of each of the record's own texts; of its message with a note behind it. */
function shortText(record: LogRecord, note: string): string {
  return JSON.stringify(
    { ...toWire(record, { caller: false }), fields: undefined, given: undefined },
    (key, value: unknown) => (typeof value === 'string' ? value.slice(0, KEPT) + (key === 'msg' ? note : '') : value),
  )
}

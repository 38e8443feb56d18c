// A record whose message does not merge with its arguments: nothing of it is lost, it is only not in its place.
import {
  copyRecord,
  hasException,
  isStandardAttribute,
  type LogRecord,
  setFields,
  setOwn,
  unmergedText,
} from '../records/record.js'
import { isError, isMap, isMapping } from '../text/kinds.js'
import { str } from '../text/repr.js'
import { errorAmong, valueOf } from './fields.js'

/** So many fields are kept. */
const MAX_FIELDS = 1000

/** Returns whether a record's message merges with its arguments. */
export function merges(record: LogRecord): boolean {
  try {
    record.getMessage()
    return true
  } catch {
    return false
  }
}

/**
 * Returns a copy whose message is the format string and the arguments, one behind the other. Its fields stay for what shows them
 * apart from the message, and an Error among the arguments or the fields is shown as one.
 */
export function unmergedRecord(record: LogRecord): LogRecord {
  const copy = copyRecord(record)
  const { args } = record
  const fields = strayFields(record)
  if (!hasException(copy))
    copy.exc_info = (Array.isArray(args) && args.find(isError)) || (fields && errorAmong(fields)) || null
  setFields(copy, fields)
  const bare = copyRecord(record)
  bare.msg = unmergedText(record)
  bare.args = null
  Object.defineProperty(copy, 'getMessage', { value: () => bare.getMessage() })
  return copy
}

/**
 * Returns the fields of each mapping that a call was given, wherever it stands, as in `log.error({ err, id }, 'failed')`;
 * undefined for none. A name that is there already, such as one that secrets have become, gets a number. Never throws.
 */
function strayFields(record: LogRecord): Record<string, unknown> | undefined {
  const { msg, args } = record
  const fields: Record<string, unknown> = {}
  const isTaken = (name: string): boolean =>
    Object.hasOwn(fields, name) || (Object.hasOwn(record, name) && !isStandardAttribute(name))
  let left = MAX_FIELDS
  for (const value of [msg, ...(Array.isArray(args) ? args : [])] as unknown[]) {
    try {
      if (!isMapping(value)) continue
      for (const key of isMap(value) ? value.keys() : Object.keys(value))
        if (left-- > 0) setOwn(fields, freeName(str(key), isTaken), valueOf(value, key))
    } catch {
      // A revoked proxy: the message has a word about it.
    }
  }
  return Object.keys(fields).length > 0 ? fields : undefined
}

function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name
  for (let number = 2; isTaken(free); number++) free = `${name} ${number}`
  return free
}

// A record whose message does not merge with its arguments: it is shown in full, only not merged.
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
import { type Mapping, namedError, valueOf } from './fields.js'

/** The most fields that are kept. */
const MAX_FIELDS = 1000

/**
 * Returns the record to show in place of one whose message does not merge with its arguments; undefined for any other.
 *
 * @param tell gets the error of the merge; default ignores it
 */
export function unmerged(record: LogRecord, tell?: (error: unknown) => void): LogRecord | undefined {
  try {
    record.getMessage()
    return undefined
  } catch (error) {
    tell?.(error)
    return unmergedRecord(record)
  }
}

/**
 * Returns a copy whose message is the format string and the arguments, one behind the other. It keeps its fields for formatters
 * that show them apart from the message, and shows an Error among the arguments or the fields as its error.
 */
export function unmergedRecord(record: LogRecord): LogRecord {
  const copy = copyRecord(record)
  const { args } = record
  const mappings = mappingsOf(record)
  // Not an error under any key: each of these objects may be an argument that happens to hold one.
  if (!hasException(copy))
    copy.exc_info = (Array.isArray(args) && args.find(isError)) || mappings.map(namedError).find(Boolean) || null
  setFields(copy, strayFields(record, mappings))
  const bare = copyRecord(record)
  bare.msg = unmergedText(record)
  bare.args = null
  Object.defineProperty(copy, 'getMessage', { value: () => bare.getMessage() })
  return copy
}

/** Returns each mapping that a call was given at any position, as in `log.error({ err, id }, 'failed')`. Never throws. */
function mappingsOf({ msg, args }: LogRecord): Mapping[] {
  return [msg, ...(Array.isArray(args) ? args : [])].flatMap((value: unknown): Mapping[] => {
    try {
      // A Map of another realm as one of ours: only these are read here.
      if (isMap(value)) return [new Map(value)]
      return isMapping(value) && Object.keys(value).length > 0 ? [value] : []
    } catch {
      return [] // A revoked proxy, or one whose traps throw: the message has a mark for it.
    }
  })
}

/**
 * Returns the fields of some mappings; undefined for none. A name that is taken, such as that of several redacted secrets, gets a
 * number.
 */
function strayFields(record: LogRecord, mappings: readonly Mapping[]): Record<string, unknown> | undefined {
  const fields: Record<string, unknown> = {}
  const isTaken = (name: string): boolean =>
    Object.hasOwn(fields, name) || (Object.hasOwn(record, name) && !isStandardAttribute(name))
  let left = MAX_FIELDS
  for (const mapping of mappings)
    for (const key of mapping instanceof Map ? mapping.keys() : Object.keys(mapping))
      if (left-- > 0) setOwn(fields, freeName(str(key), isTaken), valueOf(mapping, key))
  return Object.keys(fields).length > 0 ? fields : undefined
}

function freeName(name: string, isTaken: (name: string) => boolean): string {
  let free = name
  for (let number = 2; isTaken(free); number++) free = `${name} ${number}`
  return free
}

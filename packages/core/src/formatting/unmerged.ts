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
import { type Mapping, namedError, valueOf } from './fields.js'

/** So many fields are kept. */
const MAX_FIELDS = 1000

/**
 * Returns what stands in the place of a record whose message does not merge with its arguments; undefined for any other.
 *
 * @param tell is told why it does not
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
 * Returns a copy whose message is the format string and the arguments, one behind the other. Its fields stay for what shows them
 * apart from the message, and an Error among the arguments or the fields is shown as one.
 */
export function unmergedRecord(record: LogRecord): LogRecord {
  const copy = copyRecord(record)
  const { args } = record
  const mappings = mappingsOf(record)
  // Not under any key: each of these objects may be an argument that happens to hold an error.
  if (!hasException(copy))
    copy.exc_info = (Array.isArray(args) && args.find(isError)) || mappings.map(namedError).find(Boolean) || null
  setFields(copy, strayFields(record, mappings))
  const bare = copyRecord(record)
  bare.msg = unmergedText(record)
  bare.args = null
  Object.defineProperty(copy, 'getMessage', { value: () => bare.getMessage() })
  return copy
}

/** Returns each mapping that a call was given, wherever it stands, as in `log.error({ err, id }, 'failed')`. Never throws. */
function mappingsOf({ msg, args }: LogRecord): Mapping[] {
  return [msg, ...(Array.isArray(args) ? args : [])].flatMap((value: unknown): Mapping[] => {
    try {
      // A Map of another realm as one of ours: that is what is read here.
      if (isMap(value)) return [new Map(value)]
      return isMapping(value) && Object.keys(value).length > 0 ? [value] : []
    } catch {
      return [] // A revoked proxy, one whose traps throw: the message has a word about it.
    }
  })
}

/**
 * Returns the fields of some mappings; undefined for none. A name that is there already, such as one that secrets have become,
 * gets a number.
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

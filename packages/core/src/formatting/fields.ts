// The fields of a call in a line of text: `started port=3000`. Python does not show a mapping that the message does not use.
import { contextNames, givenTo, hasException, type LogRecord, setContextNames, setFields } from '../records/record.js'
import { percent } from '../text/percent.js'
import { errorWithin } from '../text/platformObjects.js'
import { readValue, repr, str } from '../text/repr.js'

/** The keys of errors: of several among a call's fields the one under the first of these follows the line, else the first. */
const ERROR_KEYS: readonly unknown[] = ['err', 'error', 'exc_info', 'e']

/** The most fields of a line, which says how many more there are. */
const MAX_FIELDS = 50

export type Mapping = Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown>

/** Returns the mapping of a record's call if its message, which converts nothing, does not show it. */
export function unusedMapping(record: LogRecord): Mapping | undefined {
  const args = givenTo(record)
  if (args === null || Array.isArray(args)) return undefined
  if (record.args !== null && percent(str(record.msg)).conversions.length > 0) return undefined
  return args as Mapping
}

/** Calls a function while the record's message is merged and the record shows no fields. */
export function withoutFields<T>(record: LogRecord, work: () => T): T {
  const { msg, args } = record
  const fields = args === null ? givenTo(record) : undefined
  const names = contextNames(record)
  record.msg = record.getMessage()
  record.args = null
  setFields(record, undefined)
  if (names) setContextNames(record, undefined)
  try {
    return work()
  } finally {
    record.msg = msg
    record.args = args
    setFields(record, fields as Mapping | undefined)
    if (names) setContextNames(record, names)
  }
}

/** Returns a record's fields as text, `port=3000 user='ann bell'`, its context's last; '' without any. Never throws. */
export function fieldsText(record: LogRecord): string {
  const given = unusedMapping(record)
  const names = contextNames(record)
  if (given === undefined && names === undefined) return ''
  const error = fieldError(record)
  try {
    const mapping = given ?? {}
    const own = mapping instanceof Map ? [...mapping.keys()] : Object.keys(mapping)
    const keys = names ? [...new Set([...own, ...names])] : own
    const texts = keys.slice(0, MAX_FIELDS).flatMap((key, index) => {
      const value = index < own.length ? valueOf(mapping, key) : record[key as string]
      // Its text follows the line.
      return error !== undefined && errorWithin(value) === error ? [] : [`${valueText(str(key))}=${valueText(value)}`]
    })
    if (keys.length > MAX_FIELDS) texts.push(`... ${keys.length - MAX_FIELDS} more`)
    return texts.join(' ')
  } catch {
    return '<unreadable fields>'
  }
}

/** Returns the Error among the fields of a record that carries no other. */
export function fieldError(record: LogRecord): unknown {
  const mapping = unusedMapping(record)
  return mapping === undefined || hasException(record) ? undefined : errorAmong(mapping)
}

/** Returns the Error among the first fields of a mapping. Never throws. */
function errorAmong(mapping: Mapping): unknown {
  try {
    const keys = mapping instanceof Map ? [...mapping.keys()] : Object.keys(mapping)
    return errorUnder([...ERROR_KEYS, ...keys.slice(0, MAX_FIELDS)], mapping)
  } catch {
    return undefined // A proxy whose traps throw by now.
  }
}

/** Returns the Error under a key that names the call's error. */
export function namedError(mapping: Mapping): unknown {
  return errorUnder(ERROR_KEYS, mapping)
}

function errorUnder(keys: readonly unknown[], mapping: Mapping): unknown {
  return keys.map((key) => errorWithin(valueOf(mapping, key))).find(Boolean)
}

/** Returns the value of a mapping under a key; a text if a getter throws. */
export function valueOf(mapping: Mapping, key: unknown): unknown {
  if (mapping instanceof Map) return mapping.get(key)
  return Object.hasOwn(mapping, key as string) ? readValue(mapping, key as string) : undefined
}

/** Returns a word as it is, any other value as `%r` shows it. */
function valueText(value: unknown): string {
  return typeof value === 'string' && /^[^\s"'=]+$/.test(value) ? value : repr(value)
}

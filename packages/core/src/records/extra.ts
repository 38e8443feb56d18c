import { report } from '../runtime/report.js'
import { KeyError } from '../text/keyError.js'
import { isList } from '../text/kinds.js'
import { asObject, fieldsOf } from '../text/mapObject.js'
import { summaryOf } from '../text/platformObjects.js'
import { readValue, repr, typeName } from '../text/repr.js'
import { LogRecord, setOwn } from './record.js'

/**
 * Returns whether a record has an attribute or a method of that name. Names that every object has, such as `constructor`, are
 * free.
 */
function isTaken(record: LogRecord, key: string): boolean {
  return key in record && (key === '__proto__' || Object.hasOwn(record, key) || !Object.hasOwn(Object.prototype, key))
}

let bareRecord: LogRecord | undefined

/** Returns whether a record takes an attribute of that name from a call's `extra`. */
export function isFree(key: string): boolean {
  return !isTaken((bareRecord ??= new LogRecord(null, 0, undefined, 0, '', null, null)), key)
}

/** The most attributes that `extra` may add: more would keep each handler busy for a tenth of a second. */
const MAX_KEYS = 10_000

/**
 * Adds a call's `extra` to its record. A key that is an attribute already is left out, and the first such key is reported: Python
 * raises it into the application.
 *
 * @param source whom a report is about
 */
export function addExtraOrReport(source: object, record: LogRecord, extra: Extra): void {
  const clash = addExtra(record, extra)
  if (clash !== undefined) report(source, clash, record)
}

type Extra = Readonly<Record<string, unknown>>

/**
 * Returns whether a value is no object of attributes: it is none, is a list, cannot be read, or belongs to the page or to a
 * framework, whose fields lead to what is private.
 */
export function hasNoAttributes(value: unknown): boolean {
  try {
    return typeof value !== 'object' || (value !== null && (isList(value) || summaryOf(value) !== undefined))
  } catch {
    return true // A revoked proxy, the window of another origin.
  }
}

/**
 * Returns the attributes of both objects, where the outer ones win. A value that is no object of attributes is returned as it is,
 * so that it is reported.
 */
export function mergedExtra(inner: object | null, outer: object): Extra {
  const wrong = [inner, outer].find(hasNoAttributes) as Extra | undefined
  return wrong ?? { ...fieldsOf(inner), ...fieldsOf(outer) }
}

function addExtra(record: LogRecord, extra: Extra): Error | undefined {
  let clash: Error | undefined
  try {
    if (hasNoAttributes(extra)) return new TypeError(`extra must be an object, not ${typeName(extra)}`)
    const given = asObject(extra)
    let left = MAX_KEYS
    for (const key in given) {
      if (left-- === 0) return clash ?? new RangeError(`extra has more than ${MAX_KEYS} keys`)
      const isCommon = key in Object.prototype
      if (isTaken(record, key)) clash ??= new KeyError(`Attempt to overwrite ${repr(key)} in LogRecord`)
      else if (!isCommon) record[key] = readValue(given, key)
      // Not a member that code added to every object. If Object.prototype is frozen, a name of its own cannot be assigned.
      else if (Object.hasOwn(given, key)) setOwn(record, key, readValue(given, key))
    }
  } catch {
    clash = new TypeError('extra cannot be read')
  }
  return clash
}

import { isMap } from './kinds.js'
import { readValue, str } from './repr.js'

/**
 * Returns a Map as an object, any other value as it is. A key that is an object becomes the text that lines show, not its
 * `toString()`.
 */
export function asObject(value: object | null): Readonly<Record<string, unknown>> {
  const object = isMap(value) ? Object.fromEntries([...value].map(([key, item]) => [str(key), item])) : value
  return object as Readonly<Record<string, unknown>>
}

/** Returns the fields of an object or a Map as data of an object of their own. A getter that throws leaves its mark. Never throws. */
export function fieldsOf(given: object | null): Readonly<Record<string, unknown>> {
  try {
    // Spreading defines properties: a key `__proto__` is a field like any other.
    return { ...asObject(given) }
  } catch {
    return eachFieldOf(given!)
  }
}

function eachFieldOf(given: object): Readonly<Record<string, unknown>> {
  try {
    return Object.fromEntries(Object.keys(given).map((key) => [key, readValue(given, key)]))
  } catch {
    return {} // A trap that throws.
  }
}

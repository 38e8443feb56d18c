import { isMap } from './kinds.js'
import { str } from './repr.js'

/**
 * Returns a Map as an object, any other value as it is. A key that is an object has its text on lines, not the one that it would be
 * turned into.
 */
export function asObject(value: object | null): Readonly<Record<string, unknown>> {
  const object = isMap(value) ? Object.fromEntries([...value].map(([key, item]) => [str(key), item])) : value
  return object as Readonly<Record<string, unknown>>
}

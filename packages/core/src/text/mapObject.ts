import { isMap } from './kinds.js'
import { str } from './repr.js'

/**
 * Returns a Map as an object, any other value as it is. A key that is an object becomes the text that lines show, not its
 * `toString()`.
 */
export function asObject(value: object | null): Readonly<Record<string, unknown>> {
  const object = isMap(value) ? Object.fromEntries([...value].map(([key, item]) => [str(key), item])) : value
  return object as Readonly<Record<string, unknown>>
}

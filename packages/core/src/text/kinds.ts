// Kinds of values, also of other realms (frames, vm contexts).

const MAX_NAME = 1000

/** Returns the kind that an object's class gives it: `'Map'`. Any class may give itself one. */
export function kindOf(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1)
}

/**
 * Returns the class of an object as its prototype names it; '' without a prototype.
 *
 * @throws what a getter or a trap of the object throws
 */
export function className(value: object): string {
  const name: unknown = Object.getPrototypeOf(value)?.constructor?.name
  return typeof name === 'string' ? name.slice(0, MAX_NAME) : ''
}

/** Returns whether `value` is a Map, and no other class that calls itself one. */
export function isMap(value: unknown): value is ReadonlyMap<unknown, unknown> {
  try {
    return kindOf(value) === 'Map' && !Map.prototype.has.call(value as never, isMap)
  } catch {
    return false
  }
}

/** Returns whether a value is an object that is no list: Python's dict. */
export function isDict(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns whether `value` is Python's Mapping: a plain object (of any realm) or a Map. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown> {
  return isPlainObject(value) || isMap(value)
}

/**
 * Returns whether the keys of `value` are indexes: an array of any kind, a text.
 *
 * @throws what a trap of the object throws
 */
export function isList(value: unknown): boolean {
  const object: object = Object(value)
  return 'length' in object && Symbol.iterator in object
}

/** Returns whether a mapping is empty: Python's truth. */
export function isEmptyMapping(mapping: object): boolean {
  return isMap(mapping) ? mapping.size === 0 : Object.keys(mapping).length === 0
}

/**
 * Returns whether `value` is a plain object, such as an object literal gives.
 *
 * @throws TypeError for a revoked proxy
 */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return true
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value))
}

/** Returns whether `value` is an Error or a DOMException. A value that cannot be read is none. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || /^(Error|DOMException)$/.test(kindOf(value))
  } catch {
    return false // A revoked proxy.
  }
}

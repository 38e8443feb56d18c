// Kinds of values, told for those of other realms (frames, vm contexts) too.

/** Returns whether `value` is Python's Mapping: a plain object (of any realm) or a Map. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> | ReadonlyMap<unknown, unknown> {
  return isPlainObject(value) || value instanceof Map
}

/** Returns whether `value` is an object literal's kind of object. Throws for a revoked proxy. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Object.prototype) return true
  return prototype === null || (Object.getPrototypeOf(prototype) === null && !Array.isArray(value))
}

/** Returns whether `value` is an Error or a DOMException. A value that cannot be looked at is none. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error || /^\[object (Error|DOMException)\]$/.test(Object.prototype.toString.call(value))
  } catch {
    return false // A revoked proxy.
  }
}

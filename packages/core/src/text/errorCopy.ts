/** A property of an error's copy. */
interface Member {
  /** The property's key in the error. */
  readonly key: PropertyKey
  /** The property's key in the copy. */
  readonly name: PropertyKey
  readonly value: unknown
}

/** Returns an error of the same class with these properties. The copy lacks the private fields that its class may read. */
export function copyError(error: Error, members: readonly Member[]): Error {
  // Made as an Error: those of other realms are known by that.
  const copy = new Error()
  Object.setPrototypeOf(copy, Object.getPrototypeOf(error) as object | null)
  for (const { key, name, value } of members) {
    const enumerable = Object.prototype.propertyIsEnumerable.call(error, key)
    Object.defineProperty(copy, name, { value, enumerable, writable: true, configurable: true })
  }
  return copy
}

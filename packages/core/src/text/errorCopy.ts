/** A property of an error's copy. */
interface Member {
  /** What the error has it under. */
  readonly key: PropertyKey
  /** What the copy has it under. */
  readonly name: PropertyKey
  readonly value: unknown
}

/** Returns an error of the same class with these properties. What its class reads of private fields is not there any more. */
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

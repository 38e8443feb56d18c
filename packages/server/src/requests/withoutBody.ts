import { isError } from '@treeline/core/internal'

/**
 * Returns an error without the request's body, which the parsers of express put on their errors: what a user has sent is not
 * logged. Itself where it has none.
 */
export function withoutBody(error: unknown): unknown {
  if (!isError(error) || !Object.hasOwn(error, 'body')) return error
  // Made as an Error: those of other realms are known by that.
  const copy = Object.setPrototypeOf(new Error(), Object.getPrototypeOf(error) as object | null) as object
  for (const key of Reflect.ownKeys(error)) {
    if (key === 'body') continue
    const enumerable = Object.prototype.propertyIsEnumerable.call(error, key)
    const value = (error as unknown as Record<PropertyKey, unknown>)[key]
    Object.defineProperty(copy, key, { value, enumerable, writable: true, configurable: true })
  }
  return copy
}

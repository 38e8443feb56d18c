import { copyError, isError, readProperty } from '@treeline/core/internal'

/**
 * Returns an error without the request's body, which express's parsers put on their errors: a user's data is not logged. Returns
 * the error itself where it has none.
 */
export function withoutBody(error: unknown): unknown {
  if (!isError(error) || !Object.hasOwn(error, 'body')) return error
  const keys = Reflect.ownKeys(error).filter((key) => key !== 'body')
  return copyError(
    error,
    keys.map((key) => ({ key, name: key, value: readProperty(error, key) })),
  )
}

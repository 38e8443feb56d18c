/** Reads a property of a value that may answer with an exception (a getter, a proxy, a frame of another origin): undefined then. */
export function propertyOf(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

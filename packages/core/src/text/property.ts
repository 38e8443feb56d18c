/** Reads a property; undefined if that throws (a getter, a proxy, a frame of another origin). */
export function propertyOf(value: unknown, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

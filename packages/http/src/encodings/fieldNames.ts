/**
 * Returns a record's fields. Those whose name is taken get underscores at its end: a field cannot forge what identifies the record.
 */
export function fieldsBeside(fields: object, taken: readonly string[]): Record<string, unknown> {
  const used = new Set([...Object.keys(fields), ...taken])
  return renamed(fields, (key) => (taken.includes(key) ? freeName(key, used) : key))
}

/** Returns fields under new names. Where names become the same, the later ones get underscores. */
export function renamedFields(
  fields: object,
  rename: (key: string) => string,
  taken: readonly string[] = [],
): Record<string, unknown> {
  const used = new Set(taken)
  return renamed(fields, (key) => freeName(rename(key), used))
}

function renamed(fields: object, rename: (key: string) => string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([key, value]) => [rename(key), value]))
}

function freeName(key: string, used: Set<string>): string {
  let name = key
  while (used.has(name)) name += '_'
  used.add(name)
  return name
}

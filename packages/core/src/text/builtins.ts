/** Returns the bytes of a buffer, and the entries of what a page sends as a Map; any other value as it is. */
export function unpackBuiltin(value: object, kind: string): object {
  if (/^(Headers|FormData)$/.test(kind)) return new Map(distinct(value as Iterable<[string, unknown]>))
  if (kind.endsWith('ArrayBuffer')) return new Uint8Array(value as ArrayBuffer)
  if (kind !== 'DataView') return value
  const { buffer, byteOffset, byteLength } = value as DataView
  return new Uint8Array(buffer, byteOffset, byteLength)
}

/** Returns entries whose keys are distinct, as a form's need not be: `a`, `a_1`. */
export function distinct(entries: Iterable<[string, unknown]>): [string, unknown][] {
  const seen = new Set<string>()
  return [...entries].map(([key, value], index) => {
    while (seen.has(key)) key += `_${index}`
    seen.add(key)
    return [key, value]
  })
}

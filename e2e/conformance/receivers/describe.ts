/** The same JSON for a value as values.py gives. */
export function describeValue(value: unknown): unknown {
  if (value === null || typeof value === 'boolean') return value
  if (typeof value === 'bigint') return ['number', String(value)]
  if (typeof value === 'number') return ['number', numberText(value)]
  if (typeof value === 'string') return ['text', value]
  if (Array.isArray(value)) return ['sequence', value.map(describeValue)]
  if (value instanceof Map) return ['map', [...value].map(([key, item]) => [describeValue(key), describeValue(item)])]
  if (typeof value !== 'object') return [typeof value]
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return ['dict', entries.map(([key, item]) => [key, describeValue(item)])]
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  if (Object.is(value, -0)) return '-0'
  if (Number.isInteger(value)) return String(BigInt(value))
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return bytes.toString('hex')
}

import { repr } from '@treeline/core'
import { floatRepr } from '@treeline/core/internal'

const MAX_ENTRIES = 1000
const MAX_DEPTH = 20

/**
 * Returns a value's text as Python's `str()` gives that of its counterpart: None, True, False, `{'a': [1, None]}`. What has no
 * counterpart has treeline's own text. Bounded; never throws; runs no getter.
 */
export function pythonStr(value: unknown): string {
  try {
    return typeof value === 'string' ? value : show(value, [])
  } catch {
    // A proxy that does not answer; core's words for it.
    return repr(value)
  }
}

/** Returns the values as Python writes a tuple. */
export function pythonTuple(values: readonly unknown[]): string {
  return `(${pythonStr(values).slice(1, -1)}${values.length === 1 ? ',' : ''})`
}

function show(value: unknown, path: readonly object[]): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : floatRepr(value)
  const list = Array.isArray(value)
  if (!list && !isMapping(value)) return repr(value)
  const inside = path.includes(value) || path.length >= MAX_DEPTH ? '...' : entries(value, [...path, value]).join(', ')
  return list ? `[${inside}]` : `{${inside}}`
}

function isMapping(value: object): boolean {
  return value instanceof Map || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
}

/** Returns the texts of a list's items, or of a mapping's keys and values. */
function entries(value: object, path: readonly object[]): string[] {
  const texts: string[] = []
  const list = Array.isArray(value)
  const map = value instanceof Map ? value : undefined
  for (const key of list ? Array(value.length).keys() : (map?.keys() ?? Object.keys(value))) {
    if (texts.length === MAX_ENTRIES) return [...texts, '...']
    const item = map ? show(map.get(key), path) : property(value, key as PropertyKey, path)
    texts.push(list ? item : `${show(key, path)}: ${item}`)
  }
  return texts
}

function property(object: object, key: PropertyKey, path: readonly object[]): string {
  const { get, set, value }: PropertyDescriptor = Object.getOwnPropertyDescriptor(object, key) ?? {}
  return get || set ? '[Getter]' : show(value, path)
}

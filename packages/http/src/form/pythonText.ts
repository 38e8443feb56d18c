import { repr } from '@treeline/core'
import { floatRepr } from '@treeline/core/internal'

const MAX_ENTRIES = 1000
const MAX_DEPTH = 20

/**
 * Gives a value's text as Python's `str()` gives that of its counterpart: None, True, False, `{'a': [1, None]}`. What has no
 * counterpart has treeline's own text. Bounded; never throws; runs no getter.
 */
export function pythonStr(value: unknown): string {
  return typeof value === 'string' ? value : pythonRepr(value)
}

/** Gives the values as Python writes a tuple. */
export function pythonTuple(values: readonly unknown[]): string {
  return guarded(values, () => `(${items(values, []).join(', ')}${values.length === 1 ? ',' : ''})`)
}

function pythonRepr(value: unknown): string {
  return guarded(value, () => show(value, []))
}

function guarded(value: unknown, text: () => string): string {
  try {
    return text()
  } catch {
    // A proxy that does not answer; core's words for it.
    return repr(value)
  }
}

function show(value: unknown, path: readonly object[]): string {
  if (value === null || value === undefined) return 'None'
  if (value === true) return 'True'
  if (value === false) return 'False'
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value).toString() : floatRepr(value)
  if (typeof value !== 'object') return repr(value)
  const list = Array.isArray(value)
  if (!list && !isMapping(value)) return repr(value)
  if (path.includes(value) || path.length >= MAX_DEPTH) return list ? '[...]' : '{...}'
  const inner = [...path, value]
  return list ? `[${items(value, inner).join(', ')}]` : `{${entries(value, inner).join(', ')}}`
}

function isMapping(value: object): boolean {
  if (value instanceof Map) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function items(values: readonly unknown[], path: readonly object[]): string[] {
  const texts = Array.from({ length: Math.min(values.length, MAX_ENTRIES) }, (_, index) =>
    property(values, index, path),
  )
  if (values.length > MAX_ENTRIES) texts.push('...')
  return texts
}

function entries(value: object, path: readonly object[]): string[] {
  const map = value instanceof Map ? value : undefined
  const texts: string[] = []
  for (const key of map?.keys() ?? Object.keys(value)) {
    if (texts.length === MAX_ENTRIES) return [...texts, '...']
    const item = map === undefined ? property(value, key as string, path) : show(map.get(key), path)
    texts.push(`${show(key, path)}: ${item}`)
  }
  return texts
}

function property(value: object, key: PropertyKey, path: readonly object[]): string {
  const found = Object.getOwnPropertyDescriptor(value, key)
  if (found === undefined) return 'None'
  return 'value' in found ? show(found.value, path) : '[Getter]'
}

import { repr } from '@treeline/core'
import { floatRepr } from '@treeline/core/internal'

const MAX_ENTRIES = 1000
const MAX_DEPTH = 20
/** The most characters, about, of all entries of a value: a small graph of shared objects has very many paths. */
const MAX_TOTAL = 16_000

/**
 * Returns a value's text as Python's `str()` gives that of its counterpart: None, True, False, `{'a': [1, None]}`. What has no
 * counterpart has treeline's own text. Bounded; never throws; runs no getter.
 */
export function pythonStr(value: unknown): string {
  try {
    return typeof value === 'string' ? value : show(value, { path: [], left: MAX_TOTAL })
  } catch {
    // A proxy that throws: core has words for it.
    return repr(value)
  }
}

/** Returns the values as Python writes a tuple. */
export function pythonTuple(values: readonly unknown[]): string {
  return `(${pythonStr(values).slice(1, -1)}${values.length === 1 ? ',' : ''})`
}

/** The state of one text: the objects around the present value, and how many characters their entries may still take. */
interface Job {
  readonly path: object[]
  left: number
}

function show(value: unknown, job: Job): string {
  const list = Array.isArray(value)
  if (!list && !isMapping(value)) {
    const text = single(value)
    job.left -= text.length + ', '.length
    return text
  }
  const { path } = job
  if (path.includes(value) || path.length >= MAX_DEPTH) return list ? '[...]' : '{...}'
  path.push(value)
  const inside = entries(value, job).join(', ')
  path.pop()
  return list ? `[${inside}]` : `{${inside}}`
}

/** Returns the text of what is neither a list nor a mapping. */
function single(value: unknown): string {
  if (value === null || value === undefined) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'number') return Number.isInteger(value) ? String(BigInt(value)) : floatRepr(value)
  return repr(value)
}

function isMapping(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  return value instanceof Map || [Object.prototype, null].includes(Object.getPrototypeOf(value) as null)
}

/** Returns the texts of a list's items, or of a mapping's keys and values. */
function entries(value: object, job: Job): string[] {
  const texts: string[] = []
  const list = Array.isArray(value)
  const map = value instanceof Map ? value : undefined
  for (const key of list ? Array(value.length).keys() : (map?.keys() ?? Object.keys(value))) {
    if (texts.length === MAX_ENTRIES || job.left <= 0) return [...texts, '...']
    const item = map ? show(map.get(key), job) : property(value, key as PropertyKey, job)
    texts.push(list ? item : `${show(key, job)}: ${item}`)
  }
  return texts
}

function property(object: object, key: PropertyKey, job: Job): string {
  const { get, set, value }: PropertyDescriptor = Object.getOwnPropertyDescriptor(object, key) ?? {}
  return get || set ? '[Getter]' : show(value, job)
}

import { kindOf } from '../../text/kinds.js'
import { typeName } from '../../text/repr.js'
import type { PythonValue } from './pythonValue.js'

/** The most characters, bytes or items of one value that operators and calls make. */
const MAX_SIZE = 65_536
/** The most of them in all for one literal: a few characters may ask for a million values, again and again. */
const MAX_MADE = 1 << 20

/**
 * The maker of the tuples, sets and dicts of one literal. It knows which arrays are tuples: those may be keys, lists may not. It
 * counts what is made.
 */
export class PythonContainers {
  private readonly tuples = new WeakSet<object>()
  private made = 0

  /**
   * Counts the size of a value that the literal does not write out. Has to be called before the value is made.
   *
   * @param size its characters, bytes or items
   * @throws RangeError for more than the limits
   */
  account(size: number): void {
    if (size > MAX_SIZE) throw new RangeError(`more than ${MAX_SIZE} characters or items are not made`)
    this.made += size
    if (this.made > MAX_MADE) throw new RangeError(`more than ${MAX_MADE} characters and items are not made`)
  }

  /** Makes a tuple from items. */
  tuple(items: PythonValue[]): PythonValue[] {
    this.tuples.add(items)
    return items
  }

  /** Returns whether a value is a tuple. */
  isTuple(value: PythonValue): value is PythonValue[] {
    return Array.isArray(value) && this.tuples.has(value)
  }

  /**
   * Makes a dict from entries: an object if its keys are strings, else a Map.
   *
   * @throws TypeError for a key that cannot be one
   */
  dict(entries: readonly (readonly [PythonValue, PythonValue])[]): PythonValue {
    const byHash = new Map<string, [PythonValue, PythonValue]>()
    for (const [key, value] of entries) {
      const hash = this.hash(key)
      byHash.set(hash, [byHash.get(hash)?.[0] ?? key, value])
    }
    const unique = [...byHash.values()]
    if (unique.every(([key]) => typeof key === 'string')) return Object.fromEntries(unique as [string, PythonValue][])
    return new Map(unique)
  }

  /**
   * Makes a set from items.
   *
   * @throws TypeError for an item that cannot be one of a set
   */
  set(items: readonly PythonValue[]): PythonValue {
    const byHash = new Map<string, PythonValue>()
    for (const item of items) {
      const hash = this.hash(item)
      if (!byHash.has(hash)) byHash.set(hash, item)
    }
    return new Set(byHash.values())
  }

  /**
   * Returns the items of a value, as a loop gives them.
   *
   * @throws TypeError for a value that is no sequence, set or dict; RangeError for too many items
   */
  itemsOf(value: PythonValue): PythonValue[] {
    const items = itemsOf(value)
    this.account(items.length)
    return items
  }

  /**
   * Returns a text that is the same for keys that are equal in Python.
   *
   * @throws TypeError for a value that cannot be a key
   */
  private hash(key: PythonValue): string {
    this.account(1)
    if (typeof key === 'string') return JSON.stringify(key)
    if (typeof key === 'boolean') return String(Number(key))
    if (key === null || typeof key === 'number' || typeof key === 'bigint') return String(key)
    if (this.isTuple(key)) return `(${key.map((item) => this.hash(item)).join()})`
    if (key instanceof Uint8Array) return `b${key.join()}`
    throw new TypeError(`unhashable type: '${Array.isArray(key) ? 'list' : key instanceof Set ? 'set' : 'dict'}'`)
  }
}

function itemsOf(value: PythonValue): PythonValue[] {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Set || value instanceof Uint8Array)
    return [...value]
  if (value instanceof Map) return [...value.keys()]
  if (typeof value === 'object' && value !== null) return Object.keys(value)
  throw new TypeError(`expected something with items, not ${typeName(value)}`)
}

/** Returns the entries of a dict; undefined for another value. */
export function entriesOf(value: PythonValue): [PythonValue, PythonValue][] | undefined {
  if (value instanceof Map) return [...value]
  return kindOf(value) === 'Object' ? Object.entries(value as { [key: string]: PythonValue }) : undefined
}

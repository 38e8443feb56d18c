import { jsonText, str } from '@treeline/core'
import { clip, readProperty } from '@treeline/core/internal'
import { ByteWriter } from './byteWriter.js'

// Python's pickle protocol 1 of values without classes: every receiver can read it, also one that makes no objects.

const MARK = 0x28
const STOP = 0x2e
const NONE = 0x4e
const EMPTY_DICT = 0x7d
const SET_ITEMS = 0x75
const EMPTY_LIST = 0x5d
const APPENDS = 0x65
const UNICODE = 0x58
const FLOAT = 0x47
const UINT8 = 0x4b
const UINT16 = 0x4d
const INT32 = 0x4a

const MAX_DEPTH = 20
const MAX_ENTRIES = 1000
const MAX_LENGTH = 100_000
/** The most entries and characters of all values together. */
const MAX_TOTAL = 1_000_000

/** A value that is a float to Python, whatever it is to JavaScript. */
export class PythonFloat {
  readonly value: number

  constructor(value: number) {
    this.value = value
  }
}

/**
 * Returns a dict as a pickle of protocol 1, which Python's `pickle.loads` reads.
 *
 * - Whole numbers up to 2^53 become int, all others, `-0` too, float; a bigint becomes int.
 * - A lone surrogate stays one.
 * - An array or Set becomes a list, a plain object or Map a dict; null and undefined become None. A value without a counterpart,
 *   such as a Date or an Error, becomes its JSON value, or its text where JSON has none.
 * - Values are bounded: 20 deep, 1000 entries each, 100 000 characters a string, a million in all. The strings of `entries` itself
 *   are not cut. A cycle becomes the text `[Circular]`.
 *
 * Never throws: a getter that throws becomes a text.
 */
export function pickle(entries: ReadonlyMap<string, unknown>): Buffer {
  const pickler = new Pickler()
  pickler.dict(entries)
  return pickler.result()
}

class Pickler {
  private readonly out = new ByteWriter()
  private readonly path: object[] = []
  private left = MAX_TOTAL

  result(): Buffer {
    this.out.byte(STOP)
    return this.out.result()
  }

  dict(entries: ReadonlyMap<string, unknown>): void {
    this.out.byte(EMPTY_DICT)
    this.out.byte(MARK)
    for (const [key, value] of entries) {
      this.string(key)
      if (typeof value === 'string') this.string(value)
      else this.value(value)
    }
    this.out.byte(SET_ITEMS)
  }

  private value(value: unknown): void {
    switch (typeof value) {
      case 'string':
        return this.string(clip(value, MAX_LENGTH))
      case 'number':
        return Number.isSafeInteger(value) && !Object.is(value, -0) ? this.integer(value) : this.float(value)
      case 'boolean':
        return this.out.ascii(value ? 'I01\n' : 'I00\n')
      case 'bigint':
        return this.bigint(value)
      case 'undefined':
        return this.out.byte(NONE)
      case 'object':
        return value === null ? this.out.byte(NONE) : this.object(value)
      default:
        return this.string(clip(str(value), MAX_LENGTH))
    }
  }

  private string(text: string): void {
    this.left -= text.length
    this.out.byte(UNICODE)
    this.out.sizedUtf8(text)
  }

  private float(value: number): void {
    this.out.byte(FLOAT)
    this.out.doubleBE(value)
  }

  private integer(value: number): void {
    if (value >= 0 && value <= 0xff) {
      this.out.byte(UINT8)
      this.out.byte(value)
    } else if (value >= 0 && value <= 0xffff) {
      this.out.byte(UINT16)
      this.out.uint16LE(value)
    } else if (value === (value | 0)) {
      this.out.byte(INT32)
      this.out.int32LE(value)
    } else this.out.ascii(`L${value}L\n`)
  }

  private bigint(value: bigint): void {
    if (Number.isSafeInteger(Number(value))) return this.integer(Number(value))
    // Python refuses a longer text of an int by default.
    const digits = String(value)
    if (digits.length <= MAX_DIGITS) this.out.ascii(`L${digits}L\n`)
    else this.string(clip(digits, MAX_LENGTH))
  }

  private object(value: object): void {
    const { path } = this
    if (path.includes(value)) return this.string('[Circular]')
    const { size } = this.out
    path.push(value)
    try {
      if (value instanceof PythonFloat) this.float(value.value)
      else if (Array.isArray(value)) this.list(value.length, (index) => readProperty(value, index))
      else if (value instanceof Set) this.listOf(value)
      else if (value instanceof Map) this.map(value)
      else if (isPlain(value)) this.record(value)
      else this.value(inJSON(value))
    } catch {
      // A revoked proxy, a trap that throws, the end of the call stack. The begun part would make the whole unreadable.
      this.out.rewind(size)
      this.string('<unreadable object>')
    } finally {
      path.pop()
    }
  }

  private listOf(set: ReadonlySet<unknown>): void {
    const items = first(Set.prototype.values.call(set))
    this.list(set.size, (index) => items[index])
  }

  private list(size: number, at: (index: number) => unknown): void {
    if (this.isTooDeep) return this.string('[Array]')
    this.out.byte(EMPTY_LIST)
    this.out.byte(MARK)
    for (let index = 0; index < size; index++) {
      if (this.isFull(index)) {
        this.string(`... ${size - index} more`)
        break
      }
      this.value(at(index))
    }
    this.out.byte(APPENDS)
  }

  private record(value: object): void {
    const keys = Object.keys(value)
    this.entries(keys.length, (index) => [keys[index], readProperty(value, keys[index]!)])
  }

  private map(value: ReadonlyMap<unknown, unknown>): void {
    const entries = first(Map.prototype.entries.call(value))
    this.entries(value.size, (index) => entries[index]!)
  }

  private entries(size: number, at: (index: number) => readonly [key: unknown, value: unknown]): void {
    if (this.isTooDeep) return this.string('[Object]')
    this.out.byte(EMPTY_DICT)
    this.out.byte(MARK)
    for (let index = 0; index < size; index++) {
      if (this.isFull(index)) {
        this.string('...')
        this.string(`${size - index} more`)
        break
      }
      const [key, value] = at(index)
      // Python's keys cannot be lists or dicts.
      if (typeof key === 'object' && key !== null) this.string(clip(str(key), MAX_LENGTH))
      else this.value(key)
      this.value(value)
    }
    this.out.byte(SET_ITEMS)
  }

  private get isTooDeep(): boolean {
    return this.path.length > MAX_DEPTH
  }

  private isFull(index: number): boolean {
    return index >= MAX_ENTRIES || this.left-- <= 0
  }
}

/** Python's own limit for the digits of an int that is read. */
const MAX_DIGITS = 4300

function first<T>(items: Iterable<T>): T[] {
  const taken: T[] = []
  for (const item of items) {
    if (taken.length === MAX_ENTRIES) break
    taken.push(item)
  }
  return taken
}

/** Returns whether an object is plain and has no `toJSON`, which would know better what its value is. */
function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && !('toJSON' in value)
}

function inJSON(value: object): unknown {
  return JSON.parse(jsonText(value, { maxDepth: MAX_DEPTH, maxKeys: MAX_ENTRIES, maxLength: MAX_LENGTH }))
}

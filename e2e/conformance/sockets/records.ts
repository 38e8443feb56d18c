import type { LogRecord } from 'treeline'
import { Random } from '../../tools/random.mjs'

/** A value, and what CPython has of it. */
type Pair = readonly [ours: unknown, theirs: unknown]

const int = (value: number | bigint): unknown => ({ int: String(value) })

/** A float as the eight bytes it has. */
export function float(value: number): unknown {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleBE(value)
  return { float: bytes.toString('hex') }
}

const INTEGERS = [0, 1, -1, 255, 256, 65_535, 65_536, 2 ** 31 - 1, 2 ** 31, -(2 ** 31), -(2 ** 31) - 1, 2 ** 53 - 1]
const FLOATS = [0.1, -0, 1.5, Infinity, -Infinity, 5e-324, 1.7976931348623157e308, 2 ** 53, 1e21, -1e-7]
const BIGINTS = [0n, 2n ** 64n, -(2n ** 63n), 10n ** 400n, -5n]
const TEXTS = ['', 'a', 'é', '日本', '😀', '\ud83c', '\udc00x', 'a\0b', '\n', '%s', "it's", '\u2028', '\\']
const KEYS = ['a', 'b c', '__proto__', 'constructor', 'é', '', '\ud800', 'self', '__class__', '1']

/** Draws records with every type of value. */
export class Records {
  private readonly random: Random

  constructor(seed: number) {
    this.random = new Random(seed)
  }

  text(): string {
    const { random } = this
    return Array.from({ length: random.below(4) }, () => random.pick(TEXTS)).join(
      random.pick(['', ' ', 'x'.repeat(random.below(300))]),
    )
  }

  value(depth = 0): Pair {
    const { random } = this
    const kinds = { text: 6, integer: 5, float: 4, bigint: 2, constant: 3, other: 2, list: 2, dict: 2, map: 1, set: 1 }
    const kind = random.weighted(kinds)
    if (kind === 'text') return same(this.text())
    if (kind === 'integer')
      return this.number(random.chance(0.5) ? random.pick(INTEGERS) : random.below(2 ** 17) - 2 ** 16)
    if (kind === 'float')
      return this.number(random.chance(0.5) ? random.pick(FLOATS) : (random.next() - 0.5) * 10 ** random.below(300))
    if (kind === 'bigint') return withTheirs(random.pick(BIGINTS), int)
    if (kind === 'constant') return random.pick<Pair>([same(null), same(true), same(false), [undefined, null]])
    if (kind === 'other' || depth > 3) return this.other()
    if (kind === 'dict') return this.dict(depth)
    if (kind === 'map') return this.map(depth)
    const items = Array.from({ length: random.below(4) }, () => this.value(depth + 1))
    const theirs = { list: items.map(([, item]) => item) }
    if (kind === 'list') return [items.map(([item]) => item), theirs]
    const set = new Set(items.map(([item]) => item))
    // Equal ones are one, and a Set has no -0.
    const isKept = set.size === items.length && !items.some(([item]) => Object.is(item, -0))
    return [isKept ? set : items.map(([item]) => item), theirs]
  }

  private number(value: number): Pair {
    return [value, Number.isSafeInteger(value) && !Object.is(value, -0) ? int(value) : float(value)]
  }

  private other(): Pair {
    const { random } = this
    const date = new Date(random.below(2 ** 41))
    return random.pick<Pair>([
      [date, date.toJSON()],
      [Symbol('s'), 'Symbol(s)'],
      [new URL('http://a/b'), 'http://a/b'],
      [/x+/g, '/x+/g'],
      [Object(7), int(7)],
      [new Map(), { dict: [] }],
      [{ toJSON: () => [1] }, { list: [int(1)] }],
    ])
  }

  private dict(depth: number): Pair {
    const entries = this.entries(depth)
    const object: Record<string, unknown> = {}
    for (const [key, [value]] of entries) {
      Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
    }
    // Keys that look like indices come first.
    const theirs = Object.keys(object).map((key) => [key, entries.get(key)![1]])
    return [object, { dict: theirs }]
  }

  private map(depth: number): Pair {
    const entries = [...this.entries(depth)]
    return [
      new Map(entries.map(([key, [value]]) => [key, value])),
      { dict: entries.map(([key, [, value]]) => [key, value]) },
    ]
  }

  private entries(depth: number): Map<string, Pair> {
    const { random } = this
    return new Map(Array.from({ length: random.below(4) }, () => [random.pick(KEYS), this.value(depth + 1)]))
  }

  /** Draws attributes that are added to a record. */
  extras(): Map<string, Pair> {
    const { random } = this
    const names = ['user', 'count', 'ratio', 'tags', 'nested', 'é', 'a b', 'big']
    return new Map(names.filter(() => random.chance(0.5)).map((name) => [name, this.value()]))
  }
}

function same(value: unknown): Pair {
  return [value, value]
}

function withTheirs<T>(value: T, theirs: (value: T) => unknown): Pair {
  return [value, theirs(value)]
}

/** What CPython has of a record's own attributes; those that JavaScript leaves open are read from the record. */
export function standardAttributes(record: LogRecord, excText: string | null): Map<string, unknown> {
  const whole = (value: number | null): unknown => (value === null ? null : int(value))
  return new Map<string, unknown>([
    ['name', record.name],
    ['msg', record.getMessage()],
    ['args', null],
    ['levelname', record.levelname],
    ['levelno', whole(record.levelno)],
    ['pathname', record.pathname],
    ['filename', record.filename],
    ['module', record.module],
    ['exc_info', null],
    ['exc_text', excText],
    ['stack_info', record.stack_info],
    ['lineno', whole(record.lineno)],
    ['funcName', record.funcName],
    ['created', float(record.created)],
    ['msecs', float(record.msecs)],
    ['relativeCreated', float(record.relativeCreated)],
    ['thread', whole(record.thread)],
    ['threadName', record.threadName],
    ['processName', record.processName],
    ['process', whole(record.process)],
    ['taskName', null],
  ])
}

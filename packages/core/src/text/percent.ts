// Python's printf-style formatting: `format % args`.
import { KeyError } from './keyError.js'
import { Kept, type Line } from '../formatting/line.js'
import { isShort, MAX_SIZE, shortFixed } from './number.js'
import { ascii, cut, repr, str, threw, typeName } from './repr.js'

export interface PercentFormat {
  /** How many values of the argument tuple the conversions take ('*' counts one each). */
  readonly positional: number
  /** Whether a conversion names a key: '%(user)s'. */
  readonly mapping: boolean
  /** Python's `format % args`; args is an array (Python's tuple) or a mapping (object or Map). Throws as Python does. */
  format(args: unknown): string
  formatNamed(lookup: (key: string) => unknown): string
  /**
   * Adds to a line what `format` would give, for bare '%s' and '%d' of strings and numbers; false for anything else, of which
   * nothing was called.
   *
   * @param escape what literals and strings are passed through, piece by piece; default nothing
   */
  addTo(line: Line, args: readonly unknown[], escape?: (text: string) => string): boolean
  /**
   * Gives what `format` gave, `merged`, with its literals and strings passed through `escape`, which must work piece by
   * piece; undefined for more than bare '%s' and '%d' of strings and numbers.
   */
  escaped(args: readonly unknown[], escape: (text: string) => string, merged: string): string | undefined
}

export interface Conversion {
  /** The key of '%(key)s', undefined where the conversion takes the next argument. */
  readonly key: string | undefined
  /** The bits LEFT, PLUS, SPACE, ALTERNATE, ZERO. */
  readonly flags: number
  /** 0 where none is given, STAR where an argument gives it. */
  readonly width: number
  /** NONE, STAR or a number. */
  readonly precision: number
  /** The letter; '' where the format ends before it, or breaks off with `error`. */
  readonly type: string
  /** What is wrong with the conversion, '' when nothing is. */
  readonly error: string
  /** A bare '%s' or '%(key)s': the text of the value as it is. */
  readonly plain: boolean
}

const FLAGS = '-+ #0'
const LEFT = 1
const PLUS = 2
const SPACE = 4
const ALTERNATE = 8
const ZERO = 16
const NONE = -1
const STAR = -2
/** What Python takes for a precision: much is a mistake for a number, but all of a text. */
const MAX_PRECISION = 2 ** 31 - 1
const MAX_CACHED = 500
const MAX_CACHED_LENGTH = 1000

const NO_KEY = 'incomplete format key'

const TAIL = /([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.|$)/suy

type Tail = [all: string, flags: string, width: string, precision: string | undefined, letter: string]

const cache = new Map<string, PercentFormat>()
let lastFormat: string | undefined
let last: PercentFormat

/** Parses once: parsed formats are kept in a bounded cache. A syntax error is thrown by format(), as in Python. */
export function percent(format: string): PercentFormat {
  // A loop logs by one format: seeing that it is the last one again costs less than the map.
  if (format === lastFormat) return last
  let parsed = cache.get(format)
  if (!parsed) {
    parsed = new Percent(format)
    // Messages built by the caller are new each time: dropping all costs less than finding out which are used.
    if (cache.size >= MAX_CACHED) cache.clear()
    if (format.length > MAX_CACHED_LENGTH) return parsed
    cache.set(format, parsed)
  }
  lastFormat = format
  return (last = parsed)
}

const NO_ARGS: readonly unknown[] = []

/**
 * Adds a call's message to its line, as its record would merge it, for bare '%s' and '%d' of strings and numbers, or a mapping
 * and a text that takes nothing of it; false for anything else, of which nothing was called.
 *
 * @param mapping what `callMapping` gives of the arguments
 * @param escape what the pieces are passed through; default nothing
 */
export function addMessage(
  line: Line,
  msg: string,
  args: readonly unknown[],
  mapping: object | undefined,
  escape?: (text: string) => string,
): boolean {
  if (args.length > 0) return percent(msg).addTo(line, mapping === undefined ? args : NO_ARGS, escape)
  if (escape === undefined) line.text(msg)
  else line.escaped(msg, escape)
  return true
}

/** Gives the plain object that is a call's only argument, its mapping; one with nothing in it is none. */
export function callMapping(args: readonly unknown[]): object | undefined {
  const only = args[0]
  if (args.length !== 1 || typeof only !== 'object' || only === null) return undefined
  if (Object.getPrototypeOf(only) !== Object.prototype) return undefined
  for (const _ in only) return only
  return undefined
}

/** Literals at the even places (some are empty), conversions at the odd ones. The list ends with one that has an error. */
export function parsePercent(format: string): readonly (string | Conversion)[] {
  const pieces: (string | Conversion)[] = []
  let literal = ''
  let at = 0
  let error = ''
  for (let sign; !error && (sign = format.indexOf('%', at)) >= 0;) {
    literal += format.slice(at, sign)
    at = sign + 1
    if (format[at] === '%') {
      literal += '%'
      at++
      continue
    }
    let key: string | undefined
    if (format[at] === '(') {
      const start = ++at
      for (let depth = 1; depth; at++) {
        if (at >= format.length) {
          error = NO_KEY
          break
        }
        if (format[at] === '(') depth++
        else if (format[at] === ')') depth--
      }
      key = format.slice(start, at - 1)
    }
    TAIL.lastIndex = at
    const [all, marks, width, precision, letter] = TAIL.exec(format) as unknown as Tail
    at += all.length
    let flags = 0
    for (const mark of marks) flags |= 1 << FLAGS.indexOf(mark)
    error ||= tooBig(Number(width), Number(precision)) || (letter ? '' : 'incomplete format')
    const type = error ? '' : letter
    if (type && !'diouxXeEfFgGcrsa'.includes(type)) {
      const code = type.codePointAt(0) as number
      const index = Array.from(format.slice(0, at)).length - 1
      error = `unsupported format character '${code > 30 && code < 127 ? type : '?'}' (0x${code.toString(16)}) at index ${index}`
    }
    pieces.push(literal, {
      key,
      flags,
      width: width === '*' ? STAR : Number(width),
      precision: precision === undefined ? NONE : precision === '*' ? STAR : Number(precision),
      type,
      error,
      plain: type === 's' && all === type,
    })
    literal = ''
  }
  if (!error) pieces.push(literal + format.slice(at))
  return pieces
}

const keep = (text: string): Kept => new Kept(text)

class Percent implements PercentFormat {
  readonly positional: number = 0
  readonly mapping: boolean = false
  readonly #literals: string[] = []
  readonly #specs: Conversion[] = []
  #escaped: string[] | undefined
  #clean: boolean | undefined
  #kept: Kept[] | undefined
  #escapedKept: Kept[] | undefined
  /** All conversions are a bare '%s' or '%d': nearly every message. */
  readonly #plain: boolean = true

  constructor(format: string) {
    for (const piece of parsePercent(format)) {
      if (typeof piece === 'string') this.#literals.push(piece)
      else {
        this.#specs.push(piece)
        const { key, flags, width, precision, type, error, plain } = piece
        if (key !== undefined) this.mapping = true
        else if (type) this.positional++
        if (width === STAR) this.positional++
        if (precision === STAR) this.positional++
        const bare = plain || (type === 'd' && !flags && !width && precision === NONE)
        if (key !== undefined || error || !bare) this.#plain = false
      }
    }
  }

  // Hot path: one comparison and two concatenations a value.
  format(args: unknown): string {
    if (!this.#plain || !Array.isArray(args) || args.length !== this.positional) return this.#merge(args)
    const literals = this.#literals
    const specs = this.#specs
    let text = literals[0] as string
    for (let index = 0; index < specs.length;) {
      const spec = specs[index] as Conversion
      const value: unknown = args[index++]
      if (spec.plain ? typeof value === 'string' || typeof value === 'number' : Number.isSafeInteger(value)) {
        text += value as string | number
      } else text += formatConversion(spec, value)
      text += literals[index] as string
    }
    return text
  }

  formatNamed(lookup: (key: string) => unknown): string {
    const named: Record<string, unknown> = Object.create(null)
    for (const { key } of this.#specs) {
      if (key === undefined) continue
      try {
        named[key] = lookup(key)
      } catch {
        // Missing: an error only when the merge gets there.
      }
    }
    return this.#merge(named)
  }

  // Hot path: as `format`.
  addTo(line: Line, args: readonly unknown[], escape?: (text: string) => string): boolean {
    if (!this.#plain || args.length !== this.positional) return false
    const literals = escape === undefined ? (this.#kept ??= this.#literals.map(keep)) : this.#keptEscaped(escape)
    const specs = this.#specs
    line.kept(literals[0] as Kept)
    for (let index = 0; index < specs.length;) {
      const spec = specs[index] as Conversion
      const value: unknown = args[index++]
      if (typeof value === 'string' && spec.plain) {
        if (escape === undefined) line.text(value)
        else line.escaped(value, escape)
      } else if (Number.isSafeInteger(value)) line.integer(value as number)
      else if (typeof value === 'number' && spec.plain) line.text(String(value))
      else return false
      const literal = literals[index] as Kept
      if (literal.text !== '') line.kept(literal)
    }
    return true
  }

  #keptEscaped(escape: (text: string) => string): Kept[] {
    return (this.#escapedKept ??= (this.#escaped ??= this.#literals.map(escape)).map(keep))
  }

  // Hot path of JSON lines: the literals are escaped once for all, and the merged text need not be looked through. Where no
  // piece needs an escape, the merged text is the answer.
  escaped(args: readonly unknown[], escape: (text: string) => string, merged: string): string | undefined {
    if (!this.#plain || args.length !== this.positional) return undefined
    const literals = (this.#escaped ??= this.#literals.map(escape))
    const specs = this.#specs
    let same = (this.#clean ??= literals.every((literal, index) => literal === this.#literals[index]))
    for (let index = 0; index < specs.length; index++) {
      const value: unknown = args[index]
      const { plain } = specs[index]!
      if (plain && typeof value === 'string') same &&= escape(value) === value
      else if (plain ? typeof value !== 'number' : !Number.isSafeInteger(value)) return undefined
    }
    if (same) return merged
    let text = literals[0] as string
    for (let index = 0; index < specs.length;) {
      const value = args[index++] as string | number
      text += typeof value === 'string' ? escape(value) : value
      text += literals[index] as string
    }
    return text
  }

  #merge(args: unknown): string {
    const tuple = Array.isArray(args)
    const mapping = !tuple && typeof args === 'object' && args
    // What is no tuple stands for itself, once; the value of a key takes its place.
    let values: readonly unknown[] = tuple ? args : [args]
    let next = 0
    const take = (): unknown => {
      if (next < values.length) return values[next++]
      throw new TypeError('not enough arguments for format string')
    }
    let text = ''
    let index = 0
    for (let spec of this.#specs) {
      text += this.#literals[index++] as string
      if (spec.key !== undefined) {
        if (!mapping) throw new TypeError('format requires a mapping')
        if (spec.error === NO_KEY) throw new RangeError(NO_KEY)
        const { key } = spec
        let found = true
        next = 0
        try {
          const map = mapping instanceof Map
          found = map ? mapping.has(key) : Object.hasOwn(mapping, key)
          values = [found && (map ? mapping.get(key) : (mapping as Record<string, unknown>)[key])]
        } catch (error) {
          values = [threw(`getter of ${repr(key)}`, error)]
          spec = { ...spec, type: 's', precision: NONE }
        }
        if (!found) throw new KeyError(key)
      }
      if (spec.width === STAR || spec.precision === STAR) {
        let { flags, width, precision } = spec
        if (width === STAR) {
          width = starSize(take(), 'width', MAX_SIZE)
          if (width < 0) flags |= LEFT
          width = Math.abs(width)
        }
        const wrong = tooBig(width, NONE)
        if (wrong) throw new RangeError(wrong)
        if (precision === STAR) precision = Math.max(0, starSize(take(), 'precision', MAX_PRECISION))
        spec = { ...spec, flags, width, precision }
      }
      if (!spec.type) throw new RangeError(spec.error)
      text += formatConversion(spec, take())
    }
    if (next < values.length && !mapping) throw new TypeError('not all arguments converted during string formatting')
    return text + this.#literals[index]
  }
}

function tooBig(width: number, precision: number): string {
  return width > MAX_SIZE ? 'width too big' : precision > MAX_PRECISION ? 'precision too big' : ''
}

function starSize(value: unknown, name: string, most: number): number {
  if (typeof value !== 'boolean' && typeof value !== 'bigint' && !Number.isInteger(value)) {
    throw new TypeError('* wants int')
  }
  const size = Number(value)
  if (Math.abs(size) > most) throw new RangeError(`${name} too big`)
  return size
}

/** What few formats ask for: conversions.ts, where it is registered. */
export interface Conversions {
  floatText(type: string, x: number, precision: number, alternate: boolean): string
  toChar(value: unknown): string
}

let floatText!: Conversions['floatText']
let toChar!: Conversions['toChar']

export function setConversions(conversions: Conversions): void {
  ;({ floatText, toChar } = conversions)
}

function anyFloatText(type: string, x: number, precision: number, alternate: boolean): string {
  if (!(x < Infinity)) return x ? 'inf' : 'nan'
  const isCommon = type === 'f' && !alternate && isShort(x, precision)
  return isCommon ? shortFixed(x, precision) : floatText(type, x, precision, alternate)
}

const TEXTS: Readonly<Record<string, (value: unknown) => string>> = { s: str, r: repr, a: ascii }

/** One conversion of one value; width and precision are literal. */
export function formatConversion(spec: Conversion, value: unknown): string {
  const { flags, precision, error } = spec
  if (error) throw new RangeError(error)
  const type = spec.type.toLowerCase()
  if (type === 'c') return pad(spec, toChar(value))
  const text = TEXTS[type]
  if (text) return pad(spec, precision === NONE ? text(value) : cut(text(value), precision))

  if (precision > MAX_SIZE) throw new RangeError('precision too big')
  const alternate = (flags & ALTERNATE) > 0
  const radix = type === 'x' ? 16 : type === 'o' ? 8 : 10
  const float = 'efg'.includes(type)
  const number = toNumber(spec.type, radix, float, value)
  const size = number < 0 ? -number : number
  let head = number < 0 || (float && Object.is(number, -0)) ? '-' : flags & PLUS ? '+' : flags & SPACE ? ' ' : ''
  if (alternate && radix !== 10) head += '0' + type
  let digits = float
    ? anyFloatText(type, Number(size), precision < 0 ? 6 : precision, alternate)
    : size.toString(radix).padStart(precision, '0')
  if ((flags & (ZERO | LEFT)) === ZERO) digits = digits.padStart(spec.width - head.length, '0')
  digits = head + digits
  return pad(spec, type === spec.type ? digits : digits.toUpperCase())
}

/** The value as the conversion takes it: a number for a float's, a whole number in all its digits for an integer's. */
function toNumber(type: string, radix: number, float: boolean, value: unknown): number | bigint {
  const number = typeof value === 'boolean' || (float && typeof value === 'bigint') ? Number(value) : value
  if (typeof number === 'bigint') return number
  if (typeof number !== 'number' || (radix !== 10 && !Number.isInteger(number))) {
    const wanted = float
      ? 'must be real number'
      : `%${type} format: ${radix === 10 ? 'a real number' : 'an integer'} is required`
    throw new TypeError(`${wanted}, not ${typeName(value)}`)
  }
  if (Number.isFinite(number)) return float || Number.isSafeInteger(number) ? number : trunc(number)
  if (typeof value === 'bigint') throw new RangeError('int too large to convert to float')
  if (float) return number
  throw new RangeError(`cannot convert float ${number ? 'infinity' : 'NaN'} to integer`)
}

/** String() of a number above 2**53 ends in zeros that are not its digits. */
function trunc(x: number): number | bigint {
  const whole = Math.trunc(x)
  return Number.isSafeInteger(whole) ? whole : BigInt(whole)
}

/** Width counts code points, so it grows by one for each that takes two units. A text twice as long needs no look. */
function pad({ flags, width }: Conversion, text: string): string {
  if (text.length >= width * 2) return text
  let units = width
  for (let index = 0; index < text.length; index++) if ((text.codePointAt(index) as number) > 0xffff) units++
  return flags & LEFT ? text.padEnd(units) : text.padStart(units)
}

// Python's printf-style formatting: `format % args`.
import { KeyError } from './keyError.js'
import { remember } from './memo.js'
import { floatText, MAX_SIZE, pointText } from './number.js'
import { ascii, cut, lacking, readValue, repr, str, threw, typeName } from './repr.js'

export interface Conversion {
  /** The key of '%(key)s', undefined where the conversion takes the next argument. */
  readonly key: string | undefined
  /** Some of '-+ #0', as they are written. */
  readonly flags: string
  /** 0 where none is given, NaN for '*', which takes an argument. */
  readonly width: number
  /** Undefined where none is given, NaN for '*', which takes an argument. */
  readonly precision: number | undefined
  /** The letter; '' where the format ends before it. */
  readonly type: string
  /** What is wrong with the conversion, '' when nothing is. */
  readonly error: string
  /** A bare '%s' or '%(key)s': the text of the value as it is. */
  readonly plain: boolean
}

/** What Python takes for a precision: much is a mistake for a number, but all of a text. */
const MAX_PRECISION = 2 ** 31 - 1
const MAX_CACHED_LENGTH = 1000

const NO_KEY = 'incomplete format key'

const TAIL = /([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.|$)/suy

type Tail = [all: string, flags: string, width: string, precision: string | undefined, letter: string]

const cache = new Map<string, PercentFormat>()

/** Parses once: parsed formats are kept in a bounded cache. A syntax error is thrown by format(), as in Python. */
export function percent(format: string): PercentFormat {
  const known = cache.get(format)
  if (known !== undefined) return known
  const parsed = new PercentFormat(format)
  return format.length > MAX_CACHED_LENGTH ? parsed : remember(cache, format, parsed)
}

export class PercentFormat {
  /** What stands before each conversion, and behind the last. */
  readonly literals: readonly string[]
  /** The last one may have an error: nothing behind it is looked at. */
  readonly conversions: readonly Conversion[]
  /** How many values of the argument tuple the conversions take ('*' counts one each). */
  readonly positional: number = 0
  /** Whether a conversion names a key: '%(user)s'. */
  readonly mapping: boolean = false
  /** Room for what direct/message.ts makes of the format. */
  drawn: unknown = undefined

  constructor(format: string) {
    const literals: string[] = []
    const conversions: Conversion[] = []
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
          const char = format[at]
          if (!char) {
            error = NO_KEY
            break
          }
          depth += char === '(' ? 1 : char === ')' ? -1 : 0
        }
        key = format.slice(start, at - 1)
        this.mapping = true
      }
      TAIL.lastIndex = at
      const [all, flags, width, precision, type] = TAIL.exec(format) as unknown as Tail
      at += all.length
      if (!type) error ||= 'incomplete format'
      else if (!'diouxXeEfFgGcrsa'.includes(type)) {
        const code = type.codePointAt(0) as number
        const shown = code > 30 && code < 127 ? type : '?'
        const index = [...format.slice(0, at)].length - 1
        error = `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`
      }
      if (type && key === undefined) this.positional++
      if (width === '*') this.positional++
      if (precision === '*') this.positional++
      literals.push(literal)
      literal = ''
      conversions.push({
        key,
        flags,
        width: Number(width),
        precision: precision === undefined ? undefined : Number(precision),
        type,
        error,
        plain: all === 's',
      })
    }
    literals.push(literal + format.slice(at))
    this.literals = literals
    this.conversions = conversions
  }

  /** Python's `format % args`; args is an array (Python's tuple) or a mapping (object or Map). Throws as Python does. */
  format(args: unknown): string {
    return Array.isArray(args) ? this.merge(args) : this.merge([args], typeof args === 'object' && args)
  }

  /** `format` of a mapping whose values `lookup` gives by key; it throws a KeyError for one that is missing. */
  formatNamed(lookup: (key: string) => unknown): string {
    const named: Record<string, unknown> = Object.create(null)
    // The mapping itself is shown by a conversion without a key.
    if (this.positional > 0) {
      for (const { key } of this.conversions) {
        try {
          if (key !== undefined) named[key] = lookup(key)
        } catch {
          // Missing: an error only when the merge gets there.
        }
      }
    }
    return this.merge([named], named, lookup)
  }

  /** What is no tuple stands for itself, once; the value of a key takes its place. */
  private merge(
    values: readonly unknown[],
    mapping?: object | null | false,
    lookup?: (key: string) => unknown,
  ): string {
    let next = 0
    const take = (): unknown => {
      if (next < values.length) return readValue(values, next++)
      throw new TypeError('not enough arguments for format string')
    }
    /** Takes a size that is not given in the format, and bounds all. */
    const sized = (given: number, name: string, most: number): number => {
      let size = given
      if (isNaN(given)) {
        const value = take()
        if (typeof value !== 'boolean' && typeof value !== 'bigint' && !Number.isInteger(value)) {
          throw new TypeError('* wants int')
        }
        size = Number(value)
      }
      if (Math.abs(size) > most) throw new RangeError(`${name} too big`)
      return size
    }
    let text = this.literals[0]!
    for (let index = 0; index < this.conversions.length;) {
      let conversion = this.conversions[index++]!
      const { key, error } = conversion
      if (key !== undefined) {
        if (!mapping) throw new TypeError('format requires a mapping')
        if (error === NO_KEY) throw new RangeError(error)
        next = 0
        if (lookup) values = [lookup(key)]
        else {
          let found = true
          try {
            const map = mapping instanceof Map
            found = map ? mapping.has(key) : Object.hasOwn(mapping, key)
            values = [found && (map ? mapping.get(key) : (mapping as Record<string, unknown>)[key])]
          } catch (error) {
            values = [threw(`getter of ${repr(key)}`, error)]
            conversion = { ...conversion, type: 's', precision: undefined }
          }
          if (!found) throw new KeyError(key)
        }
      }
      const width = sized(conversion.width, 'width', MAX_SIZE)
      let { precision } = conversion
      if (precision !== undefined) precision = Math.max(0, sized(precision, 'precision', MAX_PRECISION))
      if (!conversion.type) throw new RangeError(error)
      text += formatConversion(conversion, take(), width, precision) + this.literals[index]
    }
    if (next < values.length && !mapping) throw new TypeError('not all arguments converted during string formatting')
    return text
  }
}

/** One conversion of one value. */
export function formatConversion(
  conversion: Conversion,
  value: unknown,
  width: number = conversion.width,
  precision: number | undefined = conversion.precision,
): string {
  const { flags, type, error } = conversion
  if (error) throw new RangeError(error)
  if (conversion.plain) return str(value)
  const text = converted(type, flags, value, width, precision)
  const padding = ' '.repeat(lacking(text, Math.abs(width)))
  return width < 0 || flags.includes('-') ? text + padding : padding + text
}

const TEXTS: Readonly<Record<string, (value: unknown) => string>> = { s: str, r: repr, a: ascii, c: toChar }

function converted(
  letter: string,
  flags: string,
  value: unknown,
  width: number,
  precision: number | undefined,
): string {
  const type = letter.toLowerCase()
  const text = TEXTS[type]?.(value)
  if (text !== undefined) return type === 'c' ? text : cut(text, precision)

  if (precision! > MAX_SIZE) throw new RangeError('precision too big')
  const isFloat = 'efg'.includes(type)
  const isAlternate = flags.includes('#')
  const radix = type === 'x' ? 16 : type === 'o' ? 8 : 10
  const number = isFloat ? toFloat(value) : toInteger(letter, radix, value)
  const isNegative = number < 0 || (isFloat && Object.is(number, -0))
  const size = isNegative ? -number : number
  let head = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  if (isAlternate && radix !== 10) head += '0' + type
  let digits = isFloat
    ? floatText(type, size as number, precision ?? 6, isAlternate)
    : size.toString(radix).padStart(precision!, '0')
  if (flags.includes('0') && !flags.includes('-')) digits = digits.padStart(width - head.length, '0')
  digits = head + digits
  return type === letter ? digits : digits.toUpperCase()
}

function toFloat(value: unknown): number {
  if (!'number bigint boolean'.includes(typeof value)) {
    throw new TypeError(`must be real number, not ${typeName(value)}`)
  }
  const number = Number(value)
  if (typeof value === 'bigint' && !isFinite(number)) throw new RangeError('int too large to convert to float')
  return number
}

/** A whole number in all its digits: String() of one above 2**53 ends in zeros that are not its own. */
function toInteger(letter: string, radix: number, value: unknown): number | bigint {
  if (typeof value === 'bigint') return value
  const number = typeof value === 'boolean' ? Number(value) : value
  if (typeof number !== 'number' || (radix !== 10 && !Number.isInteger(number))) {
    const wanted = radix === 10 ? 'a real number' : 'an integer'
    throw new TypeError(`%${letter} format: ${wanted} is required, not ${typeName(value)}`)
  }
  if (!isFinite(number)) throw new RangeError(`cannot convert float ${number ? 'infinity' : 'NaN'} to integer`)
  const whole = Math.trunc(number)
  return Number.isSafeInteger(whole) ? whole : BigInt(whole)
}

function toChar(value: unknown): string {
  let name = typeName(value)
  if (typeof value === 'string') {
    const { length } = [...value]
    if (length === 1) return value
    name = `a string of length ${length}`
  } else if (name === 'int' || name === 'bool') return pointText(Number(value))
  throw new TypeError(`%c requires an int or a unicode character, not ${name}`)
}

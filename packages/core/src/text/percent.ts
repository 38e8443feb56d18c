// Python's printf-style formatting: `format % args`.
import { KeyError } from './keyError.js'
import { remember } from './memo.js'
import { type Part, sharedPart } from '../realm/part.js'
import { fixed, isFixable, MAX_SIZE } from './number.js'
import { ascii, cut, getterThrew, lacking, readValue, repr, str, typeName } from './repr.js'

/** One conversion of a format, such as `%5.2f`. */
export interface Conversion {
  /** The key of '%(key)s', undefined where the conversion takes the next argument. */
  readonly key: string | undefined
  /** Some of '-+ #0', as they are written. */
  readonly flags: string
  /** 0 where none is given, NaN for '*', which takes an argument. */
  readonly width: number
  /** Undefined where none is given, NaN for '*', which takes an argument. */
  readonly precision: number | undefined
  /** The letter; '' if the format ends before it. */
  readonly type: string
  /** What is wrong with the conversion; '' for nothing. */
  readonly error: string
  /** Whether it is '%s', '%d', or one of these with a key, and nothing more: nearly every one is. */
  readonly bare: boolean
}

/** The largest sizes. Python's largest precision is too much for a number, but shows all of a text. */
const MAX_SIZES = { width: MAX_SIZE, precision: 2 ** 31 - 1 }
const SIZES = ['width', 'precision'] as const

const NO_KEY = 'incomplete format key'
const NOTHING: readonly unknown[] = []

const TAIL = /([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?[hlL]?(.|$)/suy

type Tail = [all: string, flags: string, width: string, precision: string | undefined, letter: string]

/** The bare conversions, by their letter: nearly every one is one of these. */
const BARE: Readonly<Record<string, Conversion>> = /* @__PURE__ */ Object.assign(Object.create(null), {
  s: /* @__PURE__ */ bareConversion('s'),
  d: /* @__PURE__ */ bareConversion('d'),
})

function bareConversion(type: string): Conversion {
  return { key: undefined, flags: '', width: 0, precision: undefined, type, error: '', bare: true }
}

const cache = new Map<string, PercentFormat>()

/** Parses a format once: parsed formats are kept in a bounded cache. `format()` throws a syntax error, as in Python. */
export function percent(format: string): PercentFormat {
  return cache.get(format) ?? remember(cache, format, new PercentFormat(format))
}

/** A parsed format of Python's `%`. */
export class PercentFormat {
  /** The texts before each conversion, and behind the last. */
  readonly literals: readonly string[]
  /** The conversions. The last one may have an error: nothing behind it is parsed. */
  readonly conversions: readonly Conversion[]
  /**
   * Whether the conversions may take an object from the argument tuple, for each value in turn ('*' takes one). `%s %r %a` show
   * any; a number's conversions, and those that are wrong or read like a percentage (`100% sure`), have no use for one.
   */
  readonly takesObject: readonly boolean[]
  /** Whether a conversion names a key: '%(user)s'. */
  readonly mapping: boolean = false
  /** Room for what direct/drawMessage.ts makes of the format. */
  drawn: unknown

  constructor(format: string) {
    const literals: string[] = []
    const conversions: Conversion[] = []
    const takesObject: boolean[] = []
    let literal = ''
    let at = 0
    let error = ''
    for (let sign; !error && (sign = format.indexOf('%', at)) >= 0;) {
      literal += format.slice(at, sign)
      at = sign + 1
      // A format may have a million of them.
      const bare = BARE[format[at]!]
      if (bare !== undefined) {
        at++
        takesObject.push(bare === BARE['s'])
        literals.push(literal)
        literal = ''
        conversions.push(bare)
        continue
      }
      let key: string | undefined
      if (format[at] === '(') {
        this.mapping = true
        const start = at + 1
        for (let depth = 1; depth > 0 && !error;) {
          const char = format[++at]
          if (char === undefined) error = NO_KEY
          else if (char === '(') depth++
          else if (char === ')') depth--
        }
        key = format.slice(start, at)
        if (!error) at++
      }
      TAIL.lastIndex = at
      const [all, flags, width, precision, type] = TAIL.exec(format) as unknown as Tail
      at += all.length
      if (all === '%' && key === undefined) {
        literal += all
        continue
      }
      if (type === '') error ||= 'incomplete format'
      else if (!'diouxXeEfFgGcrsa'.includes(type)) {
        const code = type.codePointAt(0)!
        const shown = code > 30 && code < 127 ? type : '?'
        const index = [...format.slice(0, at)].length - 1
        error = `unsupported format character '${shown}' (0x${code.toString(16)}) at index ${index}`
      }
      if (width === '*') takesObject.push(false)
      if (precision === '*') takesObject.push(false)
      if (type !== '' && key === undefined) takesObject.push(/^[sra]$/.test(type) && /^-*$/.test(flags))
      literals.push(literal)
      literal = ''
      conversions.push({
        key,
        flags,
        width: Number(width),
        precision: precision === undefined ? precision : Number(precision),
        type,
        error,
        bare: all === 's' || all === 'd',
      })
    }
    literals.push(literal + format.slice(at))
    this.literals = literals
    this.conversions = conversions
    this.takesObject = takesObject
  }

  /** How many values of the argument tuple the conversions take. */
  get positional(): number {
    return this.takesObject.length
  }

  /**
   * Returns Python's `format % args`.
   *
   * @param args an array (Python's tuple), a mapping (object or Map), or one value
   * @throws TypeError, RangeError (Python's ValueError), KeyError as Python does
   */
  format(args: unknown): string {
    if (Array.isArray(args)) return this.merge(args)
    return this.merge([args], typeof args === 'object' && args ? (key) => ownValue(args, key) : undefined)
  }

  /**
   * Returns `format % mapping`.
   *
   * @param lookup returns the value of a key; throws a KeyError for one that is missing
   * @param mapping the value that a conversion without a key shows
   * @throws TypeError, RangeError, KeyError as `format`
   */
  formatNamed(lookup: (key: string) => unknown, mapping: object): string {
    return this.merge([mapping], lookup)
  }

  /**
   * Merges the values into the format. A value that is no tuple stands for itself, once; the value of a key takes its place.
   *
   * @throws TypeError, RangeError, KeyError as `format`
   */
  private merge(values: readonly unknown[], lookup?: (key: string) => unknown): string {
    const { literals, conversions } = this
    let left = values
    let next = 0
    const take = (): unknown => {
      if (next < left.length) return readValue(left, next++)
      throw new TypeError('not enough arguments for format string')
    }
    let text = literals[0]!
    for (let index = 0; index < conversions.length;) {
      let conversion = conversions[index++]!
      const { key } = conversion
      if (key !== undefined) {
        if (!lookup) throw new TypeError('format requires a mapping')
        if (conversion.error === NO_KEY) throw new RangeError(NO_KEY)
        let value: unknown
        try {
          value = lookup(key)
        } catch (error) {
          if (error instanceof KeyError && error.key === key) throw error
          value = getterThrew(key, error)
          conversion = { ...conversion, type: 's', precision: undefined }
        }
        next = 0
        // Nearly every one has nothing that takes an argument: no list for one value.
        if (conversion.bare) {
          left = NOTHING
          text += formatConversion(conversion, value) + literals[index]!
          continue
        }
        left = [value]
      }
      if (!conversion.bare) conversion = withSizes(conversion, take)
      if (!conversion.type) throw new RangeError(conversion.error)
      text += formatConversion(conversion, take()) + literals[index]!
    }
    if (next < left.length && !lookup) throw new TypeError('not all arguments converted during string formatting')
    return text
  }
}

/**
 * Returns a conversion with the sizes that `*` takes from the arguments.
 *
 * @throws TypeError for a size that is no integer, RangeError for one that is too big
 */
function withSizes(conversion: Conversion, take: () => unknown): Conversion {
  for (const name of SIZES) {
    let size = conversion[name]
    if (Number.isNaN(size)) {
      const value = take()
      if (!isInteger(value)) throw new TypeError('* wants int')
      size = Number(value)
      conversion = { ...conversion, [name]: size }
    }
    if (Math.abs(size!) > MAX_SIZES[name]) throw new RangeError(`${name} too big`)
  }
  return conversion
}

/**
 * Returns a mapping's own value.
 *
 * @throws KeyError for a key that it does not have
 */
function ownValue(mapping: object, key: string): unknown {
  if (mapping instanceof Map) {
    if (mapping.has(key)) return mapping.get(key)
  } else if (Object.hasOwn(mapping, key)) return (mapping as Record<string, unknown>)[key]
  throw new KeyError(key)
}

const TEXTS: Readonly<Record<string, (value: unknown) => string>> = { s: str, r: repr, a: ascii }

/** The conversions that few formats have. */
export interface RareConversions {
  /** Returns `%e %f %g` of a finite x >= 0; `alternate` is the flag '#'. */
  floatText(type: string, x: number, precision: number, alternate: boolean): string
  /** Returns the text of `%c`. Throws TypeError or RangeError for a value that is no character. */
  toChar(value: unknown): string
}

function unregistered(): never {
  throw new RangeError(
    '%e %g %c, %#f or a huge float: load treeline.full.min.js, or in a bundle call registerConversions()',
  )
}

/**
 * The rare conversions: conversions.ts fills them in. Until then a record that needs one is written as its format and arguments,
 * and reported.
 */
export const rare: Part<RareConversions> = /* @__PURE__ */ sharedPart<RareConversions>('rare', {
  floatText: unregistered,
  toChar: unregistered,
})

/** Returns whether a value is Python's int: a bigint and a boolean are. */
export function isInteger(value: unknown): boolean {
  return Number.isInteger(value) || (typeof value).startsWith('b')
}

/**
 * Returns the text of one conversion of one value.
 *
 * @throws TypeError, RangeError for a conversion that is wrong or does not suit the value
 */
export function formatConversion(conversion: Conversion, value: unknown): string {
  const { flags, width, type, error, bare } = conversion
  if (error) throw new RangeError(error)
  if (bare && (type === 's' || Number.isSafeInteger(value))) return str(value)
  const precision = conversion.precision && Math.max(0, conversion.precision)
  const isLeft = width < 0 || flags.includes('-')
  const text =
    type === 'c'
      ? rare.current.toChar(value)
      : TEXTS[type]
        ? cut(TEXTS[type](value), precision)
        : numberText(conversion, value, precision, isLeft || !flags.includes('0') ? 0 : width)
  const padding = ' '.repeat(lacking(text, Math.abs(width)))
  return isLeft ? text + padding : padding + text
}

function numberText(
  { type: letter, flags }: Conversion,
  value: unknown,
  precision: number | undefined,
  width: number,
): string {
  if (precision! > MAX_SIZE) throw new RangeError('precision too big')
  const type = letter.toLowerCase()
  const isAlternate = flags.includes('#')
  const isFloat = 'efg'.includes(type)
  const radix = type === 'x' ? 16 : type === 'o' ? 8 : 10
  const isReal = radix === 10
  if (isReal ? !/^[bn]/.test(typeof value) : !isInteger(value)) {
    const wanted = isFloat
      ? 'must be real number'
      : `%${letter} format: ${isReal ? 'a real number' : 'an integer'} is required`
    throw new TypeError(`${wanted}, not ${typeName(value)}`)
  }
  const isBig = typeof value === 'bigint'
  const real = Number(value)
  if (isBig === isFloat && !isFinite(real)) {
    throw new RangeError(
      isBig ? 'int too large to convert to float' : `cannot convert float ${real ? 'infinity' : 'NaN'} to integer`,
    )
  }
  // String() of a number above 2**53 ends in zeros that are not its own.
  const number = isFloat ? real : isBig ? value : BigInt(Math.trunc(real))
  const isNegative = number < 0 || Object.is(number, -0)
  const size = isNegative ? -number : number
  const sign = isNegative ? '-' : flags.includes('+') ? '+' : flags.includes(' ') ? ' ' : ''
  const head = sign + (isAlternate && !isReal ? '0' + type : '')
  const digits = isFloat
    ? floatDigits(type, Number(size), precision, isAlternate)
    : size.toString(radix).padStart(precision!, '0')
  const text = head + digits.padStart(width - head.length, '0')
  return letter === type ? text : text.toUpperCase()
}

/** Returns the digits of `%e %f %g` of an x >= 0. */
function floatDigits(type: string, x: number, precision = 6, isAlternate: boolean): string {
  if (!(x < Infinity)) return x ? 'inf' : 'nan'
  const isPlain = type === 'f' && !isAlternate && isFixable(x, precision)
  return isPlain ? fixed(x, precision) : rare.current.floatText(type, x, precision, isAlternate)
}

// Python's format(value, spec): the mini-language behind the colon of '{:>8.3f}'.

import { pointText } from './conversions.js'
import { decimal, floatRepr, floatText, withPoint } from './float.js'
import { MAX_SIZE } from './number.js'
import { cut, lacking, str, typeName } from './repr.js'
import { strftime } from './strftime.js'
import { localtime } from './structTime.js'

// Fill, alignment, sign, `z`, `#`, `0`, width and its separator, point, precision and its separator, type, what is too much.
const SPEC =
  /(?:([^])(?=[<>=^]))?([<>=^]?)([ +-]?)(z?)(#?)(0?)(\p{Nd}*)(,_|_,|[,_]?)(?:(\.)(\p{Nd}*)(,_|_,|[,_]?))?([^]?)([^]*)/u

/** The number from which Python refuses an integer in a format string. */
export const MAX_INDEX: number = 2 ** 63
export const TOO_MANY_DIGITS = 'Too many decimal digits in format string'

const BOTH = "Cannot specify both ',' and '_'."
const WIDE = 'width too big'

/** Returns a character as error messages show it: by its number if it may not be printable. */
export function showChar(char: string): string {
  const code = char.codePointAt(0)!
  return code > 32 && code < 128 ? char : `\\x${code.toString(16)}`
}

/**
 * Returns Python's `format(value, spec)`; an integral number is an int, a Date takes a strftime format.
 *
 * @throws TypeError, RangeError for a spec that is wrong or does not suit the value
 */
export function formatValue(value: unknown, spec: string): string {
  return formatBy(spec)(value)
}

/** Returns a function that formats values by a spec, which is parsed once. The function throws an error for a wrong spec. */
export function formatBy(spec: string): (value: unknown) => string {
  if (!spec) return str
  const [, fill, align, sign, z, alternate, zero, digits, separator, point, decimals, fraction, type, rest] = SPEC.exec(
    spec,
  ) as unknown as string[]
  const width = decimal(digits!)
  const precision = decimals ? decimal(decimals) : undefined

  function check(value: unknown): void {
    const error =
      (width >= MAX_INDEX && TOO_MANY_DIGITS) ||
      (separator![1] && BOTH) ||
      (precision! >= MAX_INDEX && TOO_MANY_DIGITS) ||
      (fraction?.[1] && BOTH) ||
      (point && !decimals && !fraction && 'Format specifier missing precision') ||
      (rest && `Invalid format specifier '${spec}' for object of type '${typeName(value)}'`)
    if (error) throw new RangeError(error)
    const shown = type || (typeof value === 'string' ? 's' : 'd')
    if (separator && !/[deEfFgG%\0]|_[boxX]/.test(separator + shown)) {
      throw new RangeError(`Cannot specify '${separator}' with '${showChar(shown)}'.`)
    }
    if (fraction && type === 'n') throw new RangeError(`Cannot specify '${fraction}' with 'n'.`)
  }

  function unknownType(value: unknown): RangeError {
    return new RangeError(`Unknown format code '${showChar(type!)}' for object of type '${typeName(value)}'`)
  }

  /**
   * Pads to the width, counted in code points; the alignment '=' pads between `head` and `body`.
   *
   * @throws RangeError for a width that is too big
   */
  function pad(side: string, head: string, body: string): string {
    const text = head + body
    const missing = lacking(text, width)
    if (missing && width > MAX_SIZE) throw new RangeError(WIDE)
    const filling = (size: number): string => (fill ?? (zero || ' ')).repeat(size)
    if (side === '=') return head + filling(missing) + body
    const left = side === '<' ? 0 : side === '^' ? missing >> 1 : missing
    return filling(left) + text + filling(missing - left)
  }

  function stringText(value: string): string {
    if (type && type !== 's') throw unknownType(value)
    const wrong =
      (sign && (sign === ' ' ? 'Space' : 'Sign')) ||
      (z && 'Negative zero coercion (z)') ||
      (alternate && 'Alternate form (#)') ||
      (align === '=' && "'=' alignment")
    if (wrong) throw new RangeError(`${wrong} not allowed in string format specifier`)
    return pad(align || '<', '', cut(value, precision))
  }

  function realText(x: number, kind: string): string {
    if (!(x < Infinity)) return x ? 'inf' : 'nan'
    if (precision! > MAX_SIZE) throw new RangeError('precision too big')
    if (kind || precision !== undefined) return floatText(kind, x, precision ?? 6, !!alternate)
    const text = floatRepr(x)
    return alternate ? withPoint(text) : text
  }

  function numberText(value: number | bigint | boolean): string {
    const side = align || (zero ? '=' : '>')
    const number = Number(value)
    const isFloat = typeof value === 'number' && !Number.isInteger(value)
    // CPython marks a float's missing type by this character, and so reads it as one.
    const kind = isFloat && type === '\0' ? '' : type!
    const lower = kind.toLowerCase()
    const radix = { b: 2, o: 8, x: 16 }[lower]
    let isNegative = number < 0 || Object.is(number, -0)
    let whole: string
    let behind = ''
    if ((isFloat ? /^[efgn%]?$/ : /^[efg%]$/).test(lower) && kind !== 'N') {
      if (typeof value === 'bigint' && !isFinite(number)) throw new RangeError('int too large to convert to float')
      const percent = kind === '%' ? kind : ''
      const text = realText(Math.abs(number) * (percent ? 100 : 1), lower)
      if (z && /^[0.]+(e|$)/.test(text)) isNegative = false
      whole = /^\d*/.exec(text)![0]
      behind = text.slice(whole.length) + percent
      if (fraction) behind = behind.replace(/^\.\d+/, (all) => all.replace(/\d{3}(?=\d)/g, '$&' + fraction))
    } else if (!isFloat && /^[bcdnoxX]?$/.test(kind)) {
      const wrong = precision === undefined ? z && 'Negative zero coercion (z)' : 'Precision'
      if (wrong) throw new RangeError(`${wrong} not allowed in integer format specifier`)
      if (kind === 'c') return pad(side, '', charText(number))
      const integer = BigInt(value)
      isNegative = integer < 0
      whole = (isNegative ? -integer : integer).toString(radix)
    } else throw unknownType(value)

    const head = (isNegative ? '-' : sign!.replace('-', '')) + (radix && alternate ? '0' + kind : '')
    if (separator && whole) {
      const isZeroed = side === '=' && (fill ?? zero) === '0'
      if (isZeroed && width > MAX_SIZE) throw new RangeError(WIDE)
      whole = grouped(whole, radix ? 4 : 3, isZeroed ? width - head.length - behind.length : 0)
    }
    const body = whole + behind
    return pad(side, head, kind === lower ? body : body.toUpperCase())
  }

  /** Puts the separator between groups of digits, and zeros before them until all is `length` long. */
  function grouped(whole: string, size: number, length: number): string {
    const all = whole.padStart(length - Math.floor((length - 1) / (size + 1)), '0')
    let end = all.length % size || size
    let text = all.slice(0, end)
    for (; end < all.length; end += size) text += separator + all.slice(end, end + size)
    return text
  }

  function charText(code: number): string {
    const wrong = sign ? 'Sign' : alternate && 'Alternate form (#)'
    if (wrong) throw new RangeError(`${wrong} not allowed with integer format specifier 'c'`)
    return pointText(code)
  }

  return (value) => {
    if (!/^([bn]|st)/.test(typeof value)) return timeText(value, spec)
    check(value)
    return typeof value === 'string' ? stringText(value) : numberText(value as number)
  }
}

/**
 * Formats a Date by a strftime format, where `%f` is the microseconds.
 *
 * @throws TypeError for a value that is no Date
 */
function timeText(value: unknown, spec: string): string {
  let milliseconds: number
  try {
    // Throws for a value that is no Date of any realm.
    milliseconds = Date.prototype.getTime.call(value)
  } catch {
    throw new TypeError(`unsupported format string passed to ${typeName(value)}.__format__`)
  }
  if (isNaN(milliseconds)) return str(value)
  const micros = new Date(milliseconds).toISOString().slice(-4, -1) + '000'
  const format = spec.replace(/%[%f]/g, (directive) => (directive === '%f' ? micros : directive))
  return strftime(format, localtime(milliseconds / 1000))
}

import { fixed, isFixable } from './number.js'

// The decimal text of numbers as Python's float formatting gives it: rounded from the exact binary value, ties to even.
// JavaScript's toFixed and toExponential round ties up and stop at 100 digits, toFixed at 1e21 too.

/** Reads decimal digits of any script, as Python does: the digits of one script stand together, from its zero on. */
export function decimal(digits: string): number {
  const ascii = digits.replace(/[^0-9]/gu, (digit) => {
    const code = digit.codePointAt(0)!
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
  return Number(ascii)
}

// No double has more digits after its point: a greater precision adds zeros.
const MAX_DECIMALS = 1074

/**
 * Returns x / 10^exponent with `precision` digits after the point, a tie rounded to even. A double is an integer over a power of
 * two: no digit is lost.
 */
function rounded(x: number, precision: number, exponent: number): string {
  const decimals = Math.min(precision, MAX_DECIMALS)
  const scale = 10n ** BigInt(Math.abs(decimals - exponent))
  let below = 1n
  for (; x % 1; x *= 2 ** 32) below <<= 32n
  let above = BigInt(x)
  if (exponent > decimals) below *= scale
  else above *= scale
  const whole = above / below
  const isUp = (above % below) * 2n + (whole & 1n) > below
  const digits = String(whole + BigInt(isUp)).padStart(decimals + 1, '0')
  const point = digits.length - decimals
  return digits.slice(0, point) + (precision ? '.' + digits.slice(point).padEnd(precision, '0') : '')
}

/** Returns a number's digits with an exponent of two digits at least: `e+04`. */
function withExponent(text: string, exponent: string): string {
  return `${text}e${exponent.replace(/^\D(?=.$)/, '$&0')}`
}

/** Returns `'%.{precision}f' % x` of a finite x >= 0. */
export function formatFixed(x: number, precision: number): string {
  return isFixable(x, precision) ? fixed(x, precision) : rounded(x, precision, 0)
}

/** Returns `'%.{precision}e' % x` of a finite x >= 0. */
export function formatExponent(x: number, precision: number): string {
  // Both ways of rounding round up to a power of ten in the same cases: this exponent is right.
  const exponent = x.toExponential(Math.min(precision, 100)).split('e')[1]!
  return withExponent(rounded(x, precision, Number(exponent)), exponent)
}

/**
 * Returns `'%.{precision}g' % x` of a finite x >= 0.
 *
 * @param alternate the flag '#', which keeps the point and the zeros
 * @param isUntyped whether a '.0' or an exponent shows that it is a float; default false
 */
export function formatGeneral(x: number, precision: number, alternate: boolean, isUntyped = false): string {
  const decimals = (precision || 1) - 1
  let text = formatExponent(x, decimals)
  const exponent = Number(text.split('e')[1])
  if (exponent >= -4 && exponent <= decimals - Number(isUntyped)) text = formatFixed(x, decimals - exponent)
  if (alternate) return withPoint(text)
  if (text.includes('.')) text = text.replace(/\.?0*(?=e|$)/, '')
  return isUntyped && /^\d+$/.test(text) ? text + '.0' : text
}

/** Returns the text of '%f' or '%e' with the flag '#': the point stays where no digit follows it. */
export function withPoint(text: string): string {
  return text.includes('.') ? text : text.replace(/(?=e|$)/, '.')
}

const FORMATS: Readonly<Record<string, typeof formatFixed>> = { e: formatExponent, f: formatFixed, '%': formatFixed }

/** Returns `%e %f %g` of a finite x >= 0, and format()'s `%`, `n` and '' with a precision; `alternate` is the flag '#'. */
export function floatText(type: string, x: number, precision: number, alternate: boolean): string {
  const text = FORMATS[type]?.(x, precision) ?? formatGeneral(x, precision, alternate, !type)
  return alternate ? withPoint(text) : text
}

/** Returns Python's `repr(float)`: the shortest text that reads back as x, with an exponent below 1e-4 and from 1e16. */
export function floatRepr(x: number): string {
  const size = Math.abs(x)
  if (!(size < Infinity)) return x > 0 ? 'inf' : x < 0 ? '-inf' : 'nan'
  if (size && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = x.toExponential().split('e') as [string, string]
    return withExponent(digits, exponent)
  }
  return (Object.is(x, -0) ? '-0' : x) + (x % 1 ? '' : '.0')
}

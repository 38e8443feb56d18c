// The decimal text of numbers as Python's float formatting gives it: rounded from the exact binary value, ties to even.
// JavaScript's toFixed and toExponential round ties up and stop at 100 digits, toFixed at 1e21 too.

/** A width or precision above this is a mistake or an attack: Python would take the gigabytes. */
export const MAX_SIZE = 1e6

/** Reads decimal digits, of any script as in Python: those of one script stand together, from its zero on. */
export function decimal(digits: string): number {
  const ascii = digits.replace(/[^0-9]/gu, (digit) => {
    const code = digit.codePointAt(0)!
    let zero = code
    while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--
    return String((code - zero) % 10)
  })
  return Number(ascii)
}

// No double has more digits after its point: what a greater precision adds is zeros.
const MAX_DECIMALS = 1074

/** x·10^power as an integer, a tie rounded to even. A double is an integer over a power of two: no digit is lost. */
function scaled(x: number, power: number): bigint {
  let below = 1n
  for (; x % 1; x *= 2) below *= 2n
  let above = BigInt(x)
  if (power < 0) below *= 10n ** BigInt(-power)
  else above *= 10n ** BigInt(power)
  const whole = above / below
  const rest = (above % below) * 2n
  return rest > below || (rest === below && whole & 1n) ? whole + 1n : whole
}

/** Sets the point before the last `decimals` digits, and zeros up to `precision` behind them. */
function pointed(digits: string, decimals: number, precision: number): string {
  const point = digits.length - decimals
  return digits.slice(0, point) + (precision ? '.' + digits.slice(point).padEnd(precision, '0') : '')
}

function exponentOf(text: string): number {
  return Number(text.slice(text.indexOf('e') + 1))
}

function withExponent(text: string, exponent: number): string {
  return `${text}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** Tells whether `shortFixed` can format a number: toFixed stops at 1e21 and at 100 digits. */
export function isShort(x: number, precision: number): boolean {
  return x < 1e21 && precision < 100
}

/** As `formatFixed`, where `isShort` says that it can. */
export function shortFixed(x: number, precision: number): string {
  // Scaling by a power of two is exact: an odd number here is a tie, and nothing else is.
  // isInteger comes first because the remainder is slow and seldom wanted.
  const scale = x * 2 ** (precision + 1)
  if (Number.isInteger(scale) && scale % 2) {
    // With one digit more it is exact and ends in 5: to the even digit before that.
    const exact = x.toFixed(precision + 1)
    if (/[02468]\.?5$/.test(exact)) return exact.replace(/\.?5$/, '')
  }
  return x.toFixed(precision)
}

/** `'%.{precision}f' % x` of a finite x >= 0. */
export function formatFixed(x: number, precision: number): string {
  if (isShort(x, precision)) return shortFixed(x, precision)
  const decimals = Math.min(precision, MAX_DECIMALS)
  return pointed(String(scaled(x, decimals)).padStart(decimals + 1, '0'), decimals, precision)
}

/** `'%.{precision}e' % x` of a finite x >= 0. */
export function formatExponent(x: number, precision: number): string {
  const decimals = Math.min(precision, MAX_DECIMALS)
  const shortest = x.toExponential()
  // A value whose shortest text is a power of ten may lie just below it.
  let exponent = exponentOf(shortest) - Number(shortest.startsWith('1e'))
  let digits = String(scaled(x, decimals - exponent))
  if (digits.length > decimals + 1) digits = String(scaled(x, decimals - ++exponent))
  return withExponent(pointed(digits, digits.length - 1, precision), exponent)
}

/** `'%.{precision}g' % x` of a finite x >= 0; `alternate` is the flag '#', which keeps the point and the zeros. */
export function formatGeneral(x: number, precision: number, alternate: boolean): string {
  const decimals = (precision || 1) - 1
  let text = formatExponent(x, decimals)
  const exponent = exponentOf(text)
  const fixed = exponent >= -4 && exponent <= decimals
  text = fixed ? formatFixed(x, decimals - exponent) : text.slice(0, text.indexOf('e'))
  if (alternate) text = withPoint(text)
  else if (text.includes('.')) text = text.replace(/\.?0+$/, '')
  return fixed ? text : withExponent(text, exponent)
}

/** The flag '#' of '%f' and '%e': the point stays where no digit follows it. */
export function withPoint(text: string): string {
  return text.includes('.') ? text : text.replace(/(?=e|$)/, '.')
}

/** Python's `repr(float)`: the shortest text that reads back as x, with an exponent below 1e-4 and from 1e16. */
export function floatRepr(x: number): string {
  const size = Math.abs(x)
  if (!(size < Infinity)) return x > 0 ? 'inf' : x < 0 ? '-inf' : 'nan'
  if (size && (size < 1e-4 || size >= 1e16)) {
    const text = x.toExponential()
    return withExponent(text.slice(0, text.indexOf('e')), exponentOf(text))
  }
  return (Object.is(x, -0) ? '-0' : x) + (x % 1 ? '' : '.0')
}

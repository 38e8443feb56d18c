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

/** x·10^power as an integer's digits, a tie rounded to even. A double is an integer over a power of two: no digit is lost. */
function scaled(x: number, power: number): string {
  let below = 1n
  for (; x % 1; x *= 2) below *= 2n
  let above = BigInt(x)
  if (power < 0) below *= 10n ** BigInt(-power)
  else above *= 10n ** BigInt(power)
  const whole = above / below
  const rest = (above % below) * 2n
  return String(rest > below || (rest === below && whole & 1n) ? whole + 1n : whole)
}

/** Sets the point before the last `decimals` digits, and zeros up to `precision` behind them. */
function pointed(digits: string, decimals: number, precision: number): string {
  const point = digits.length - decimals
  return digits.slice(0, point) + (precision ? '.' + digits.slice(point).padEnd(precision, '0') : '')
}

/** Gives the exponent, `+4`, two digits at least. */
function withExponent(text: string, exponent: string): string {
  return `${text}e${exponent.replace(/^\D(?=.$)/, '$&0')}`
}

/** `'%.{precision}f' % x` of a finite x >= 0. */
export function formatFixed(x: number, precision: number): string {
  if (x < 1e21 && precision < 100) {
    // Scaling by a power of two is exact: an odd number here is a tie, and nothing else is.
    if ((x * 2 ** (precision + 1)) % 2 === 1) {
      // With one digit more it is exact and ends in 5: to the even digit before that.
      const exact = x.toFixed(precision + 1)
      if (/[02468]\.?5$/.test(exact)) return exact.replace(/\.?5$/, '')
    }
    return x.toFixed(precision)
  }
  const decimals = Math.min(precision, MAX_DECIMALS)
  return pointed(scaled(x, decimals).padStart(decimals + 1, '0'), decimals, precision)
}

/** `'%.{precision}e' % x` of a finite x >= 0. */
export function formatExponent(x: number, precision: number): string {
  const decimals = Math.min(precision, MAX_DECIMALS)
  // What is rounded up to a power of ten is so in both ways of rounding: this exponent is the right one.
  const exponent = x.toExponential(Math.min(decimals, 100)).split('e')[1]!
  const digits = scaled(x, decimals - Number(exponent))
  return withExponent(pointed(digits, digits.length - 1, precision), exponent)
}

/** `'%.{precision}g' % x` of a finite x >= 0; `alternate` is the flag '#', which keeps the point and the zeros. */
export function formatGeneral(x: number, precision: number, alternate: boolean): string {
  const decimals = (precision || 1) - 1
  let text = formatExponent(x, decimals)
  const exponent = Number(text.split('e')[1])
  if (exponent >= -4 && exponent <= decimals) text = formatFixed(x, decimals - exponent)
  if (alternate) return withPoint(text)
  return text.includes('.') ? text.replace(/\.?0*(?=e|$)/, '') : text
}

/** The flag '#' of '%f' and '%e': the point stays where no digit follows it. */
export function withPoint(text: string): string {
  return text.includes('.') ? text : text.replace(/(?=e|$)/, '.')
}

/** `%e %f %g` of x >= 0; `alternate` is the flag '#'. */
export function floatText(type: string, x: number, precision: number, alternate: boolean): string {
  if (!(x < Infinity)) return x ? 'inf' : 'nan'
  const text =
    type === 'f'
      ? formatFixed(x, precision)
      : type === 'e'
        ? formatExponent(x, precision)
        : formatGeneral(x, precision, alternate)
  return alternate ? withPoint(text) : text
}

/** `%c` of a number. */
export function pointText(code: number): string {
  if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  throw new RangeError('%c arg not in range(0x110000)')
}

/** Python's `repr(float)`: the shortest text that reads back as x, with an exponent below 1e-4 and from 1e16. */
export function floatRepr(x: number): string {
  const size = Math.abs(x)
  if (!(size < Infinity)) return x > 0 ? 'inf' : x < 0 ? '-inf' : 'nan'
  if (size && (size < 1e-4 || size >= 1e16)) {
    const [digits, exponent] = x.toExponential().split('e') as [string, string]
    return withExponent(digits, exponent)
  }
  return (Object.is(x, -0) ? '-0' : x) + (x % 1 ? '' : '.0')
}

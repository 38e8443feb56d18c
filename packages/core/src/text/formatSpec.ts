// Python's format(value, spec): the mini-language behind the colon of '{:>8.3f}'.

import { decimal, floatRepr, formatExponent, formatFixed, formatGeneral, withPoint } from './float.js'
import { MAX_SIZE } from './number.js'
import { cut, str, typeName } from './repr.js'
import { strftime } from './strftime.js'
import { localtime } from './structTime.js'

/** A format spec, parsed: '' or undefined where nothing is given. */
export interface Spec {
  readonly text: string
  readonly fill?: string
  readonly align: string
  readonly sign: string
  readonly z: string
  readonly alternate: string
  readonly zero: string
  readonly width: number
  readonly separator: string
  readonly precision: number | undefined
  /** What stands between the groups of the fraction's digits. */
  readonly fraction: string
  readonly type: string
  /** What is wrong with it for any value, '' when nothing is. */
  readonly error: string
}

const SPEC =
  /^(?:(?<fill>[^])(?=[<>=^]))?(?<align>[<>=^]?)(?<sign>[ +-]?)(?<z>z?)(?<alternate>#?)(?<zero>0?)(?<width>\p{Nd}*)(?<separator>,_|_,|[,_]?)(?:(?<point>\.)(?<precision>\p{Nd}*)(?<fraction>,_|_,|[,_]?))?(?<type>[^]*)$/u

/** A character in an error message, by its number where it may not be printable. */
export function showChar(char: string): string {
  const code = char.codePointAt(0)!
  return code > 32 && code < 128 ? char : `\\x${code.toString(16)}`
}

/** An integer as format strings write it. */
export function toIndex(digits: string): number {
  const index = decimal(digits)
  if (index >= 2 ** 63) throw new RangeError('Too many decimal digits in format string')
  return index
}

/** The groups of SPEC. */
interface Written extends Pick<Spec, 'fill' | 'align' | 'sign' | 'z' | 'alternate' | 'zero' | 'separator' | 'type'> {
  readonly width: string
  readonly point?: string
  readonly precision?: string
  readonly fraction?: string
}

/** Takes a spec apart, once for all values; what is wrong with it is thrown when it formats one. */
export function parseSpec(text: string): Spec {
  const { width, point, precision = '', fraction = '', ...rest } = SPEC.exec(text)!.groups as unknown as Written
  let spec: Spec = { ...rest, text, width: 0, precision: undefined, fraction, error: '' }
  try {
    spec = { ...spec, width: toIndex(width) }
    if (rest.separator.length > 1) throw new RangeError(BOTH)
    if (precision) spec = { ...spec, precision: toIndex(precision) }
    if (fraction.length > 1) throw new RangeError(BOTH)
    if (point && !precision && !fraction) throw new RangeError('Format specifier missing precision')
  } catch (error) {
    return { ...spec, error: (error as Error).message }
  }
  return spec
}

const BOTH = "Cannot specify both ',' and '_'."

/** @throws RangeError for what is wrong with the spec, or with it for a value of this type */
function check(spec: Spec, value: unknown): void {
  const { text, separator, fraction, error } = spec
  if (error) throw new RangeError(error)
  if (spec.type.length > 1 && [...spec.type].length > 1) {
    throw new RangeError(`Invalid format specifier '${text}' for object of type '${typeName(value)}'`)
  }
  if (!separator && !fraction) return
  const type = spec.type || (typeof value === 'string' ? 's' : 'd')
  if (separator && !/[deEfFgG%\0]/.test(type) && !(separator === '_' && /[boxX]/.test(type))) {
    throw new RangeError(`Cannot specify '${separator}' with '${showChar(type)}'.`)
  }
  if (fraction && type === 'n') throw new RangeError(`Cannot specify '${fraction}' with 'n'.`)
}

function unknownType({ type }: Spec, value: unknown): RangeError {
  return new RangeError(`Unknown format code '${showChar(type)}' for object of type '${typeName(value)}'`)
}

/** Pads to the width, counted in code points; the alignment '=' pads between `head` and `body`. */
function pad(spec: Spec, align: string, head: string, body: string): string {
  const text = head + body
  const { width } = spec
  // A text of twice as many units has as many code points: it needs no count.
  const missing = text.length < 2 * width ? width - [...text].length : 0
  if (missing <= 0) return text
  if (width > MAX_SIZE) throw new RangeError('width too big')
  const fill = spec.fill ?? (spec.zero || ' ')
  if (align === '=') return head + fill.repeat(missing) + body
  const left = align === '<' ? 0 : align === '^' ? missing >> 1 : missing
  return fill.repeat(left) + text + fill.repeat(missing - left)
}

function formatString(value: string, spec: Spec): string {
  const { align, sign, precision } = spec
  if (spec.type && spec.type !== 's') throw unknownType(spec, value)
  const wrong = sign
    ? sign === ' '
      ? 'Space'
      : 'Sign'
    : spec.z
      ? 'Negative zero coercion (z)'
      : spec.alternate
        ? 'Alternate form (#)'
        : align === '=' && "'=' alignment"
  if (wrong) throw new RangeError(`${wrong} not allowed in string format specifier`)
  return pad(spec, align || '<', '', precision === undefined ? value : cut(value, precision))
}

/** A float without a type: `g` that shows by a '.0' or an exponent that it is a float. */
function untyped(x: number, precision: number, alternate: boolean): string {
  const text = formatGeneral(x, precision, alternate)
  if (!/^\d+\.?$/.test(text)) return text
  if (+text < 10 ** (precision - 1)) return text + '.0'
  const exponential = formatExponent(x, (precision || 1) - 1)
  return alternate ? exponential : exponential.replace(/\.?0+e/, 'e')
}

function floatText(x: number, type: string, { precision, alternate }: Spec): string {
  if (!(x < Infinity)) return x ? 'inf' : 'nan'
  const digits = precision ?? 6
  if (digits > MAX_SIZE) throw new RangeError('precision too big')
  const text = /[f%]/.test(type)
    ? formatFixed(x, digits)
    : type === 'e'
      ? formatExponent(x, digits)
      : type
        ? formatGeneral(x, digits, !!alternate)
        : precision !== undefined
          ? untyped(x, digits, !!alternate)
          : floatRepr(x)
  return alternate ? withPoint(text) : text
}

/** Puts the separator between groups, and zeros before them until all is `length` long. */
function group(digits: string, separator: string, size: number, length: number): string {
  digits = digits.padStart(length - Math.floor((length - 1) / (size + 1)), '0')
  let end = digits.length % size || size
  let text = digits.slice(0, end)
  for (; end < digits.length; end += size) text += separator + digits.slice(end, end + size)
  return text
}

function formatNumber(value: number | bigint | boolean, spec: Spec): string {
  const { alternate, separator } = spec
  const align = spec.align || (spec.zero ? '=' : '>')
  const number = Number(value)
  const isFloat = typeof value === 'number' && !Number.isInteger(value)
  // CPython marks a float's missing type by this character, and so takes it for one.
  const type = isFloat && spec.type === '\0' ? '' : spec.type
  const lower = type.toLowerCase()
  let negative = number < 0 || Object.is(number, -0)
  let prefix = ''
  let digits: string
  let rest = ''
  let size = 3
  if ((isFloat ? /^[efgn%]?$/ : /^[efg%]$/).test(lower) && type !== 'N') {
    if (typeof value === 'bigint' && !isFinite(number)) throw new RangeError('int too large to convert to float')
    const text = floatText(Math.abs(number) * (type === '%' ? 100 : 1), lower, spec)
    if (spec.z && /^[0.]+(e|$)/.test(text)) negative = false
    digits = /^\d*/.exec(text)![0]
    rest = text.slice(digits.length) + (type === '%' ? type : '')
    if (spec.fraction) rest = rest.replace(/^\.\d+/, (all) => all.replace(/\d{3}(?=\d)/g, '$&' + spec.fraction))
    if (type !== lower) rest = rest.toUpperCase()
  } else if (!isFloat && /^[bcdnoxX]?$/.test(type)) {
    if (spec.precision !== undefined) throw new RangeError('Precision not allowed in integer format specifier')
    if (spec.z) throw new RangeError('Negative zero coercion (z) not allowed in integer format specifier')
    if (type === 'c') return pad(spec, align, '', toChar(number, spec))
    const integer = BigInt(value)
    const radix = { b: 2, o: 8, x: 16 }[lower] ?? 10
    negative = integer < 0
    digits = (negative ? -integer : integer).toString(radix)
    if (type === 'X') digits = digits.toUpperCase()
    if (radix !== 10) {
      size = 4
      if (alternate) prefix = '0' + type
    }
  } else throw unknownType(spec, value)

  const head = (negative ? '-' : spec.sign.replace('-', '')) + prefix
  if (separator && digits) {
    const length = align === '=' && (spec.fill ?? spec.zero) === '0' ? spec.width : 0
    if (length > MAX_SIZE) throw new RangeError('width too big')
    digits = group(digits, separator, size, length - head.length - rest.length)
  }
  return pad(spec, align, head, digits + rest)
}

function toChar(code: number, { sign, alternate }: Spec): string {
  const wrong = sign ? 'Sign' : alternate && 'Alternate form (#)'
  if (wrong) throw new RangeError(`${wrong} not allowed with integer format specifier 'c'`)
  if (!(code >= 0 && code < 0x110000)) throw new RangeError('%c arg not in range(0x110000)')
  return String.fromCodePoint(code)
}

function formatObject(value: unknown, spec: string): string {
  let milliseconds: number
  try {
    // Throws for what is no Date of any realm.
    milliseconds = Date.prototype.getTime.call(value)
  } catch {
    throw new TypeError(`unsupported format string passed to ${typeName(value)}.__format__`)
  }
  if (isNaN(milliseconds)) return str(value)
  const micros = String(((milliseconds % 1000) + 1000) % 1000).padStart(3, '0') + '000'
  const format = spec.replace(/%[%f]/g, (directive) => (directive === '%f' ? micros : directive))
  return strftime(format, localtime(milliseconds / 1000))
}

/** Python's `format(value, spec)`; an integral number is an int, a Date takes a strftime format. */
export function formatValue(value: unknown, spec: string): string {
  return spec ? formatBy(value, parseSpec(spec)) : str(value)
}

/** `formatValue` by a spec that is parsed, and not empty. */
export function formatBy(value: unknown, spec: Spec): string {
  switch (typeof value) {
    case 'string':
      check(spec, value)
      return formatString(value, spec)
    case 'number':
    case 'bigint':
    case 'boolean':
      check(spec, value)
      return formatNumber(value, spec)
    default:
      return formatObject(value, spec.text)
  }
}

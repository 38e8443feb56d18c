// The conversions of printf-style formatting that few formats have.
import { formatExponent, formatFixed, formatGeneral, withPoint } from './number.js'
import { typeName } from './repr.js'

/** `%e %f %g` of a finite x >= 0; `alternate` is the flag '#'. */
export function floatText(type: string, x: number, precision: number, alternate: boolean): string {
  if (type === 'g') return formatGeneral(x, precision, alternate)
  const text = type === 'e' ? formatExponent(x, precision) : formatFixed(x, precision)
  return alternate ? withPoint(text) : text
}

/** `%c`. */
export function toChar(value: unknown): string {
  let name = typeName(value)
  if (typeof value === 'string') {
    const { length } = [...value]
    if (length === 1) return value
    name = `a string of length ${length}`
  } else if (name === 'int' || name === 'bool') {
    const code = Number(value)
    if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
    throw new RangeError('%c arg not in range(0x110000)')
  }
  throw new TypeError(`%c requires an int or a unicode character, not ${name}`)
}

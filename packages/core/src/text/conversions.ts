// The conversions of printf-style formatting that few formats have.
import { floatText } from './float.js'
import { isInteger, type RareConversions } from './percent.js'
import { typeName } from './repr.js'

/**
 * Returns the text of `%c`: a character, or the character of a code point.
 *
 * @throws TypeError for any other value, RangeError for a number that is no code point
 */
function toChar(value: unknown): string {
  let name = typeName(value)
  if (typeof value === 'string') {
    const { length } = [...value]
    if (length === 1) return value
    name = `a string of length ${length}`
  } else if (isInteger(value)) return pointText(Number(value))
  throw new TypeError(`%c requires an int or a unicode character, not ${name}`)
}

/**
 * Returns the character of a code point.
 *
 * @throws RangeError for a number that is no code point
 */
export function pointText(code: number): string {
  if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  throw new RangeError('%c arg not in range(0x110000)')
}

export const rareConversions: RareConversions = { floatText, toChar }

// The conversions of printf-style formatting that few formats have.
import { floatText } from './float.js'
import { isInteger, type RareConversions } from './percent.js'
import { typeName } from './repr.js'

/** `%c`: a character, or the code point of one. */
function toChar(value: unknown): string {
  let name = typeName(value)
  if (typeof value === 'string') {
    const { length } = [...value]
    if (length === 1) return value
    name = `a string of length ${length}`
  } else if (isInteger(value)) return pointText(Number(value))
  throw new TypeError(`%c requires an int or a unicode character, not ${name}`)
}

/** Returns the character of a code point. Throws for a number that is none. */
export function pointText(code: number): string {
  if (code >= 0 && code <= 0x10ffff) return String.fromCodePoint(code)
  throw new RangeError('%c arg not in range(0x110000)')
}

export const rareConversions: RareConversions = { floatText, toChar }

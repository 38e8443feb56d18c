import { LogRecord } from '@treeline/core'
import { type Literal, type LiteralArgs, readLiteralArgs } from './literal.js'

// A conversion: key, flags, width, precision, letter; or a bare % that begins no conversion. Each part is bounded, because a
// sender chooses this text.
const CONVERSION = /%(?:(?:\(([^()]*)\))?([#0\- +]{0,5})(\d{0,4})((?:\.\d{0,4})?)[hlL]?([a-zA-Z%]))?/g

/** The widest padding and the most digits that a sender can ask for. */
const MAX_WIDTH = 200
const MAX_CONVERSIONS = 1000
const MAX_MERGED = 1_048_576

/**
 * Merges a Python record's message with its arguments, to the text that Python would print. Where they are not plain values, or do
 * not fit, returns the message with their text behind it.
 *
 * @param args Python's repr of the arguments: `('x', 1)`
 */
export function mergeText(msg: string, args: string): string {
  if (args === '' || args === 'None' || args === '()' || args === '{}') return msg
  const literals = readLiteralArgs(args)
  try {
    if (literals !== undefined) return mergeLiterals(msg, literals, args)
  } catch {
    // A conversion does not fit its argument.
  }
  return `${msg} ${args}`
}

/**
 * Merges with Python's own text for values that JavaScript prints differently (None, True, 1.0, lists): their conversions become
 * `%s`. Numbers keep their conversions.
 *
 * @throws TypeError, RangeError for arguments that do not fit
 */
function mergeLiterals(msg: string, literals: LiteralArgs, whole: string): string {
  const values: unknown[] = []
  let next = 0
  let length = 0
  const take = (key: string | undefined): Literal => {
    const literal = isTuple(literals) ? literals[next++] : takeFromDict(literals, key, whole)
    if (literal === undefined || (key !== undefined && isTuple(literals))) throw new TypeError('no argument for it')
    return literal
  }
  const format = msg.replace(CONVERSION, (...match: (string | undefined)[]) => {
    const [, key, flags, width, digits, type] = match
    if (type === '%') return '%%'
    if (type === undefined) throw new TypeError('not a conversion')
    if (Number(width) > MAX_WIDTH || Number(digits!.slice(1)) > MAX_WIDTH) throw new RangeError('width too big')
    const textual = type === 's' || type === 'r' || type === 'a'
    const literal = take(key)
    length += literal.repr.length
    if (length > MAX_MERGED || values.length === MAX_CONVERSIONS) throw new RangeError('message too long')
    values.push(textual ? textOf(literal, type) : numberOf(literal))
    return `%${flags}${width}${digits}${textual ? 's' : type}`
  })
  if (isTuple(literals) && next < literals.length) throw new TypeError('not all arguments converted')
  return values.length === 0
    ? format.replaceAll('%%', '%')
    : new LogRecord(null, 0, '', 0, format, values, null).getMessage()
}

function isTuple(literals: LiteralArgs): literals is readonly Literal[] {
  return Array.isArray(literals)
}

/** Returns the value of a key; without a key, the whole dict. */
function takeFromDict(dict: ReadonlyMap<string, Literal>, key: string | undefined, whole: string): Literal | undefined {
  return key === undefined ? { repr: whole, value: undefined } : dict.get(key)
}

/**
 * Returns the text of a value for a conversion.
 *
 * @throws TypeError for `%a` of a text that is not ASCII
 */
function textOf({ repr, value }: Literal, type: string): string {
  if (type === 's' && typeof value === 'string') return value
  if (type === 'a' && !/^[\x20-\x7e]*$/.test(repr)) throw new TypeError('%a of what is not ASCII')
  return repr
}

/**
 * Returns the number of a value for a conversion.
 *
 * @throws TypeError for anything else
 */
function numberOf({ repr, value }: Literal): unknown {
  if (value !== undefined) return value
  if (repr === 'True' || repr === 'False') return repr === 'True' ? 1 : 0
  throw new TypeError('a number is required')
}

// Python's str.format, and what its logging requires of a format string of style '{'.

import { decimal } from './float.js'
import { formatBy, MAX_INDEX, showChar, TOO_MANY_DIGITS } from './formatSpec.js'
import { KeyError } from './keyError.js'
import { ascii, getterThrew, repr, str, typeName } from './repr.js'

type Lookup = (name: string) => unknown

/** A format string, parsed. */
export interface BracesFormat {
  /**
   * Merges values into the format string.
   *
   * @param lookup returns the value of a name
   * @param args the values of numbers; default none
   * @throws RangeError, TypeError, KeyError as Python's str.format
   */
  format(lookup: Lookup, args?: readonly unknown[]): string
}

/** Makes the text of a part of a format string. */
type Part = (lookup: Lookup, args: readonly unknown[]) => string

/** A literal text and the field behind it, as they are written; no name: no field follows. */
type Piece = [literal: string, name?: string, conversion?: string, spec?: string]

/** A literal text, and the brace that ends it, doubled or not. */
const LITERAL = /([^{}]*)([{}]?)(\2?)/y
/** The field's name: brackets hide characters that would end it. Ends before the character that does. */
const NAME = /(?:[^[{}:!]+|\[[^\]]*\]?)*/y
/** The end of the name: a conversion, with a colon or a brace behind it if the format is right, or one of these alone. */
const TAIL = /!([^]?)([^]?)|[^]?/uy
/** A step from a field's value: `.name` or `[key]`; anything else is wrong. */
const STEP = /\.([^.[]*)|\[([^\]]*)\]|[^]/g

/**
 * Takes a format string apart.
 *
 * @throws RangeError at a syntax error, after giving all pieces before it
 */
function* scan(format: string): Generator<Piece> {
  let at = 0
  function take(pattern: RegExp): RegExpExecArray {
    pattern.lastIndex = at
    const match = pattern.exec(format)!
    at += match[0].length
    return match
  }

  while (at < format.length) {
    const [, literal, brace, second] = take(LITERAL) as unknown as [string, string, string, string]
    if (!brace || second) {
      yield [literal + brace]
      continue
    }
    if (brace === '}' || at === format.length) throw new RangeError(`Single '${brace}' encountered in format string`)

    const [name] = take(NAME)
    const [tail, conversion = '', after = tail] = take(TAIL)
    if (tail === '{') throw new RangeError("unexpected '{' in field name")
    if (!tail) throw new RangeError("expected '}' before end of string")
    if (tail === '!') throw new RangeError('end of string while looking for conversion specifier')
    if (!':}'.includes(after)) throw new RangeError("expected ':' after conversion specifier")
    const start = at
    for (let depth = Number(after !== '}'); depth > 0; at++) {
      if (at >= format.length) throw new RangeError("unmatched '{' in format spec")
      if (format[at] === '{') depth++
      else if (format[at] === '}') depth--
    }
    yield [literal, name, conversion, format.slice(start, at - 1)]
  }
}

/**
 * Returns the number that a name or key is, or the text itself.
 *
 * @throws RangeError for one that begins with too many digits
 */
function indexOf(text: string): number | string {
  const digits = /^\p{Nd}*/u.exec(text)![0]
  const index = decimal(digits)
  if (index >= MAX_INDEX) throw new RangeError(TOO_MANY_DIGITS)
  return digits === text ? index : text
}

/** Parses a format string, once for all values. `format()` throws a syntax error when it gets there. */
export function braces(format: string): BracesFormat {
  /** The number of the next empty name; NaN once names give their numbers. */
  let next: number | undefined

  function numberOf(index: number, isEmpty: boolean): number {
    next ??= isEmpty ? 0 : NaN
    if (isEmpty === isNaN(next)) {
      throw new RangeError(
        isEmpty
          ? 'cannot switch from manual field specification to automatic field numbering'
          : 'cannot switch from automatic field numbering to manual field specification',
      )
    }
    return isEmpty ? next++ : index
  }

  function field(name: string, conversion: string, spec: string, depth: number): Part {
    const [, first, path] = /^([^.[]*)([^]*)/.exec(name) as unknown as [string, string, string]
    const index = indexOf(first)
    const key = typeof index === 'string' ? index : numberOf(index, !first)
    // A spec with fields of its own is another one for each call.
    const innerSpec = spec.includes('{') ? parse(spec, depth - 1) : undefined
    const show = formatBy(innerSpec ? '' : spec)
    return (lookup, args) => {
      let value: unknown
      if (typeof key === 'string') value = lookup(key)
      else if (key < args.length) value = args[key]
      else throw new RangeError(`Replacement index ${key} out of range for positional args tuple`)
      if (path) value = follow(value, path)
      if (conversion) value = convert(value, conversion)
      return (innerSpec ? formatBy(innerSpec(lookup, args)) : show)(value)
    }
  }

  function parse(format: string, depth: number): Part {
    const parts: Part[] = []
    try {
      if (!depth) throw new RangeError('Max string recursion exceeded')
      for (const [literal, name, conversion, spec] of scan(format)) {
        parts.push(() => literal)
        if (name !== undefined) parts.push(field(name, conversion!, spec!, depth))
      }
    } catch (error) {
      parts.push(() => {
        throw new RangeError((error as Error).message)
      })
    }
    return (lookup, args) => {
      let text = ''
      for (const part of parts) text += part(lookup, args)
      return text
    }
  }

  const merge = parse(format, 2)
  return { format: (lookup, args = []) => merge(lookup, args) }
}

/** Returns whether an object has its own entry. A list has items by number, and attributes that are none. */
function hasKey(value: object, key: string | number, isAttribute: boolean): boolean {
  return (!Array.isArray(value) || isAttribute === !/^\d+$/.test(String(key))) && Object.hasOwn(value, key)
}

/**
 * Reads one own property, entry, item or character; never one of a prototype or a function.
 *
 * @throws TypeError, RangeError, KeyError as Python's attribute and item access
 */
function read(value: unknown, key: string | number, isAttribute: boolean): unknown {
  const isObject = typeof value === 'object' && value !== null
  try {
    if (isObject) {
      if (value instanceof Map && !isAttribute) {
        if (value.has(key)) return value.get(key)
      } else if (hasKey(value, key, isAttribute)) {
        return (value as Record<string | number, unknown>)[key]
      }
    } else if (typeof value === 'string' && typeof key === 'number') {
      let index = key
      for (const char of value) if (index-- === 0) return char
    }
  } catch (error) {
    return getterThrew(key, error)
  }
  const type = typeName(value)
  if (isAttribute) throw new TypeError(`'${type}' object has no attribute '${key}'`)
  const isString = type === 'str'
  if (isString || type === 'list') {
    const sequence = isString ? 'string' : type
    if (typeof key === 'number') throw new RangeError(`${sequence} index out of range`)
    throw new TypeError(`${sequence} indices must be integers${isString ? ", not 'str'" : ' or slices, not str'}`)
  }
  if (isObject) throw new KeyError(key)
  throw new TypeError(`'${type}' object is not subscriptable`)
}

/**
 * Reads the value at a path such as `.name[key]`.
 *
 * @throws RangeError for a wrong path; as `read`
 */
function follow(value: unknown, path: string): unknown {
  for (const [, attribute, item] of path.matchAll(STEP)) {
    const key = attribute ?? item
    if (key === undefined) throw new RangeError("Only '.' or '[' may follow ']' in format field specifier")
    if (!key) throw new RangeError('Empty attribute in format string')
    value = item === undefined ? read(value, key, true) : read(value, indexOf(key), false)
  }
  return value
}

const CONVERSIONS: Readonly<Record<string, (value: unknown) => string>> = { s: str, r: repr, a: ascii }

function convert(value: unknown, conversion: string): string {
  const text = CONVERSIONS[conversion]
  if (text) return text(value)
  throw new RangeError(`Unknown conversion specifier ${showChar(conversion)}`)
}

const FIELD = /^[\p{L}\p{N}_]+(\.[\p{L}\p{N}_]+|\[[^\]]+\])*\n?$/u
const SPECIFIER =
  /^([^\n]?[<>=^])?[+ -]?#?0?(\p{Nd}+|\{[\p{L}\p{N}_]+\})?[,_]?(\.(\p{Nd}+|\{[\p{L}\p{N}_]+\}))?[bcdefgnosx%]?\n?$/iu

/**
 * Checks what Python's Formatter requires of a format of style `{`.
 *
 * @throws RangeError with Python's text
 */
export function validateBraces(format: string): void {
  let hasFields = false
  try {
    for (const [, name, conversion, spec] of scan(format)) {
      if (name) {
        if (!FIELD.test(name)) throw new RangeError(`invalid field name/expression: ${repr(name)}`)
        hasFields = true
      }
      if (conversion && !'rsa'.includes(conversion)) throw new RangeError(`invalid conversion: ${repr(conversion)}`)
      if (spec && !SPECIFIER.test(spec)) throw new RangeError(`bad specifier: ${repr(spec)}`)
    }
    if (!hasFields) throw new RangeError('no fields')
  } catch (error) {
    throw new RangeError(`invalid format: ${(error as Error).message}`)
  }
}

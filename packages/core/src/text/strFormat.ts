// Python's str.format, and what its logging asks of a format string of style '{'.

import { formatBy, formatValue, parseSpec, showChar, type Spec, toIndex } from './formatSpec.js'
import { KeyError } from './keyError.js'
import { ascii, repr, str, threw, typeName } from './repr.js'

/** A format string, parsed. */
export interface BracesFormat {
  /** The names that are looked up, as often as they stand there: 'asctime' for `{asctime.x!r:>5}`. */
  readonly fields: readonly string[]
  /** Throws what Python's str.format would, as RangeError, TypeError or KeyError. */
  format(lookup: (name: string) => unknown, args?: readonly unknown[]): string
}

/** A literal text and the field behind it, as they are written. */
interface Piece {
  readonly literal: string
  /** Undefined: no field follows. */
  readonly name?: string
  readonly conversion?: string
  readonly spec?: string
}

/** The field's name: brackets hide what would end it. Ends before the character that does. */
const NAME = /(?:[^[{}:!]+|\[[^\]]*\]?)*/y
/** What a field reads of its value: `.name` or `[key]`; anything else is wrong. */
const STEP = /\.([^.[]*)|\[([^\]]*)\]|[^]/g

/** Takes a format string apart. Throws at a syntax error, when all before it was given. */
function* scan(format: string): Generator<Piece> {
  for (let at = 0; at < format.length;) {
    const start = at
    while (at < format.length && !'{}'.includes(format[at]!)) at++
    const literal = format.slice(start, at)
    const brace = format[at++]
    if (!brace || format[at] === brace) {
      at++
      yield { literal: literal + (brace ?? '') }
      continue
    }
    if (brace === '}' || at === format.length) throw new RangeError(`Single '${brace}' encountered in format string`)

    NAME.lastIndex = at
    const name = NAME.exec(format)![0]
    at += name.length
    let end = format[at++]
    if (end === '{') throw new RangeError("unexpected '{' in field name")
    if (!end) throw new RangeError("expected '}' before end of string")
    let conversion = ''
    if (end === '!') {
      if (at === format.length) throw new RangeError('end of string while looking for conversion specifier')
      conversion = String.fromCodePoint(format.codePointAt(at)!)
      at += conversion.length
      end = format[at++] ?? ':'
      if (end !== ':' && end !== '}') throw new RangeError("expected ':' after conversion specifier")
    }
    const specStart = at
    if (end === ':') {
      for (let depth = 1; depth; at++) {
        if (at >= format.length) throw new RangeError("unmatched '{' in format spec")
        if (format[at] === '{') depth++
        else if (format[at] === '}') depth--
      }
    }
    yield { literal, name, conversion, spec: end === ':' ? format.slice(specStart, at - 1) : '' }
  }
}

interface Field {
  /** A name to look up, or the index of an argument. */
  readonly first: string | number
  /** What to read of it, as it is written: `.name[key]`. */
  readonly path: string
  readonly conversion: string
  /** Undefined where there is none. */
  readonly spec: Spec | Program | undefined
}

interface Program {
  /** One more than fields, unless an error ends them. */
  readonly literals: string[]
  readonly fields: Field[]
  /** Thrown by format() when it gets there. */
  error?: string
}

/** `next` is the number of the next empty name; NaN once names give their numbers; undefined before either. */
interface Numbering {
  next?: number
}

/** The number that a name or key is; undefined for what is none, though too many digits are wrong at the head of any. */
function indexOf(text: string): number | undefined {
  const digits = /^\p{Nd}*/u.exec(text)![0]
  const index = toIndex(digits)
  return digits === text ? index : undefined
}

function numberOf(index: number, automatic: boolean, numbering: Numbering): number {
  numbering.next ??= automatic ? 0 : NaN
  if (automatic === isNaN(numbering.next)) {
    const names = ['manual field specification', 'automatic field numbering']
    if (!automatic) names.reverse()
    throw new RangeError(`cannot switch from ${names.join(' to ')}`)
  }
  return automatic ? numbering.next++ : index
}

function compile(format: string, numbering: Numbering, names: string[], depth: number): Program {
  const literals = ['']
  const fields: Field[] = []
  try {
    if (!depth) throw new RangeError('Max string recursion exceeded')
    for (const { literal, name, conversion, spec } of scan(format)) {
      literals[fields.length] += literal
      if (name === undefined) continue
      const written = /^[^.[]*/.exec(name)![0]
      const index = indexOf(written)
      const first = index === undefined ? written : numberOf(index, !written, numbering)
      if (index === undefined) names.push(written)
      fields.push({
        first,
        path: name.slice(written.length),
        conversion: conversion!,
        spec: compileSpec(spec!, numbering, names, depth),
      })
      literals.push('')
    }
  } catch (error) {
    return { literals, fields, error: (error as Error).message }
  }
  return { literals, fields }
}

/** The code point of this index, '' behind the end. */
function pointAt(text: string, index: number): string {
  if (index >= text.length) return ''
  for (const char of text) if (index-- === 0) return char
  return ''
}

/** A list has items by number, and attributes that are none. */
function hasKey(value: object, key: string | number, isAttribute: boolean): boolean {
  return (!Array.isArray(value) || isAttribute === !/^\d+$/.test(String(key))) && Object.hasOwn(value, key)
}

function compileSpec(text: string, numbering: Numbering, names: string[], depth: number): Field['spec'] {
  if (text.includes('{')) return compile(text, numbering, names, depth - 1)
  return text ? parseSpec(text) : undefined
}

/** Reads one own property, entry, item or character; never what a prototype or a function has. */
function read(value: unknown, key: string | number, isAttribute: boolean): unknown {
  try {
    if (typeof value === 'object' && value) {
      if (value instanceof Map && !isAttribute) {
        if (value.has(key)) return value.get(key)
      } else if (hasKey(value, key, isAttribute)) {
        return (value as Record<string | number, unknown>)[key]
      }
    } else if (typeof value === 'string' && typeof key === 'number') {
      const char = pointAt(value, key)
      if (char) return char
    }
  } catch (error) {
    return threw(`getter of ${repr(key)}`, error)
  }
  const type = typeName(value)
  if (isAttribute) throw new TypeError(`'${type}' object has no attribute '${key}'`)
  const sequence = type === 'str' ? 'string' : type === 'list' && type
  if (sequence) {
    if (typeof key === 'number') throw new RangeError(`${sequence} index out of range`)
    const wanted = type === 'str' ? "integers, not 'str'" : 'integers or slices, not str'
    throw new TypeError(`${sequence} indices must be ${wanted}`)
  }
  if (typeof value === 'object' && value) throw new KeyError(key)
  throw new TypeError(`'${type}' object is not subscriptable`)
}

function follow(value: unknown, path: string): unknown {
  for (const [, attribute, item] of path.matchAll(STEP)) {
    const key = attribute ?? item
    if (key === undefined) throw new RangeError("Only '.' or '[' may follow ']' in format field specifier")
    if (!key) throw new RangeError('Empty attribute in format string')
    value = read(value, item === undefined ? key : (indexOf(item) ?? key), item === undefined)
  }
  return value
}

function convert(value: unknown, conversion: string): unknown {
  switch (conversion) {
    case '':
      return value
    case 's':
      return str(value)
    case 'r':
      return repr(value)
    case 'a':
      return ascii(value)
    default:
      throw new RangeError(`Unknown conversion specifier ${showChar(conversion)}`)
  }
}

function run(program: Program, lookup: (name: string) => unknown, args: readonly unknown[]): string {
  const { literals, fields, error } = program
  let text = literals[0]!
  for (let i = 0; i < fields.length;) {
    const { first, path, conversion, spec } = fields[i++]!
    let value: unknown
    if (typeof first === 'string') value = lookup(first)
    else if (first < args.length) value = args[first]
    else throw new RangeError(`Replacement index ${first} out of range for positional args tuple`)
    if (path) value = follow(value, path)
    if (conversion) value = convert(value, conversion)
    if (spec === undefined) text += str(value)
    else text += 'fields' in spec ? formatValue(value, run(spec, lookup, args)) : formatBy(value, spec)
    text += literals[i]!
  }
  if (error) throw new RangeError(error)
  return text
}

/** Parses once; what Python would find wrong is thrown by format(). */
export function braces(format: string): BracesFormat {
  const fields: string[] = []
  const program = compile(format, {}, fields, 2)
  return { fields, format: (lookup, args = []) => run(program, lookup, args) }
}

const FIELD = /^[\p{L}\p{N}_]+(\.[\p{L}\p{N}_]+|\[[^\]]+\])*\n?$/u
const SPECIFIER =
  /^([^\n]?[<>=^])?[+ -]?#?0?(\p{Nd}+|\{[\p{L}\p{N}_]+\})?[,_]?(\.(\p{Nd}+|\{[\p{L}\p{N}_]+\}))?[bcdefgnosx%]?\n?$/iu

/** What Python's Formatter asks of a format of style `{`. */
export function validateBraces(format: string): void {
  let fields = false
  try {
    for (const { name, conversion, spec } of scan(format)) {
      if (name) {
        if (!FIELD.test(name)) throw new RangeError(`invalid field name/expression: ${repr(name)}`)
        fields = true
      }
      if (conversion && !'rsa'.includes(conversion)) throw new RangeError(`invalid conversion: ${repr(conversion)}`)
      if (spec && !SPECIFIER.test(spec)) throw new RangeError(`bad specifier: ${repr(spec)}`)
    }
    if (!fields) throw new RangeError('no fields')
  } catch (error) {
    throw new RangeError(`invalid format: ${(error as Error).message}`)
  }
}

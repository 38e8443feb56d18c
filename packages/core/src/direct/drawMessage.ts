import { percent, type PercentFormat } from '../text/percent.js'
import { type FieldsRead, namedValues } from './fieldsRead.js'
import { CachedText, isTorn, type Line } from './line.js'

/** A format as the direct way draws it. */
interface DrawnFormat {
  /** Whether all conversions are a bare '%s' or '%d', all of them with a key or none: nearly every message. */
  readonly isSimple: boolean
  /** The keys of the conversions; undefined if they have none. */
  readonly keys: readonly string[] | undefined
  readonly repeatsKeys: boolean
  /** Whether each conversion takes any number: '%s'; '%d' shows whole ones. */
  readonly takesAny: readonly boolean[]
  readonly literals: readonly CachedText[]
  /** The literals as JSON strings hold them, after their first use. */
  escapedLiterals: readonly CachedText[] | undefined
}

type Escape = (text: string) => string

const NO_ARGS: readonly unknown[] = []

let lastMsg: string | undefined
let lastFormat: PercentFormat

/** Returns a message's format. A loop logs by one format: a comparison, and not the map. */
function parsed(msg: string): PercentFormat {
  if (msg !== lastMsg) {
    lastFormat = percent(msg)
    lastMsg = msg
  }
  return lastFormat
}

/**
 * Returns the values of a call's mapping that a message shows, in the format's order; undefined if only its record can tell. A
 * getter may log, to the same file: call it before the line is begun.
 */
export function mappingValues(msg: string, mapping: object, read: FieldsRead): readonly unknown[] | undefined {
  const { keys, repeatsKeys } = drawnFormat(parsed(msg))
  if (keys === undefined) return NO_ARGS
  // Hot path: one line of text that names each key once.
  if (!read.isShared && read.mapping === undefined && !repeatsKeys) return namedValues(mapping, keys)
  return (repeatsKeys ? read.of(mapping) : read).at(mapping, keys)
}

/**
 * Draws a call's message as its record would merge it: bare '%s' and '%d' of strings and numbers. Returns false for anything
 * else, before any of the application's code was called.
 *
 * Hot path.
 *
 * @param values the call's arguments, or what `mappingValues` returns
 * @param mapping what `callMapping` returns for the arguments
 * @param escape a function for each piece; default none
 */
export function drawMessage(
  line: Line,
  msg: string,
  values: readonly unknown[],
  mapping: object | undefined,
  escape?: Escape,
): boolean {
  if (values.length > 0 || mapping !== undefined) return drawFormat(line, msg, values, mapping, escape)
  if (escape === undefined) line.text(msg)
  else line.escaped(msg, escape)
  return true
}

/** Returns the plain object that is a call's only argument, its mapping; undefined for an empty one and anything else. */
export function callMapping(args: readonly unknown[]): object | undefined {
  const only = args[0]
  if (args.length !== 1 || typeof only !== 'object' || only === null) return undefined
  if (Object.getPrototypeOf(only) !== Object.prototype) return undefined
  // Own keys come first.
  for (const key in only) return Object.hasOwn(only, key) ? only : undefined
  return undefined
}

function drawFormat(
  line: Line,
  msg: string,
  values: readonly unknown[],
  mapping: object | undefined,
  escape: Escape | undefined,
): boolean {
  const format = parsed(msg)
  const drawn = drawnFormat(format)
  if (!drawn.isSimple || values.length !== drawn.takesAny.length) return false
  if (drawn.keys !== undefined && mapping === undefined) return false
  const literals = escape === undefined ? drawn.literals : (drawn.escapedLiterals ??= escaped(format, escape))
  line.cached(literals[0]!)
  for (let index = 0; index < values.length;) {
    const takesAny = drawn.takesAny[index]!
    const value: unknown = values[index++]
    if (typeof value === 'string' && takesAny) {
      if (escape === undefined) line.text(value)
      else if (isTorn(value)) return false
      else line.escaped(value, escape)
    } else if (Number.isSafeInteger(value)) line.integer(value as number)
    else if (typeof value === 'number' && takesAny) line.text(String(value))
    else if (typeof value === 'number' && Number.isSafeInteger(Math.trunc(value))) line.integer(Math.trunc(value))
    else return false
    const literal = literals[index]!
    if (literal.text !== '') line.cached(literal)
  }
  return true
}

function drawnFormat(format: PercentFormat): DrawnFormat {
  return (format.drawn ??= newDrawnFormat(format)) as DrawnFormat
}

function newDrawnFormat({ literals, conversions }: PercentFormat): DrawnFormat {
  const keys = conversions.map(({ key }) => key)
  const keyed = keys.filter((key) => key !== undefined)
  // Halves of a surrogate pair in two pieces are one character, which is escaped differently from its halves.
  const areWhole = !literals.some(isTorn)
  return {
    isSimple: areWhole && conversions.every(({ bare }) => bare) && (keyed.length === 0 || keyed.length === keys.length),
    keys: keyed.length > 0 ? keyed : undefined,
    repeatsKeys: new Set(keyed).size < keyed.length,
    takesAny: conversions.map(({ type }) => type === 's'),
    literals: literals.map((text) => new CachedText(text)),
    escapedLiterals: undefined,
  }
}

function escaped({ literals }: PercentFormat, escape: Escape): CachedText[] {
  return literals.map((text) => new CachedText(escape(text)))
}

import { percent, type PercentFormat } from '../text/percent.js'
import { CachedText, isTorn, type Line } from './line.js'

/** A format as the direct way draws it. */
interface DrawnFormat {
  /** Whether all conversions are a bare '%s' or '%d': nearly every message. */
  readonly isSimple: boolean
  /** Whether each conversion takes any number: '%s'; '%d' takes whole ones. */
  readonly takesAny: readonly boolean[]
  readonly literals: readonly CachedText[]
  /** The literals as JSON strings hold them, once they were wanted. */
  escapedLiterals: readonly CachedText[] | undefined
}

type Escape = (text: string) => string

const NO_ARGS: readonly unknown[] = []

let lastMsg: string | undefined
let lastFormat: PercentFormat

/** A loop logs by one format: a comparison, and not the map. */
function parsed(msg: string): PercentFormat {
  if (msg !== lastMsg) {
    lastFormat = percent(msg)
    lastMsg = msg
  }
  return lastFormat
}

/**
 * Draws a call's message as its record would merge it: bare '%s' and '%d' of strings and numbers, or a mapping and a text that
 * takes nothing from it. Returns false for anything else, before any of the application's code was called.
 *
 * Hot path.
 *
 * @param mapping what `callMapping` returns of the arguments
 * @param escape what the pieces are passed through; default nothing
 */
export function drawMessage(
  line: Line,
  msg: string,
  args: readonly unknown[],
  mapping: object | undefined,
  escape?: Escape,
): boolean {
  if (args.length > 0) return drawFormat(line, parsed(msg), mapping === undefined ? args : NO_ARGS, escape)
  if (escape === undefined) line.text(msg)
  else line.escaped(msg, escape)
  return true
}

/** Returns the plain object that is a call's only argument, its mapping; one with nothing in it is none. */
export function callMapping(args: readonly unknown[]): object | undefined {
  const only = args[0]
  if (args.length !== 1 || typeof only !== 'object' || only === null) return undefined
  if (Object.getPrototypeOf(only) !== Object.prototype) return undefined
  // Own keys come first.
  for (const key in only) return Object.hasOwn(only, key) ? only : undefined
  return undefined
}

function drawFormat(line: Line, format: PercentFormat, args: readonly unknown[], escape: Escape | undefined): boolean {
  if (args.length !== format.positional) return false
  const drawn = (format.drawn ??= drawnFormat(format)) as DrawnFormat
  if (!drawn.isSimple) return false
  const literals = escape === undefined ? drawn.literals : (drawn.escapedLiterals ??= escaped(format, escape))
  line.cached(literals[0]!)
  for (let index = 0; index < args.length;) {
    const takesAny = drawn.takesAny[index]!
    const value: unknown = args[index++]
    if (typeof value === 'string' && takesAny) {
      if (escape === undefined) line.text(value)
      else if (isTorn(value)) return false
      else line.escaped(value, escape)
    } else if (Number.isSafeInteger(value)) line.integer(value as number)
    else if (typeof value === 'number' && takesAny) line.text(String(value))
    else return false
    const literal = literals[index]!
    if (literal.text !== '') line.cached(literal)
  }
  return true
}

function drawnFormat({ literals, conversions }: PercentFormat): DrawnFormat {
  return {
    // Halves of a surrogate pair in two pieces are one character, which is escaped in another way than its halves.
    isSimple: !literals.some(isTorn) && conversions.every(({ key, bare }) => key === undefined && bare),
    takesAny: conversions.map(({ type }) => type === 's'),
    literals: literals.map((text) => new CachedText(text)),
    escapedLiterals: undefined,
  }
}

function escaped({ literals }: PercentFormat, escape: Escape): CachedText[] {
  return literals.map((text) => new CachedText(escape(text)))
}

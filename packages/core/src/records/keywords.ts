import { isError, isPlainObject } from '../text/kinds.js'
import { percent } from '../text/percent.js'
import { readValue } from '../text/repr.js'

/** The keywords of a logging call, as Python spells them; they go into an object behind the arguments. */
export interface Keywords {
  /** An Error (or whatever was thrown) whose text follows the message; true for "none is active". */
  exc_info?: unknown
  /** Whether the call stack follows the message. Default false. */
  stack_info?: boolean | undefined
  /** Which caller the record names: 1 (the default) is the code that logged, 2 its caller. */
  stacklevel?: number | undefined
  /** Attributes for the record, readable by format strings and written by JSONFormatter. */
  extra?: Readonly<Record<string, unknown>> | null | undefined
}

function isKeywords(value: object): value is Keywords {
  let known = 0
  for (const key in value) {
    if (key !== 'exc_info' && key !== 'extra' && key !== 'stack_info' && key !== 'stacklevel') return false
    known++
  }
  return known > 0
}

/** Reads each keyword once, for good: one whose getter throws is a text that says so, and costs no record. */
function copyKeywords(given: Keywords): Keywords {
  const read = (key: keyof Keywords): never => readValue(given, key) as never
  return {
    exc_info: read('exc_info'),
    stack_info: read('stack_info'),
    stacklevel: read('stacklevel'),
    extra: read('extra'),
  }
}

/** Returns whether the format string itself takes the last of `count` arguments. */
function consumesLast(msg: unknown, count: number): boolean {
  if (typeof msg !== 'string') return false
  const format = percent(msg)
  return format.positional >= count || (format.mapping && count === 1)
}

/**
 * Takes the keywords off the end of a call's arguments: an object with nothing but keywords in it, and an Error that the
 * format string has no place for (there is no `sys.exc_info()` in JavaScript). Shortens `args`. Never throws: an argument
 * that cannot be looked at (a revoked proxy) is no keyword.
 */
export function takeKeywords(msg: unknown, args: unknown[]): Keywords | undefined {
  const last = args[args.length - 1]
  if (typeof last !== 'object' || last === null) return undefined
  try {
    // A plain object before all else: to ask whether it is an error of another realm takes 60 ns.
    const isPlain = isPlainObject(last)
    if (!isPlain && isError(last)) return takeError(msg, args, undefined)
    if (!isPlain || !isKeywords(last) || consumesLast(msg, args.length)) return undefined
    args.pop()
    const keywords = copyKeywords(last)
    return args.length > 0 && isError(args[args.length - 1]) ? takeError(msg, args, keywords) : keywords
  } catch {
    return undefined
  }
}

function takeError(msg: unknown, args: unknown[], keywords: Keywords | undefined): Keywords | undefined {
  if (keywords?.exc_info !== undefined || consumesLast(msg, args.length)) return keywords
  return { ...keywords, exc_info: args.pop() }
}

const templates = new WeakMap<TemplateStringsArray, string>()

/** Returns whether a logging method was called as a template tag. */
export function isTemplate(msg: unknown): msg is TemplateStringsArray {
  try {
    return Array.isArray(msg) && Array.isArray((msg as unknown as { raw?: unknown }).raw)
  } catch {
    return false // A revoked proxy.
  }
}

/** Returns the %-format of a tagged template: `user ${name}` is `'user %s'`; without a value it is the text itself. */
export function templateFormat(strings: TemplateStringsArray): string {
  let format = templates.get(strings)
  if (format === undefined) {
    // With no arguments a record's text is not %-merged, so there is nothing to double.
    const texts = strings.map((text) => text ?? '')
    format = texts.length === 1 ? texts[0]! : texts.map((text) => text.replaceAll('%', '%%')).join('%s')
    templates.set(strings, format)
  }
  return format
}

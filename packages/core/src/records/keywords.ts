import { isEmptyMapping, isError, isMap, isMapping, isPlainObject } from '../text/kinds.js'
import { percent } from '../text/percent.js'
import { eventError } from '../text/platformObjects.js'
import { readValue } from '../text/repr.js'
import { mergedExtra } from './extra.js'

/** The keywords of a logging call, as Python spells them; they go into an object behind the arguments. */
export interface Keywords {
  /**
   * An Error (or whatever was thrown) whose text follows the message; also in a list, as in Python's `[type, value, traceback]`.
   * `true` and `1` are Python's way to ask for the active error. JavaScript has none, so the text is Python's for that,
   * `NoneType: None`, unless the call has an error among its arguments. Default none.
   */
  exc_info?: unknown
  /** Whether the call stack follows the message. Default false. */
  stack_info?: boolean | undefined
  /** The number of the caller that the record names: 1 (the default) is the code that logged, 2 its caller. */
  stacklevel?: number | undefined
  /** Attributes for the record, readable by format strings and written by JSONFormatter. Default none. */
  extra?: object | null | undefined
}

/** An argument of a logging call, behind the message: any value. Editors complete the keywords. */
export type Argument = Keywords | {} | null | undefined

function isKeywords(value: object): value is Keywords {
  let known = 0
  for (const key in value) {
    if (key === 'exc_info' || key === 'extra' || key === 'stack_info' || key === 'stacklevel') known++
    // Some code may have added a member to every object.
    else if (Object.hasOwn(value, key)) return false
  }
  return known > 0
}

/** Reads each keyword once. A getter that throws becomes a text that says so, and loses no record. */
function copyKeywords(given: Keywords): Keywords {
  const read = (key: keyof Keywords): never => readValue(given, key) as never
  return {
    exc_info: thrownOf(read('exc_info')),
    stack_info: read('stack_info'),
    stacklevel: read('stacklevel'),
    extra: read('extra'),
  }
}

/** Returns what a call means by `exc_info`: an error, whatever else was thrown, or true for the active one. */
function thrownOf(given: unknown): unknown {
  if (given === 1) return true
  try {
    // Python's triple, and lists like it.
    if (!Array.isArray(given) || given.length > 3) return given
    return given.find(isError) ?? (given.some((part) => part !== null && part !== undefined) ? given : given.length > 0)
  } catch {
    return given // A revoked proxy.
  }
}

/** Returns whether the format string shows an object that is the argument at `index`. */
function showsArgument(msg: unknown, index: number, given: object): boolean {
  if (typeof msg !== 'string') return isTemplate(msg) && index < msg.length - 1
  const { mapping, conversions, takesObject } = percent(msg)
  if (takesObject[index]) return true
  return mapping && index === 0 && conversions.some(({ key }) => key !== undefined && Object.hasOwn(given, key))
}

/**
 * Takes the keywords off the end of a call's arguments: objects with only keywords in them, and an Error that the format string
 * has no place for (JavaScript has no `sys.exc_info()`). They may come in any order, with the call's mapping among them. Shortens
 * `args`. Never throws: an argument that cannot be read (a revoked proxy) is no keyword.
 */
export function takeKeywords(msg: unknown, args: unknown[]): Keywords | undefined {
  const last = args[args.length - 1]
  if (typeof last !== 'object' || last === null) return undefined
  try {
    // Nearly every call with an object has one and no more.
    if (args.length > 1 || !isPlainObject(last)) return takeFromEnd(msg, args)
    if (!isKeywords(last) || showsArgument(msg, 0, last)) return undefined
    args.pop()
    return copyKeywords(last)
  } catch {
    return undefined
  }
}

function takeFromEnd(msg: unknown, args: unknown[]): Keywords | undefined {
  let keywords: Keywords | undefined
  let fields: object | undefined
  let tookError = false
  let end = args.length
  for (; end > 0; end--) {
    const given = args[end - 1]
    if (typeof given !== 'object' || given === null || showsArgument(msg, end - 1, given)) break
    // The prototype before all else: asking an object for its kind takes 60 ns.
    const isPlain = isPlainObject(given)
    if (isPlain && isKeywords(given)) keywords = merged(copyKeywords(given), keywords)
    else if (!isPlain && (isError(given) || eventError(given) !== undefined)) {
      if (!isOpen(keywords)) break
      keywords = { ...keywords, exc_info: given }
      tookError = true
    } else if (fields === undefined && (isPlain || isMap(given))) fields = given
    else break
  }
  if (keywords === undefined) return undefined
  args.length = end
  // An empty mapping stays as an argument, one too many as in Python; behind an error it means nothing and is dropped.
  if (fields !== undefined && !(tookError && isEmptyMapping(fields))) args.push(fields)
  return keywords
}

/** Returns whether each percent sign follows a number, as in `95% of`, or belongs to a URL: `/a%20b`. */
function hasOnlySigns(msg: string): boolean {
  return !msg.replaceAll(/%%|\d%|%(?= |$|[\da-f]{2})/gi, '').includes('%')
}

/**
 * Returns the message and arguments of a call whose fields have no place in its format, as if the message had no arguments: `('%d
 * items', 3, { user })` is `('3 items', { user })`, and the sign in `('100% sure', { user })` is a sign. Returns undefined for
 * any other call. Never throws.
 */
export function withFields(
  msg: unknown,
  args: readonly unknown[],
): [msg: string, args: readonly unknown[]] | undefined {
  const last = args.length - 1
  const fields = args[last]
  if (typeof msg !== 'string' || typeof fields !== 'object' || fields === null) return undefined
  try {
    if (!isMapping(fields)) return undefined
    const format = percent(msg)
    if (last === 0) {
      const takesIt = format.mapping || format.conversions.length === 0 || format.takesObject.includes(true)
      if (takesIt || !hasOnlySigns(msg)) return undefined
    } else if (format.positional !== last) return undefined
    const text = last === 0 ? msg : format.format(args.slice(0, last))
    return isEmptyMapping(fields) ? [text, []] : [text.replaceAll('%', '%%'), [fields]]
  } catch {
    // A message that cannot be merged is logged as it was given.
    return undefined
  }
}

/** Returns whether keywords leave open which error a record carries. */
function isOpen(keywords: Keywords | undefined): boolean {
  return keywords?.exc_info === undefined || keywords.exc_info === true
}

/** Returns the keywords of two objects. The outer ones win: they stand behind those that a wrapper passes on. */
function merged(inner: Keywords, outer: Keywords | undefined): Keywords {
  if (outer === undefined) return inner
  return {
    exc_info: isOpen(outer) ? (inner.exc_info ?? outer.exc_info) : outer.exc_info,
    stack_info: outer.stack_info ?? inner.stack_info,
    stacklevel: outer.stacklevel ?? inner.stacklevel,
    extra: inner.extra && outer.extra ? mergedExtra(inner.extra, outer.extra) : (outer.extra ?? inner.extra),
  }
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

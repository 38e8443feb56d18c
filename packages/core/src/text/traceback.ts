import { type Part, sharedPart } from '../realm/part.js'
import { isError } from './kinds.js'
import { propertyOf } from './property.js'
import { errorType, repr, str } from './repr.js'

/** The text between an error and its cause. */
export const CAUSE = '\nThe above exception was the direct cause of the following exception:\n'

// Python has no limits here. Getters can make causes without end.
const MAX_CAUSES = 50
const MAX_HEADLINE = 10_000
const MAX_FRAMES = 50_000

/**
 * Makes the text of an error and its causes. Filled with exceptionGroup.ts; until then the errors inside another are not shown.
 */
export const traceback: Part<(error: unknown) => string> = /* @__PURE__ */ sharedPart<(error: unknown) => string>(
  'traceback',
  (error) => causeChain(error, new Set()).map(plainText).join(`\n${CAUSE}\n`),
)

/**
 * Returns the text of an error: its causes first, joined as in Python, each with its own stack; the errors inside an
 * AggregateError behind margins and between rules, as Python shows exception groups. JavaScript can throw any value, so any value
 * is formatted. Never throws.
 *
 * The text is bounded: 10,000 characters of each message and 50,000 of each stack, 50 causes in a row, 15 errors of a group and
 * 10 groups in each other (Python's limits), 200 errors in all.
 *
 * Differs from Python: an error's stack is the engine's own text, under the error's name and message instead of over them.
 */
export function formatException(error: unknown): string {
  // Python's text when exc_info was asked for and no exception is active.
  return error === true ? 'NoneType: None' : traceback.current(error)
}

/** Returns an error behind its causes, up to a cause that is among those `seen`: a cycle. */
export function causeChain(error: unknown, seen: Set<unknown>): readonly unknown[] {
  const chain = [error]
  for (let at = error; isError(at) && chain.length <= MAX_CAUSES; chain.unshift(at)) {
    seen.add(at)
    at = propertyOf(at, 'cause') ?? undefined
    if (at === undefined || seen.has(at)) break
  }
  return chain
}

function plainText(error: unknown): string {
  const inner = isError(error) && (propertyOf(error, 'errors') ?? propertyOf(error, 'suppressed'))
  return (
    errorText(error) + (inner ? '\n... (the errors inside: treeline.full.min.js, or registerGroups() in a bundle)' : '')
  )
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}... (${text.length - length} more characters)` : text
}

function headline(name: string, message: string): string {
  return message === '' ? name : `${name}: ${message}`
}

/** Returns whether a text starts with the headline, without putting the headline together. */
function startsWithHeadline(text: string, name: string, message: string): boolean {
  const isNamed = text.startsWith(name)
  return message === ''
    ? isNamed
    : isNamed && text.startsWith(': ', name.length) && text.startsWith(message, name.length + 2)
}

/** Returns the text of one error, without its causes. */
export function errorText(error: unknown): string {
  if (!isError(error)) return `Thrown: ${repr(error)}`
  const type = errorType(error)
  const name = (typeof type === 'string' && type) || 'Error'
  const message = str(propertyOf(error, 'message') ?? '')
  const stack = propertyOf(error, 'stack')
  if (typeof stack !== 'string' || stack === '') return clip(headline(name, message), MAX_HEADLINE)
  const text = stack.endsWith('\n') ? stack.slice(0, -1) : stack
  let end = message === '' ? name.length : name.length + 2 + message.length
  // Only V8 puts a headline there. A function of that name has a frame: `MyError@http://h/a.js:1:2`.
  if (!startsWithHeadline(text, name, message) || !'\n: '.includes(text[end] ?? '\n')) {
    // A headline that was right when the error was made: it does not follow when `name` or `message` changes.
    const frames = text.search(/^[ \t]+at /m) - 1
    const old = text.slice(0, Math.max(frames, 0))
    // The same in another way: `TypeError [CODE]: message`, the source line above it.
    if (old.includes(name) && old.includes(message)) return clip(text, MAX_HEADLINE + MAX_FRAMES)
    end = /^[\w$]+(?: \[\w+\])?(?:: |$)/.test(old) ? frames : 0
  }
  // Nearly every error of V8: nothing to put together.
  else if (end <= MAX_HEADLINE && text.length - end <= MAX_FRAMES) return text
  // Cut apart, so that a long message does not cost the frames.
  return clip(headline(name, message), MAX_HEADLINE) + clip(end > 0 ? text.slice(end) : `\n${text}`, MAX_FRAMES)
}

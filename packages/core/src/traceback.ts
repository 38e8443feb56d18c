import { isError } from './keywords.js'
import { repr } from './repr.js'

const CAUSE = 'The above exception was the direct cause of the following exception:'

// A chain of causes or a tree of groups this deep is a cycle or an attack.
const MAX_DEPTH = 20

/** Reads a property of a value that may answer with an exception. */
function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

/** Gives `Name: message`, or the name alone, as the last line of Python's traceback. */
function headline(error: Error): string {
  const name = read(error, 'name')
  const message = read(error, 'message')
  const title = typeof name === 'string' && name !== '' ? name : 'Error'
  return typeof message === 'string' && message !== '' ? `${title}: ${message}` : title
}

/** Gives the error's own stack text; only V8 puts the name and message on top, so they are added where missing. */
function stackText(error: Error): string {
  const stack = read(error, 'stack')
  const head = headline(error)
  if (typeof stack !== 'string' || stack === '') return head
  const text = stack.replace(/\n$/, '')
  const message = read(error, 'message')
  const headed = text.startsWith(head) || (typeof message === 'string' && message !== '' && text.includes(message))
  return headed || /^\S*Error\b.*\n?/.test(text) ? text : `${head}\n${text}`
}

function chain(error: unknown, seen: Set<unknown>): string {
  if (!isError(error)) return `Thrown: ${repr(error)}`
  seen.add(error)
  const cause = read(error, 'cause')
  const own = stackText(error) + group(error, seen)
  if (cause === undefined || cause === null || seen.has(cause) || seen.size > MAX_DEPTH) return own
  return `${chain(cause, seen)}\n\n${CAUSE}\n\n${own}`
}

/** The errors inside an AggregateError, each between rules and behind a margin, as Python shows exception groups. */
function group(error: Error, seen: Set<unknown>): string {
  const errors = read(error, 'errors')
  if (!Array.isArray(errors) || errors.length === 0 || seen.size > MAX_DEPTH) return ''
  let text = ''
  errors.forEach((inner: unknown, index) => {
    const label = index < 15 ? String(index + 1) : '...'
    if (index > 15) return
    text += `\n  ${index === 0 ? '+-' : '  '}+---------------- ${label} ----------------\n`
    const body =
      index < 15 ? (seen.has(inner) ? '[circular]' : chain(inner, seen)) : `and ${errors.length - 15} more exceptions`
    text += body.replace(/^/gm, '    | ')
  })
  return `${text}\n    +------------------------------------`
}

/**
 * Gives the text of an error: its causes first, joined as Python joins them, each with its own stack; the errors inside an
 * AggregateError behind margins. Anything can be thrown in JavaScript, so anything can be formatted. Never throws.
 */
export function formatException(error: unknown): string {
  // Python's text when exc_info was asked for and no exception is active.
  if (error === true) return 'NoneType: None'
  return chain(error, new Set())
}

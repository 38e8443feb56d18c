import { errorType } from './jsonText.js'
import { isError } from '../records/keywords.js'
import { repr, str } from './repr.js'

export const CAUSE = 'The above exception was the direct cause of the following exception:'
const GROUP = 'Exception Group Traceback (most recent call first):'

// Python's limits.
const MAX_GROUP_WIDTH = 15
const MAX_GROUP_DEPTH = 10

// Python has no limits here. Getters can make causes without end, and groups of groups multiply.
export const MAX_CAUSES = 50
const MAX_ERRORS = 200
const MAX_HEADLINE = 10_000
const MAX_FRAMES = 50_000

/**
 * Gives the text of an error: its causes first, joined as Python joins them, each with its own stack; the errors inside an
 * AggregateError behind margins and between rules, as Python shows exception groups. Anything can be thrown in JavaScript,
 * so anything can be formatted. Never throws.
 *
 * The text is bounded: 10,000 characters of each message and 50,000 of each stack, 50 causes in a row, 15 errors of a group
 * and 10 groups in each other (Python's limits), 200 errors in all.
 *
 * Differs from Python: an error's stack is the engine's own text, under the error's name and message instead of over them.
 */
export function formatException(error: unknown): string {
  // Python's text when exc_info was asked for and no exception is active.
  if (error === true) return 'NoneType: None'
  const traceback = new Traceback()
  traceback.chain(error)
  return traceback.text
}

class Traceback {
  text = ''
  /** The errors whose causes are known; undefined while there is but one error, whose own causes are still to come. */
  private seen: Set<unknown> | undefined
  /** The groups that are being written, the outermost first. */
  private readonly groups: unknown[] = []
  private left = MAX_ERRORS
  private depth = 0
  /** Whether the innermost group still wants the rule under its last error. */
  private open = false

  /** Writes an error after its causes. */
  chain(error: unknown): void {
    const chain = this.causes(error)
    for (let i = chain.length - 1; i >= 0; i--) {
      this.one(chain[i])
      if (i > 0) this.write(`\n${CAUSE}\n`)
    }
  }

  /** Gives an error and its causes, up to one that was shown already: a cycle. */
  private causes(error: unknown): unknown[] {
    const chain = [error]
    for (let at = error; isError(at) && chain.length <= MAX_CAUSES; chain.push(at)) {
      const cause = read(at, 'cause') ?? undefined
      if (cause !== undefined) this.seen ??= new Set()
      this.seen?.add(at)
      if (cause === undefined || this.seen!.has(cause)) break
      at = cause
    }
    return chain
  }

  private one(error: unknown): void {
    const group = groupOf(error)
    if (this.left-- <= 0) this.write('... (more exceptions)')
    else if (group === undefined) this.write(errorText(error))
    else if (this.groups.includes(error)) this.write('[circular]')
    else if (this.groups.length === MAX_GROUP_DEPTH) this.write(`... (max_group_depth is ${MAX_GROUP_DEPTH})`)
    else this.group(error, group)
  }

  private group(error: unknown, { shown, more }: Group): void {
    const isOutermost = this.depth === 0
    if (isOutermost) this.depth = 1
    this.groups.push(error)
    this.seen ??= new Set([error])
    this.write(GROUP, isOutermost ? '+' : '|')
    this.write(errorText(error))
    shown.forEach((inner, i) => {
      this.member(i === 0, String(i + 1), more === 0 && i === shown.length - 1, () => this.chain(inner))
    })
    if (more > 0)
      this.member(false, '...', true, () => this.write(`and ${more} more exception${more === 1 ? '' : 's'}`))
    this.groups.pop()
    if (isOutermost) this.depth = 0
  }

  /** Writes one error of a group, with a rule above it and, when it is the last, one below. */
  private member(isFirst: boolean, title: string, isLast: boolean, body: () => void): void {
    this.open = isLast
    this.line(`${this.indent()}${isFirst ? '+-' : '  '}+---------------- ${title} ----------------`)
    this.depth++
    body()
    // Of groups that end together only the innermost has its rule.
    if (isLast && this.open) {
      this.line(`${this.indent()}+------------------------------------`)
      this.open = false
    }
    this.depth--
  }

  /** Writes text behind the margin of the group that it is in. */
  private write(text: string, margin = '|'): void {
    if (this.depth === 0) this.line(text)
    else for (const line of text.split('\n')) this.line(`${this.indent()}${margin} ${line}`)
  }

  private line(text: string): void {
    this.text = this.text === '' ? text : `${this.text}\n${text}`
  }

  private indent(): string {
    return '  '.repeat(this.depth)
  }
}

/** Reads a property of a value that may answer with an exception. */
export function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

/** What is inside an AggregateError, or anything of its shape. */
interface Group {
  readonly shown: readonly unknown[]
  readonly more: number
}

function groupOf(error: unknown): Group | undefined {
  const errors = isError(error) ? read(error, 'errors') : undefined
  try {
    if (!Array.isArray(errors) || errors.length === 0) return undefined
    return { shown: errors.slice(0, MAX_GROUP_WIDTH), more: Math.max(errors.length - MAX_GROUP_WIDTH, 0) }
  } catch {
    return undefined
  }
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}... (${text.length - length} more characters)` : text
}

export function errorText(error: unknown): string {
  if (!isError(error)) return `Thrown: ${repr(error)}`
  const type = errorType(error)
  const name = typeof type === 'string' && type !== '' ? type : 'Error'
  const message = str(read(error, 'message') ?? '')
  const stack = read(error, 'stack')
  const text = typeof stack === 'string' ? withoutEnd(stack) : ''
  const present = headLength(text, name, message)
  // Nearly every error of V8's: nothing to put together.
  if (present !== undefined && present <= MAX_HEADLINE && text.length - present <= MAX_FRAMES) return text
  const head = message === '' ? name : `${name}: ${message}`
  if (typeof stack !== 'string' || stack === '') return clip(head, MAX_HEADLINE)
  const start = present ?? oldHeadEnd(text, name, message)
  // Cut apart, so that a long message does not cost the frames.
  if (start === undefined) return clip(text, MAX_HEADLINE + MAX_FRAMES)
  return clip(head, MAX_HEADLINE) + clip(start === 0 ? `\n${text}` : text.slice(start), MAX_FRAMES)
}

function withoutEnd(stack: string): string {
  return stack.endsWith('\n') ? stack.slice(0, -1) : stack
}

/** Gives the length of the headline `name: message` where a stack starts with it. Only V8 puts one there. */
function headLength(stack: string, name: string, message: string): number | undefined {
  const start = name.length + 2
  const end = message === '' ? name.length : start + message.length
  // The message by a slice: `startsWith` takes V8 4 ns a character.
  const isThere =
    stack.startsWith(name) &&
    (message === '' || (stack.startsWith(': ', name.length) && stack.slice(start, end) === message)) &&
    // Not the frame of a function of that name: `MyError@http://h/a.js:1:2`.
    '\n: '.includes(stack[end] ?? '\n')
  return isThere ? end : undefined
}

/**
 * Tells where in a stack a headline ends that was right when the error was made: it does not follow when `name` or `message`
 * changes. 0 where there is none; undefined for a stack that says the same in another way (`TypeError [CODE]: message`, the
 * source line above it).
 */
function oldHeadEnd(text: string, name: string, message: string): number | undefined {
  const frames = text.search(/^[ \t]+at /m)
  if (frames <= 0) return 0
  const old = text.slice(0, frames - 1)
  if (old.includes(name) && old.includes(message)) return undefined
  return /^[\w$]+(?: \[\w+\])?(?:: |$)/.test(old) ? frames - 1 : 0
}

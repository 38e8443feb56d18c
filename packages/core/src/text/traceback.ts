import { errorType } from './jsonText.js'
import { isError } from './kinds.js'
import { repr, str } from './repr.js'

const CAUSE = '\nThe above exception was the direct cause of the following exception:\n'
const GROUP = 'Exception Group Traceback (most recent call first):'

// Python's limits.
const MAX_GROUP_WIDTH = 15
const MAX_GROUP_DEPTH = 10

// Python has no limits here. Getters can make causes without end, and groups of groups multiply.
const MAX_CAUSES = 50
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
  let shown = ''
  /** The errors whose causes were looked for. */
  const seen = new Set<unknown>()
  /** The groups around the present error, the outermost first. */
  const groups: unknown[] = []
  let left = MAX_ERRORS
  /** Whether the innermost group still wants the rule under its last error. */
  let open = false

  /** Writes lines behind the margin of the group. An error inside it stands one step further in than its own text. */
  function write(text: string, depth = groups.length && groups.length + 1, margin = '| '): void {
    const start = depth ? '  '.repeat(depth) + margin : ''
    shown += (shown && '\n') + start + (start ? text.replaceAll('\n', `\n${start}`) : text)
  }

  /** Writes an error behind its causes, up to one that was shown already: a cycle. */
  function writeChain(error: unknown): void {
    const chain = [error]
    for (let at = error; isError(at) && chain.length <= MAX_CAUSES; chain.push(at)) {
      seen.add(at)
      at = read(at, 'cause') ?? undefined
      if (at === undefined || seen.has(at)) break
    }
    for (let index = chain.length; index-- > 0;) {
      writeOne(chain[index])
      if (index > 0) write(CAUSE)
    }
  }

  function writeOne(error: unknown): void {
    const inner = innerErrors(error)
    if (left-- <= 0) write('... (more exceptions)')
    else if (inner.length === 0) write(errorText(error))
    else if (groups.includes(error)) write('[circular]')
    else if (groups.length === MAX_GROUP_DEPTH) write(`... (max_group_depth is ${MAX_GROUP_DEPTH})`)
    else writeGroup(error, inner)
  }

  function writeGroup(error: unknown, inner: readonly unknown[]): void {
    const depth = groups.push(error)
    write(GROUP, depth, depth > 1 ? '| ' : '+ ')
    write(errorText(error), depth)
    inner.forEach((error, index) => {
      const isMore = index === MAX_GROUP_WIDTH
      open = index === inner.length - 1
      write(`+---------------- ${isMore ? '...' : index + 1} ----------------`, depth, index > 0 ? '  ' : '+-')
      if (isMore) write(error as string)
      else writeChain(error)
      // Of groups that end together only the innermost has its rule.
      if (open) write('+------------------------------------', depth, '  ')
      open = false
    })
    groups.pop()
  }

  writeChain(error)
  return shown
}

/** Gives the errors inside an AggregateError, or anything of its shape; behind fifteen a text that says how many more. */
function innerErrors(error: unknown): readonly unknown[] {
  const errors = isError(error) ? read(error, 'errors') : undefined
  try {
    if (!Array.isArray(errors)) return []
    const inner: unknown[] = errors.slice(0, MAX_GROUP_WIDTH)
    const more = errors.length - MAX_GROUP_WIDTH
    if (more > 0) inner.push(`and ${more} more exception${more > 1 ? 's' : ''}`)
    return inner
  } catch {
    return []
  }
}

/** Reads a property of a value that may answer with an exception. */
function read(value: object, key: string): unknown {
  try {
    return (value as Record<string, unknown>)[key]
  } catch {
    return undefined
  }
}

function clip(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}... (${text.length - length} more characters)` : text
}

function errorText(error: unknown): string {
  if (!isError(error)) return `Thrown: ${repr(error)}`
  const type = errorType(error)
  const name = (typeof type === 'string' && type) || 'Error'
  const message = str(read(error, 'message') ?? '')
  const head = message === '' ? name : `${name}: ${message}`
  const stack = read(error, 'stack')
  if (typeof stack !== 'string' || stack === '') return clip(head, MAX_HEADLINE)
  const text = stack.endsWith('\n') ? stack.slice(0, -1) : stack
  let end = head.length
  // Only V8 puts a headline there. Not the frame of a function of that name: `MyError@http://h/a.js:1:2`.
  if (text.slice(0, end) !== head || !'\n: '.includes(text[end] ?? '\n')) {
    // A headline that was right when the error was made: it does not follow when `name` or `message` changes.
    const frames = text.search(/^[ \t]+at /m) - 1
    const old = text.slice(0, Math.max(frames, 0))
    // The same in another way: `TypeError [CODE]: message`, the source line above it.
    if (old.includes(name) && old.includes(message)) return clip(text, MAX_HEADLINE + MAX_FRAMES)
    end = /^[\w$]+(?: \[\w+\])?(?:: |$)/.test(old) ? frames : 0
  }
  // Nearly every error of V8's: nothing to put together.
  else if (end <= MAX_HEADLINE && text.length - end <= MAX_FRAMES) return text
  // Cut apart, so that a long message does not cost the frames.
  return clip(head, MAX_HEADLINE) + clip(end > 0 ? text.slice(end) : `\n${text}`, MAX_FRAMES)
}

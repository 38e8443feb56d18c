// The errors inside an AggregateError, as Python shows exception groups: behind margins and between rules. The errors inside a
// SuppressedError, as Python shows an error that came while another was handled.
import { isError } from './kinds.js'
import { propertyOf } from './property.js'
import { errorType } from './repr.js'
import { CAUSE, causeChain, errorText } from './traceback.js'

const GROUP = 'Exception Group Traceback (most recent call first):'

/** The text between an error and one that came while it was handled. */
const CONTEXT = '\nDuring handling of the above exception, another exception occurred:\n'

// Python's limits.
const MAX_GROUP_WIDTH = 15
const MAX_GROUP_DEPTH = 10

// Python has no limit here: groups of groups multiply.
const MAX_ERRORS = 200
const MAX_SUPPRESSED = 50

/** Returns the text of `formatException`, with the errors inside others. */
export function groupText(error: unknown): string {
  let shown = ''
  /** The errors whose causes were looked for. */
  const seen = new Set<unknown>()
  /** The SuppressedErrors whose errors are shown. */
  const written = new Set<unknown>()
  /** The groups around the present error, the outermost first. */
  const groups: unknown[] = []
  let left = MAX_ERRORS
  /** Whether the innermost group still needs the rule under its last error. */
  let open = false

  /** Writes lines behind the margin of the group. An error inside it stands one step further in than its own text. */
  function write(text: string, depth = groups.length && groups.length + 1, margin = '| '): void {
    const start = depth ? '  '.repeat(depth) + margin : ''
    // Outside of groups, where nearly every error is, the text stays one piece.
    shown += (shown && '\n') + start + (start ? text.replaceAll('\n', `\n${start}`) : text)
  }

  function writeChain(error: unknown): void {
    causeChain(error, seen).forEach((error, index) => {
      if (index > 0) write(CAUSE)
      writeOne(error)
    })
  }

  /** Writes both errors of a SuppressedError: the one that was suppressed came first. */
  function writeSuppressed(error: unknown): void {
    if (!isError(error) || errorType(error) !== 'SuppressedError' || written.has(error)) return
    if (written.size === MAX_SUPPRESSED) return
    written.add(error)
    writeChain(propertyOf(error, 'suppressed'))
    write(CONTEXT)
    writeChain(propertyOf(error, 'error'))
    write(CAUSE)
  }

  function writeOne(error: unknown): void {
    writeSuppressed(error)
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

/** Returns the errors inside an AggregateError, or anything of its shape; after fifteen a text says how many more there are. */
function innerErrors(error: unknown): readonly unknown[] {
  const errors = isError(error) ? propertyOf(error, 'errors') : undefined
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

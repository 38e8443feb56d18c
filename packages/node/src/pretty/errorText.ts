import { CAUSE, causeChain, errorFields, errorText as ownText, isError, readProperty } from '@treeline/core/internal'
import { errorFieldLines } from './values.js'

/** Python's limits for exception groups. */
const MAX_INNER = 15
const MAX_DEPTH = 10
/** The most errors of all groups together: groups of groups multiply. */
const MAX_ERRORS = 200

/**
 * Returns the text of an error: its causes first, joined as Python joins them; each error with its stack, its properties (`code:
 * 'ENOENT'`), and the errors inside it. Bounded as `formatException` is. Never throws.
 */
export function errorText(error: unknown): string {
  const shown = { count: 0, seen: new Set<unknown>() }
  return chainLines(error, shown, 0).join('\n')
}

/** The errors that are shown so far. */
interface Shown {
  count: number
  readonly seen: Set<unknown>
}

function chainLines(error: unknown, shown: Shown, depth: number): string[] {
  return causeChain(error, shown.seen).flatMap((each, index) => [
    ...(index > 0 ? ['', CAUSE.trim(), ''] : []),
    ...errorLines(each, shown, depth),
  ])
}

function errorLines(error: unknown, shown: Shown, depth: number): string[] {
  if (shown.count++ >= MAX_ERRORS) return ['... (more exceptions)']
  const fields = Object.entries((isError(error) && errorFields(error)) || {})
  return [
    ...ownText(error).split('\n'),
    ...errorFieldLines(fields),
    ...innerLines(error, shown, depth).map((line) => line && `    ${line}`),
  ]
}

function innerLines(error: unknown, shown: Shown, depth: number): string[] {
  const { inner, more } = innerErrors(error)
  if (inner.length === 0) return []
  if (depth === MAX_DEPTH) return [`... (max_group_depth is ${MAX_DEPTH})`]
  const lines = inner.flatMap(([label, each]) => {
    if (shown.seen.has(each)) return [`[${label}] [circular]`]
    const [first = '', ...rest] = chainLines(each, shown, depth + 1)
    return [`[${label}] ${first}`, ...rest]
  })
  return more > 0 ? [...lines, `and ${more} more exceptions`] : lines
}

interface Inner {
  readonly inner: readonly (readonly [label: string, error: unknown])[]
  readonly more: number
}

/** Returns the errors inside an AggregateError, by their numbers, or a SuppressedError, by their roles. */
function innerErrors(error: unknown): Inner {
  const read = (key: string): unknown => (isError(error) ? readProperty(error, key) : undefined)
  const errors = read('errors')
  const suppressed = read('suppressed')
  try {
    if (Array.isArray(errors)) {
      const inner = errors.slice(0, MAX_INNER).map((each: unknown, index) => [String(index + 1), each] as const)
      return { inner, more: errors.length - inner.length }
    }
  } catch {
    // A proxy that throws.
  }
  return {
    inner:
      suppressed === undefined
        ? []
        : [
            ['suppressed', suppressed],
            ['error', read('error')],
          ],
    more: 0,
  }
}

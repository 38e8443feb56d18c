import { repr } from '../text/repr.js'
import { suggest } from '../runtime/suggest.js'

/** What the text of a refusal says beside Python's: where in its part of the configuration, and what was expected there. */
interface Note {
  readonly key: string | undefined
  readonly text: string | undefined
}

const notes = new WeakMap<object, Note>()

/**
 * Remembers of an error which key of its part of the configuration it is about; what is known already stays.
 *
 * @param key such as `level` or `filters[0]`
 * @param text what was expected there; default the error's own text
 */
export function noted<Thrown>(error: Thrown, key: string | undefined, text?: string): Thrown {
  if (typeof error !== 'object' || error === null) return error
  const known = noteOf(error)
  notes.set(error, { key: known?.key ?? key, text: known?.text ?? text })
  return error
}

function noteOf(error: unknown): Note | undefined {
  for (let at = error, i = 0; typeof at === 'object' && at !== null && i < 10; at = (at as Error).cause, i++) {
    const note = notes.get(at)
    if (note !== undefined) return note
  }
  return undefined
}

/** Runs `work`; what it throws is remembered to be about `key`. */
export function about<T>(key: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw noted(error, key)
  }
}

/** What else was wrong where an error was thrown. */
const others = new WeakMap<object, readonly unknown[]>()
/** Errors that say no more than that something else is wrong, which was told already. */
const consequences = new WeakSet<object>()

/**
 * Does everything, whatever some of it throws.
 *
 * @param works are told whether one before them failed
 * @throws the first error, which remembers the others for `errorsOf`
 */
export function allOf(...works: readonly ((failed: boolean) => unknown)[]): void {
  const errors: unknown[] = []
  for (const work of works) {
    try {
      work(errors.length > 0)
    } catch (error) {
      errors.push(error, ...(others.get(error as object) ?? []))
    }
  }
  if (errors.length === 0) return
  const [first] = errors
  if (typeof first === 'object' && first !== null) others.set(first, errors.slice(1))
  throw first
}

/** Returns an error that is not to be told: it follows from one that was. */
export function consequence(text: string): Error {
  const error = new Error(text)
  consequences.add(error)
  return error
}

/** Returns an error and those that came with it, without those that follow from others. */
export function errorsOf(error: unknown): unknown[] {
  return [error, ...(others.get(error as object) ?? [])].filter((each) => !consequences.has(each as object))
}

/** Returns one line for an error: the path of the key that is wrong, and what was expected there. */
export function lineOf(path: string, error: unknown): string {
  const note = noteOf(error)
  const why = note?.text ?? firstLine(error instanceof Error ? error.message : repr(error))
  return `${join(path, note?.key)}: ${why}`
}

function join(path: string, key: string | undefined): string {
  if (key === undefined) return path
  return key.startsWith('[') ? path + key : `${path}.${key}`
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}

/** Says which of the names that there are was likely meant, or lists them. */
export function hint(name: unknown, candidates: readonly string[], what: string): string {
  const alike = suggest(name, candidates)
  if (alike !== undefined) return `did you mean ${repr(alike)}?`
  if (candidates.length === 0) return `there are no ${what}`
  const more = candidates.length - 10
  return `the ${what} are: ${candidates.slice(0, 10).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

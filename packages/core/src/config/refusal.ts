import { repr } from '../text/repr.js'
import { suggest } from './suggest.js'

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

/**
 * Runs the work on one part of a configuration. What it throws comes out as the cause of a RangeError whose first line is
 * Python's text, and whose second names the path of the key and what was expected there.
 */
export function within<T>(text: string, path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    const note = noteOf(error)
    const why = note?.text ?? firstLine(error instanceof Error ? error.message : repr(error))
    throw new RangeError(`${text}\n${join(path, note?.key)}: ${why}`, { cause: error })
  }
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

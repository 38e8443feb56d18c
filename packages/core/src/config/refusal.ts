import { about, noted, noteOf, setNote } from '../runtime/note.js'
import { repr } from '../text/repr.js'
import { suggest } from '../runtime/suggest.js'

export { about, noted }

/**
 * Runs `work` on a part within a part, and notes that what it throws is about `key`, or about a key within that part.
 *
 * @throws what `work` throws
 */
export function within<T>(key: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    for (const each of errorsOf(error)) {
      const note = noteOf(each)
      setNote(each, { key: join(key, note?.key), text: note?.text })
    }
    throw error
  }
}

/** The other errors that came with one that was thrown. */
const others = new WeakMap<object, readonly unknown[]>()
/** Errors that only follow from another one, which was reported already. */
const consequences = new WeakSet<object>()

/**
 * Does all works, even if some of them throw.
 *
 * @param works each gets whether one before it failed
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

/** Returns an error that is not reported, as it follows from one that is. */
export function consequence(text: string): Error {
  const error = new Error(text)
  dismiss(error)
  return error
}

/** Takes an error out of what is reported. */
export function dismiss(error: unknown): void {
  consequences.add(error as object)
}

/** Returns an error and those that came with it, without those that follow from others. */
export function errorsOf(error: unknown): unknown[] {
  return [error, ...(others.get(error as object) ?? [])].filter((each) => !consequences.has(each as object))
}

/** Returns one line for an error: the path of the key that is wrong, and what was expected there. */
export function lineOf(path: string, error: unknown): string {
  const note = noteOf(error)
  const why = note?.text ?? firstLine(error instanceof Error ? error.message : repr(error))
  const place = join(path, note?.key)
  // The text about an option begins with the option's name, which the place ends with.
  const name = `${note?.key?.slice(note.key.lastIndexOf('.') + 1)}: `
  return `${place}: ${why.startsWith(name) ? why.slice(name.length) : why}`
}

function join(path: string, key: string | undefined): string {
  if (key === undefined) return path
  return key.startsWith('[') ? path + key : `${path}.${key}`
}

function firstLine(text: string): string {
  const end = text.indexOf('\n')
  return end < 0 ? text : text.slice(0, end)
}

/** Returns a hint: the name that was likely meant, or a list of names. */
export function hint(name: unknown, candidates: readonly string[], what: string): string {
  const alike = suggest(name, candidates)
  if (alike !== undefined) return `did you mean ${repr(alike)}?`
  if (candidates.length === 0) return `there are no ${what}`
  const more = candidates.length - 10
  return `the ${what} are: ${candidates.slice(0, 10).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

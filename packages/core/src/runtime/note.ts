/** What the text of a refusal says beside Python's: where in its part of the configuration, and what was expected there. */
export interface Note {
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
  const known = noteOf(error)
  setNote(error, { key: known?.key ?? key, text: known?.text ?? text })
  return error
}

/** Remembers of an error what is said; nothing of what is no object. */
export function setNote(error: unknown, note: Note): void {
  if (typeof error === 'object' && error !== null) notes.set(error, note)
}

/** Returns what is remembered of an error, or of one that it came from; undefined for nothing. */
export function noteOf(error: unknown): Note | undefined {
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

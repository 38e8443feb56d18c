/** A note on an error, beside Python's text: which key of its part of the configuration is wrong, and what was expected. */
export interface Note {
  readonly key: string | undefined
  readonly text: string | undefined
}

const notes = new WeakMap<object, Note>()

/**
 * Notes which key of its part of the configuration an error is about. A note that exists stays.
 *
 * @param key such as `level` or `filters[0]`
 * @param text what was expected there; default the error's own text
 */
export function noted<Thrown>(error: Thrown, key: string | undefined, text?: string): Thrown {
  const known = noteOf(error)
  setNote(error, { key: known?.key ?? key, text: known?.text ?? text })
  return error
}

/** Notes something about an error. A value that is no object gets no note. */
export function setNote(error: unknown, note: Note): void {
  if (typeof error === 'object' && error !== null) notes.set(error, note)
}

/** Returns the note of an error, or of one of its causes; undefined for none. */
export function noteOf(error: unknown): Note | undefined {
  for (let at = error, i = 0; typeof at === 'object' && at !== null && i < 10; at = (at as Error).cause, i++) {
    const note = notes.get(at)
    if (note !== undefined) return note
  }
  return undefined
}

/**
 * Runs `work`, and notes that what it throws is about `key`.
 *
 * @throws what `work` throws
 */
export function about<T>(key: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw noted(error, key)
  }
}

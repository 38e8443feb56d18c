import { MAX_OTHERS, withOthers } from '../problems.js'

/** The lines of errors that name their section and option, for the list behind the first error. */
const lines = new WeakMap<object, string>()

/** Remembers the one line that reports an error. Returns the error. */
export function inOneLine<E extends Error>(error: E, line: string): E {
  lines.set(error, line)
  return error
}

/**
 * The problems of an ini file. All of them are reported in one error, as by `dictConfig`.
 *
 * The first is Python's, by its class, text and cause. Each other is one line: the section and option, and what was expected.
 */
export class IniProblems {
  private readonly errors: unknown[] = []
  private readonly hints: () => readonly string[]

  /** @param hints returns what may explain the problems, a line each */
  constructor(hints: () => readonly string[]) {
    this.hints = hints
  }

  /**
   * Does work on a part of the file. Returns undefined if it throws: the error becomes a problem.
   *
   * @throws as `raise` when there are more problems than are reported: a file may have a million
   */
  attempt<T>(work: () => T): T | undefined {
    try {
      return work()
    } catch (error) {
      this.errors.push(error)
      if (this.errors.length > MAX_OTHERS + 1) this.raise()
      return undefined
    }
  }

  /**
   * Throws the first problem, if there is one.
   *
   * @throws the first problem, with the others and the hints in its text
   */
  raise(): void {
    if (this.errors.length === 0) return
    const [first, ...others] = this.errors
    // An error of the parser itself has its own form.
    if (!(first instanceof Error) || !lines.has(first)) throw first
    const told = [...new Set([...others.map(lineOf), ...this.hints()])]
    // The number of further problems is unknown: the file was not read to its end.
    const message = withOthers(first.message, told, () => '… and more')
    const Class = first.constructor as ErrorConstructor
    throw new Class(message, { cause: first.cause })
  }
}

function lineOf(error: unknown): string {
  return lines.get(Object(error) as object) ?? String((error as Error)?.message ?? error)
}

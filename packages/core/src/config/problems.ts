import { errorsOf, lineOf } from './refusal.js'

/** The most problems that are listed after the first. */
export const MAX_OTHERS = 10

/**
 * Returns the text of the first problem with the others behind it, a line each.
 *
 * @param left returns the line for the problems that are left out; default `… and 5 more`
 */
export function withOthers(
  first: string,
  others: readonly string[],
  left: (count: number) => string = (count) => `… and ${count} more`,
): string {
  const shown = others.slice(0, MAX_OTHERS)
  if (others.length > MAX_OTHERS) shown.push(left(others.length - MAX_OTHERS))
  return [first, ...shown].join('\n')
}

interface First {
  readonly Class: typeof RangeError | typeof TypeError
  /** Python's text, if there is one, and the line. */
  readonly text: string
  readonly cause: unknown
}

/**
 * The problems of a configuration. All of them are reported in one error: otherwise four mistakes would take four starts of the
 * program.
 *
 * The first is Python's, by its class, text and cause. Each other is one line: the path of the key, and what was expected.
 */
export class Problems {
  private first: First | undefined
  private readonly lines = new Set<string>()

  /** Whether there are any yet. */
  get any(): boolean {
    return this.first !== undefined
  }

  /** Does work on a part of the configuration; an error becomes a problem. Returns whether it was done. */
  within(text: string, path: string, work: () => void): boolean {
    try {
      work()
      return true
    } catch (error) {
      for (const each of errorsOf(error)) this.add(text, lineOf(path, each), each)
      return false
    }
  }

  /**
   * Adds a problem.
   *
   * @param text Python's text
   * @param line the path of the key, and what was expected
   */
  add(text: string, line: string, cause?: unknown): void {
    this.put(RangeError, line, `${text}\n${line}`, cause)
  }

  /** Adds a problem that Python has no text for, such as a value that is no section, or neither true nor false. */
  addLine(line: string): void {
    this.put(TypeError, line, line, undefined)
  }

  private put(Class: First['Class'], line: string, text: string, cause: unknown): void {
    if (this.first === undefined) this.first = { Class, text, cause }
    this.lines.add(line)
  }

  /**
   * Does work that finds problems, and raises them. An error of the work itself is thrown if there are none.
   *
   * @throws as `raise`
   */
  gather(work: () => void, hints: readonly string[]): void {
    try {
      work()
    } catch (error) {
      this.raise(hints)
      throw error
    }
    this.raise(hints)
  }

  /**
   * Throws the problems, if there are any, with the hints, which may explain them.
   *
   * @throws RangeError, TypeError as the first problem
   */
  private raise(hints: readonly string[]): void {
    if (this.first === undefined) return
    const { Class, text, cause } = this.first
    const message = withOthers(text, [...[...this.lines].slice(1), ...hints])
    throw cause === undefined ? new Class(message) : new Class(message, { cause })
  }
}

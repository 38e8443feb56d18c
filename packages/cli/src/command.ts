/** A command of `treeline`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** The text that `treeline <command> --help` prints. */
  readonly help: string
  /**
   * Does the work.
   *
   * @returns the exit code
   * @throws UsageError for wrong arguments
   */
  run(args: readonly string[]): Promise<number> | number
}

/** The error for wrong arguments: its message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {}

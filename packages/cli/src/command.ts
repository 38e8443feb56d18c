/** One of the words behind `treeline`. */
export interface Command {
  /** One line for the list of commands. */
  readonly summary: string
  /** What `treeline <command> --help` prints. */
  readonly help: string
  /**
   * Does the work.
   *
   * @returns the exit code
   * @throws UsageError for arguments that are wrong
   */
  run(args: readonly string[]): Promise<number> | number
}

/** Arguments that are wrong: the message goes to standard error, and the exit code is 2. */
export class UsageError extends Error {}

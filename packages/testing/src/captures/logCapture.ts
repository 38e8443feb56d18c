import type { LogRecord } from '@treeline/core'

/**
 * The records that were logged while it was open, in order. Until it is closed, the logger's own handlers and those of its ancestors
 * do not get these records, and the logger's level is the capture's.
 */
export interface LogCapture extends Disposable {
  /** The records, with the places of their calls. */
  readonly records: readonly LogRecord[]
  /** The merged messages. */
  readonly messages: readonly string[]
  /** The lines `LEVEL:name:message`, followed by an error's text: the `output` of Python's `assertLogs`. */
  readonly output: readonly string[]
  /** All lines, each with a line break behind it. */
  readonly text: string
  /** Forgets what was logged so far. */
  clear(): void
  /** Ends the capture, as the end of the block of a `using` declaration does. What was logged stays; a second call does nothing. */
  close(): void
}

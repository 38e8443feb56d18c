import type { Field } from '@treeline/node/pretty'

/** The parts of a line of JSON, whichever logger wrote it. */
export interface LogLine {
  /** Milliseconds since the epoch; undefined for a line without a time. */
  readonly time: number | undefined
  readonly levelno: number
  readonly levelname: string
  /** The logger's name; '' for none. */
  readonly name: string
  readonly message: string
  readonly fields: readonly Field[]
  /** The text of the error and the stack; '' for none. */
  readonly error: string
}

/** An object of JSON. */
export type JSONObject = Readonly<Record<string, unknown>>

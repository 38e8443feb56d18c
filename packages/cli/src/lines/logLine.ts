import type { Field } from '@treeline/node/pretty'

/** What a line of JSON says, whichever logger wrote it. */
export interface LogLine {
  /** Milliseconds since the epoch; undefined for a line without a time. */
  readonly time: number | undefined
  readonly levelno: number
  readonly levelname: string
  /** The logger; '' for none. */
  readonly name: string
  readonly message: string
  readonly fields: readonly Field[]
  /** The text of its error and stack; '' for none. */
  readonly error: string
}

/** An object of JSON. */
export type JSONObject = Readonly<Record<string, unknown>>

/** The parts of a record, or of a line of a log, for drawing. */
export interface Entry {
  /** The text of the time; '' for none. */
  readonly time: string
  readonly levelno: number
  readonly levelname: string
  /** The logger's name; '' for none. */
  readonly name: string
  readonly message: string
  readonly fields: readonly Field[]
  /** The text of the error and the stack, on several lines; '' for none. */
  readonly error: string
}

/** A field's key and value. */
export type Field = readonly [key: string, value: unknown]

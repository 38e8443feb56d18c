/** A record, or a line of a log, as it is drawn. */
export interface Entry {
  /** The text of its time; '' for none. */
  readonly time: string
  readonly levelno: number
  readonly levelname: string
  /** The logger; '' for none. */
  readonly name: string
  readonly message: string
  readonly fields: readonly Field[]
  /** The text of its error and stack, on several lines; '' for none. */
  readonly error: string
}

/** A field's key and value. */
export type Field = readonly [key: string, value: unknown]

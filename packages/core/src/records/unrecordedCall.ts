// A call before it has a record, as filters of the direct way see it.

type Fields = Readonly<Record<string, unknown>>

/** The reader of a call's mapping, once for all filters. */
export interface MappingReader {
  of(mapping: object): { readonly keys: readonly string[]; readonly values: readonly unknown[] }
}

/** The state of the paths of secrets on the way from a call's fields to a value. */
export interface SecretPath {
  /** Whether the value is secret. */
  readonly isHit: boolean
  /** Whether nothing below the value is. */
  readonly isDead: boolean
  /** The state at each item of a list; undefined if it depends on the item. */
  readonly anyItem: SecretPath | undefined
  at(key: string): SecretPath
}

/** The secrets among the fields of a call, and the text that is shown in their place. */
export interface Secrets {
  readonly start: SecretPath
  readonly censor: string
  /** Returns whether an object of fields may have a secret. */
  areIn(fields: object): boolean
}

/** A call that has no record yet. */
export interface UnrecordedCall {
  readonly extra: Fields | null
  /** The error that the record would carry. */
  readonly error: Error | undefined
  /** The attributes that filters have added so far: as `extra` would, if neither the call's mapping nor its `extra` has them. */
  added: Fields | null
  /** The secrets that code which shows the fields has to leave out; undefined for none. */
  secrets: Secrets | undefined
  readonly mapping: MappingReader
}

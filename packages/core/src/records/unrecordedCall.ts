// A call before it has a record, as filters of the direct way see it.

type Fields = Readonly<Record<string, unknown>>

/** Reads a call's mapping, once for all who ask. */
export interface MappingReader {
  of(mapping: object): { readonly keys: readonly string[]; readonly values: readonly unknown[] }
}

/** How far the paths of secrets have come on the way from a call's fields to a value. */
export interface SecretPath {
  /** Whether the value is secret. */
  readonly isHit: boolean
  /** Whether nothing below the value is. */
  readonly isDead: boolean
  /** Where they are at each item of a list; undefined where that depends on the item. */
  readonly anyItem: SecretPath | undefined
  at(key: string): SecretPath
}

/** What is secret among the fields of a call, and shown as another text. */
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
  /** The attributes that filters have added so far: as `extra` would, where neither the call's mapping nor its `extra` has them. */
  added: Fields | null
  /** What whoever shows the fields has to leave out; undefined for nothing. */
  secrets: Secrets | undefined
  readonly mapping: MappingReader
}

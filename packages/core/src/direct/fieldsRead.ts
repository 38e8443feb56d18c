import { readProperty } from '../text/jsonText.js'

/** A mapping with more keys is its record's. */
const MAX_KEYS = 1000

const NONE: readonly never[] = []

/** The keys and values of a call's mapping: read once for all that look at them, filters and lines. */
export class FieldsRead {
  keys: readonly string[] = NONE
  values: readonly unknown[] = NONE
  /** Whose they are. */
  mapping: object | undefined

  /**
   * Reads a mapping, unless it was the last one.
   *
   * @throws what a proxy throws, and a RangeError for a large mapping: then a record has to be made
   */
  of(mapping: object): this {
    if (mapping === this.mapping) return this
    const keys = Object.keys(mapping)
    if (keys.length > MAX_KEYS) throw new RangeError('too many fields')
    const values: unknown[] = []
    for (let i = 0; i < keys.length; i++) values.push(readProperty(mapping, keys[i]!))
    this.keys = keys
    this.values = values
    this.mapping = mapping
    return this
  }

  /** Returns whether the mapping has a key, be it one that is not shown. */
  has(key: string): boolean {
    return this.mapping !== undefined && Object.hasOwn(this.mapping, key)
  }

  /** Lets go of what the application may have given up by now. */
  forget(): void {
    if (this.mapping === undefined) return
    this.mapping = undefined
    this.keys = NONE
    this.values = NONE
  }
}

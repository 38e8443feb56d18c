import { threw } from '../text/repr.js'

/** The most keys of a mapping: a larger one needs its record. */
const MAX_KEYS = 1000

const NONE: readonly never[] = []

/**
 * The content of a call's mapping: each value is read once for filters, messages and lines. A getter may answer differently each
 * time, cost something, or log.
 */
export class FieldsRead {
  keys: readonly string[] = NONE
  values: readonly unknown[] = NONE
  /** The mapping that they belong to. */
  mapping: object | undefined
  /**
   * Whether several lines are drawn of the call. Only then the values that a message shows are kept: keeping a list costs a line
   * of text a fifth (packages/bench: one line of text, with a mapping in its message).
   */
  isShared = false
  /** A mapping without an error among its values. Keeping all values for that costs two lines of text a quarter more. */
  withoutError: object | undefined
  private hasThrown = false
  /** The keys that a message has shown, and their values. */
  private named: readonly string[] = NONE
  private shown: readonly unknown[] = NONE
  /** The mapping that these belong to. */
  private namedOf: object | undefined

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
    this.hasThrown = false
    for (let i = 0; i < keys.length; i++) values.push(this.read(mapping, keys[i]!))
    this.keys = keys
    this.values = values
    this.mapping = mapping
    return this
  }

  /**
   * Returns the values of a mapping under the keys that a message names, in their order; undefined if only its record can tell: a
   * key is not there, or a getter threw.
   *
   * @param names the same list for the same message
   */
  at(mapping: object, names: readonly string[]): readonly unknown[] | undefined {
    if (mapping === this.mapping) return this.pick(mapping, names)
    if (mapping === this.namedOf && names === this.named) return this.shown
    const shown = namedValues(mapping, names)
    if (shown === undefined) return undefined
    this.named = names
    this.shown = shown
    this.namedOf = mapping
    return shown
  }

  /** Returns values of those that were read; reads one that is not enumerable. */
  private pick(mapping: object, names: readonly string[]): unknown[] | undefined {
    if (this.hasThrown) return undefined
    const shown: unknown[] = []
    for (let i = 0; i < names.length; i++) {
      const name = names[i]!
      const index = this.keys.indexOf(name)
      if (index >= 0) shown.push(this.values[index])
      else if (Object.hasOwn(mapping, name)) shown.push((mapping as Record<string, unknown>)[name])
      else return undefined
    }
    return shown
  }

  /** Returns whether the mapping has a key, also one that is not shown. */
  has(key: string): boolean {
    return this.mapping !== undefined && Object.hasOwn(this.mapping, key)
  }

  /** Drops the references to what the application may have given up by now. */
  forget(): void {
    if (this.namedOf !== undefined) {
      this.namedOf = undefined
      this.shown = NONE
    }
    if (this.withoutError !== undefined) this.withoutError = undefined
    if (this.mapping === undefined) return
    this.mapping = undefined
    this.keys = NONE
    this.values = NONE
  }

  /** Reads a value that no message has read; a getter that throws gives a marker. */
  private read(mapping: object, key: string): unknown {
    const index = mapping === this.namedOf ? this.named.indexOf(key) : -1
    if (index >= 0) return this.shown[index]
    try {
      return (mapping as Record<string, unknown>)[key]
    } catch (error) {
      this.hasThrown = true
      return threw('getter', error)
    }
  }
}

/** Returns the values of a mapping under names, each read anew; undefined if one is not there. */
export function namedValues(mapping: object, names: readonly string[]): unknown[] | undefined {
  const values: unknown[] = []
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    if (!Object.hasOwn(mapping, name)) return undefined
    values.push((mapping as Record<string, unknown>)[name])
  }
  return values
}

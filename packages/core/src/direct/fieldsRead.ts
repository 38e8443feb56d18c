import { threw } from '../text/repr.js'

/** A mapping with more keys is its record's. */
const MAX_KEYS = 1000

const NONE: readonly never[] = []

/**
 * What a call's mapping holds: each value is read once for all that look at it, filters, messages and lines. A getter may answer
 * otherwise each time, cost something, or log.
 */
export class FieldsRead {
  keys: readonly string[] = NONE
  values: readonly unknown[] = NONE
  /** Whose they are. */
  mapping: object | undefined
  /**
   * Whether several lines are drawn of the call. What a message shows is kept for them alone: a list that is kept costs a line of
   * text a fifth (packages/bench: one line of text, with a mapping in its message).
   */
  isShared = false
  /** A mapping that has no error among its values. To keep all values for that costs two lines of text a quarter more. */
  withoutError: object | undefined
  private hasThrown = false
  /** The keys that a message has shown, and what they held. */
  private named: readonly string[] = NONE
  private shown: readonly unknown[] = NONE
  /** Whose these are. */
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
   * Returns what a mapping holds under the keys that a message names, in their order; undefined where only its record tells: a key
   * is not there, or a getter threw.
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

  /** Takes values of those that were read; one that is not enumerable was not. */
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

  /** Returns whether the mapping has a key, be it one that is not shown. */
  has(key: string): boolean {
    return this.mapping !== undefined && Object.hasOwn(this.mapping, key)
  }

  /** Lets go of what the application may have given up by now. */
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

/** Returns what a mapping holds under names, each read anew; undefined where one is not there. */
export function namedValues(mapping: object, names: readonly string[]): unknown[] | undefined {
  const values: unknown[] = []
  for (let i = 0; i < names.length; i++) {
    const name = names[i]!
    if (!Object.hasOwn(mapping, name)) return undefined
    values.push((mapping as Record<string, unknown>)[name])
  }
  return values
}

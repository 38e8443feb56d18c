/** A map of bounded size. A new entry beyond it replaces the least recently used one. */
export class Lru<Value> {
  private readonly entries = new Map<string, Value>()
  private readonly max: number

  constructor(max: number) {
    this.max = max
  }

  get size(): number {
    return this.entries.size
  }

  /** Returns the entry of a key; where there is none, adds what `make` returns. */
  open(key: string, make: () => Value): Value {
    const value = this.entries.has(key) ? (this.entries.get(key) as Value) : make()
    // A Map keeps the order of insertion: an entry deleted and set again is the last.
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size > this.max) this.entries.delete(this.entries.keys().next().value as string)
    return value
  }
}

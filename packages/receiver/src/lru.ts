/** A map of bounded size: the entry that was not used for the longest time goes first. */
export class Lru<Value> {
  private readonly entries = new Map<string, Value>()
  private readonly max: number

  constructor(max: number) {
    this.max = max
  }

  get size(): number {
    return this.entries.size
  }

  /** Gives the entry of that key, made by `make` when there is none. */
  open(key: string, make: () => Value): Value {
    const value = this.entries.has(key) ? (this.entries.get(key) as Value) : make()
    // A Map keeps the order of insertion: deleted and set again, the entry is the youngest.
    this.entries.delete(key)
    this.entries.set(key, value)
    if (this.entries.size > this.max) this.entries.delete(this.entries.keys().next().value as string)
    return value
  }
}

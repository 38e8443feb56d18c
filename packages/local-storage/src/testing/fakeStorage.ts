import type { KeyValueStorage } from '../keyValueStorage.js'

export class QuotaError extends Error {
  override name: string = 'QuotaExceededError'
}

/** A storage over a Map, with a quota in UTF-16 units and a count of its writes. */
export class FakeStorage implements KeyValueStorage {
  readonly items: Map<string, string> = new Map()
  quota: number = Infinity
  writes: number = 0
  failure = (): Error => new QuotaError('full')

  get length(): number {
    return this.items.size
  }

  key(index: number): string | null {
    return [...this.items.keys()][index] ?? null
  }

  getItem(key: string): string | null {
    return this.items.get(key) ?? null
  }

  setItem(key: string, value: string): void {
    this.writes++
    let used = key.length + value.length
    for (const [other, text] of this.items) if (other !== key) used += other.length + text.length
    if (used > this.quota) throw this.failure()
    this.items.set(key, value)
  }

  removeItem(key: string): void {
    this.items.delete(key)
  }

  get bytes(): number {
    return [...this.items].reduce((sum, [key, text]) => sum + 2 * (key.length + text.length), 0)
  }
}

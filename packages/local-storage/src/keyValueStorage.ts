/** What of the DOM's `Storage` is used: anything synchronous with these will do. */
export interface KeyValueStorage {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** A storage that lives as long as the page. */
export class MemoryStorage implements KeyValueStorage {
  private readonly items = new Map<string, string>()

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
    this.items.set(key, value)
  }

  removeItem(key: string): void {
    this.items.delete(key)
  }
}

/**
 * Gives the storage to use. Whether it keeps what it is given is seen when it is written to.
 *
 * @param given default the page's `localStorage`: reading that may throw (cookies blocked, sandboxed frames), give null (web
 *   views) or an object without methods (Node)
 * @throws what is wrong with it
 */
export function openStorage(given: KeyValueStorage | null | undefined): KeyValueStorage {
  const storage = given === undefined ? (globalThis.localStorage as KeyValueStorage | null | undefined) : given
  if (typeof storage?.getItem !== 'function') throw new TypeError('there is no storage with the methods of one')
  return storage
}

/** Tells whether a storage threw because it is full: today's name for it, Firefox's of old, or the number of old. */
export function isQuotaError(error: unknown): boolean {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown }
  return name === 'QuotaExceededError' || name === 'NS_ERROR_DOM_QUOTA_REACHED' || code === 22
}

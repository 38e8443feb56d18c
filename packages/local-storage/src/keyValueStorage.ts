import { checkOption } from '@treeline/core/internal'

/** The part of the DOM's `Storage` that is used: any synchronous object with these methods will do. */
export interface KeyValueStorage {
  readonly length: number
  key(index: number): string | null
  getItem(key: string): string | null
  setItem(key: string, value: string): void
  removeItem(key: string): void
}

/** Texts by their keys. Only `set` throws. A `Map` is a store that lives as long as the page. */
export interface Store {
  keys(): Iterable<string>
  get(key: string): string | null | undefined
  /**
   * Keeps a text.
   *
   * @throws the storage's error: it is full, or was taken away
   */
  set(key: string, text: string): unknown
  delete(key: string): unknown
}

/**
 * Opens a storage. Only a write shows whether it keeps texts.
 *
 * @param given default the page's `localStorage`: reading that may throw (cookies blocked, sandboxed frames), give null (web
 *   views) or an object without methods (Node)
 * @throws the reason why there is no storage
 */
export function openStore(given: KeyValueStorage | null | undefined): Store {
  const storage = given === undefined ? (globalThis.localStorage as KeyValueStorage | null | undefined) : given
  if (typeof storage?.getItem !== 'function') throw new TypeError('there is no storage')
  const keys = (): string[] => Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
  // A storage that is taken away while the page runs has nothing any more.
  return {
    keys: () => attempt(keys) ?? [],
    get: (key) => attempt(() => storage.getItem(key)),
    set: (key, text) => storage.setItem(key, text),
    delete: (key) => attempt(() => storage.removeItem(key)),
  }
}

/**
 * Checks that a storage has the methods that are used.
 *
 * @param isListed whether its keys are asked for
 * @throws TypeError for what is no storage. A storage that cannot be read passes: it was taken away, which shows when it is used
 */
export function checkStorage(storage: KeyValueStorage | null | undefined, isListed: boolean): void {
  const lacks = (method: string): boolean => typeof storage![method as keyof KeyValueStorage] !== 'function'
  const isWrong = storage
    ? attempt(() => ['getItem', 'setItem', 'removeItem', ...(isListed ? ['key'] : [])].some(lacks))
    : false
  checkOption('storage', storage, isWrong ? '' : typeof storage, true, 'an object with the methods of localStorage')
}

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch {
    return undefined
  }
}

/** Returns whether a storage threw because it is full: by the error's name, its former name in Firefox, or its former code. */
export function isQuotaError(error: unknown): boolean {
  const { name, code } = Object(error) as { name?: unknown; code?: unknown }
  return /quota/i.test(String(name)) || code === 22
}

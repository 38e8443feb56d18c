import type { KeyValueStorage } from './keyValueStorage.js'
import type { Locks } from './locks.js'

/** The part of an `EventTarget` that is used. */
export type PageEvents = Pick<EventTarget, 'addEventListener' | 'removeEventListener'>

/** The options of records in the page's storage. */
export interface StorageOptions {
  /** The beginning of the keys. Handlers with the same one share their records. Default `'treeline'`. */
  key?: string | undefined
  /** The most bytes of the storage that are taken, keys included, at two a UTF-16 unit. Default 1 MiB. */
  maxBytes?: number | undefined
  /** The number of bytes at which a segment is full. Default 16 KiB, or a quarter of `maxBytes` if that is less. */
  segmentBytes?: number | undefined
  /** The longest time that records wait which are not urgent, in milliseconds. Default 250. */
  flushIntervalMs?: number | undefined
  /** The age at which records are removed, in milliseconds; at most a tenth of it sooner. Default 7 days. */
  maxAgeMs?: number | undefined
  /** The storage of the records. Default the page's `localStorage`; null for memory. */
  storage?: KeyValueStorage | null | undefined
  /**
   * Fires the events on which everything is written (`pagehide`, `visibilitychange`, `freeze`), and those on which a page comes
   * back. Default the window, where there is one; null for none.
   */
  eventTarget?: PageEvents | null | undefined
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  now?: (() => number) | undefined
  /** Returns numbers as `Math.random` does. Default the engine's source of keys, where there is one. */
  random?: (() => number) | undefined
}

/** The optional parameters of `Journal`. */
export interface JournalOptions extends StorageOptions {
  /**
   * When a record is written: `'batch'`, at once where it is urgent and else within `flushIntervalMs`; `'record'`, each at
   * once. Default `'batch'`.
   */
  durability?: 'batch' | 'record' | undefined
  /** The locks by which pages know that another one is gone. Default `navigator.locks`; null for none. */
  locks?: Locks | null | undefined
}

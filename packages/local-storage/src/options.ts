import type { Level } from '@treeline/core'
import type { KeyValueStorage } from './keyValueStorage.js'

/** The optional parameters of `LocalStorageHandler`. */
export interface LocalStorageHandlerOptions {
  /** What the keys begin with. Handlers with the same one share their records. Default `'treeline'`. */
  key?: string | undefined
  /** How many bytes of the storage are taken, keys included, at two a UTF-16 unit. Default 1 MiB. */
  maxBytes?: number | undefined
  /** The size at which a segment is full. Default 16 KiB, or a quarter of `maxBytes` if that is less. */
  segmentBytes?: number | undefined
  /** A record at or above it is written at once, with the records that wait. Default WARNING. */
  flushLevel?: Level | undefined
  /** How long other records wait at most, in milliseconds. Default 250. */
  flushIntervalMs?: number | undefined
  /** The age at which records are removed, in milliseconds; a tenth of it sooner at most. Default 7 days. */
  maxAgeMs?: number | undefined
  /**
   * Whether the caller's place (a walk of the call stack) is kept with each record. Default true; where callers are not
   * registered (`treeline/slim`), false.
   */
  caller?: boolean | undefined
  /** Whether a storage that is missing or full is reported, once. Default true. */
  reportUnavailable?: boolean | undefined
  /** Where the records go. Default the page's `localStorage`; null for memory. */
  storage?: KeyValueStorage | null | undefined
  /** Fires `pagehide`, `visibilitychange` and `freeze`, on which everything is written. Default the window, where there is one; null for none. */
  eventTarget?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null | undefined
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  now?: (() => number) | undefined
  /** Returns numbers as `Math.random` does. Default that. */
  random?: (() => number) | undefined
}

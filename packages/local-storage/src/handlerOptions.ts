import type { Level } from '@treeline/core'
import type { Journal } from './journal.js'
import type { StorageOptions } from './storageOptions.js'

/** The optional parameters of `LocalStorageHandler`. */
export interface LocalStorageHandlerOptions extends StorageOptions {
  /** A journal that keeps the records, in place of all options about storage. Default a place of the handler's own. */
  journal?: Journal | undefined
  /** A record at or above it is written at once, with the records that wait. Default WARNING. */
  flushLevel?: Level | undefined
  /**
   * Whether the caller's place (a walk of the call stack) is kept with each record. Default true; where callers are not
   * registered (`treeline/slim`), false.
   */
  caller?: boolean | undefined
  /** Whether a storage that is missing or full is reported, once for a run of failures. Default true. */
  reportUnavailable?: boolean | undefined
}

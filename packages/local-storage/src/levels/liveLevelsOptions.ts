import type { KeyValueStorage } from '../keyValueStorage.js'

/** The optional parameters of `liveLevels`. */
export interface LiveLevelsOptions {
  /** The key of the storage under which the levels are kept, as JSON. Default `'treeline.levels'`. */
  key?: string | undefined
  /**
   * The parameter of the page's address that sets levels for this page alone, such as `'log'`: `?log=app.db:DEBUG,shop:INFO`.
   * Any link to the page can set them then. Default null: none.
   */
  query?: string | null | undefined
  /** Whether a server may set levels, by `take`. Default false. */
  server?: boolean | undefined
  /** The storage of the levels. Default the page's `localStorage`; null for memory. */
  storage?: KeyValueStorage | null | undefined
  /** Called when levels were set, cleared or have ended, here or in another tab. Default null: nothing is called. */
  onChange?: (() => void) | null | undefined
  /** Fires `storage` when another tab has changed them, and `pageshow`. Default the window, where there is one; null for none. */
  eventTarget?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null | undefined
  /** The clock, in milliseconds since 1970. Default `Date.now`. */
  now?: (() => number) | undefined
}

/** The names of the options. */
export const NAMES = 'key query server storage onChange eventTarget now'

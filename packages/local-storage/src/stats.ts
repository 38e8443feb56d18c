/** The counts of a `LocalStorageHandler`. */
export interface LocalStorageStats {
  /** The bytes taken by all tabs, keys included, at two a UTF-16 unit. */
  bytes: number
  /** The segments of all tabs. */
  segments: number
  /** Records that this handler removed, or did not take, for want of room. Those past their age do not count. */
  dropped: number
  /** Lines that the last reading could not understand and left out. */
  corrupt: number
  /** Whether records go to memory only at present. */
  memory: boolean
}

/** The counts of a `Journal`. */
export interface JournalStats extends LocalStorageStats {
  /** Records that were removed for their age. */
  expired: number
}

/** The losses of one user of a storage. */
export interface Tally {
  /** Records removed, or not taken, for want of room. */
  dropped: number
  /** Records removed for their age. */
  expired: number
  /** Lines that could not be understood. */
  corrupt: number
}

/** Makes a tally of no losses. */
export function makeTally(): Tally {
  return { dropped: 0, expired: 0, corrupt: 0 }
}

/** The limits of a pickle. */
export interface PickleLimits {
  /** The most bytes of the pickle, and the most characters of all its texts; a text counts each time that it occurs. */
  readonly maxBytes: number
  /** The most values; a value counts each time that it occurs. */
  readonly maxValues: number
  /** The most containers within containers. */
  readonly maxDepth: number
}

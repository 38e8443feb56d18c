/** What a pickle may hold at most. */
export interface PickleLimits {
  /** Bytes of the pickle; also the characters of all its texts, each counted as often as it stands in the value. */
  readonly maxBytes: number
  /** Values in all, each counted as often as it stands in the value. */
  readonly maxValues: number
  /** Containers within containers. */
  readonly maxDepth: number
}

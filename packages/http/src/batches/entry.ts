/** One accepted record on its way, as the bytes that every attempt sends. */
export interface Entry {
  readonly seq: number
  /** Its line of the body, newline included. */
  readonly line: string
  /** The UTF-8 length of `line`. */
  readonly bytes: number
  /**
   * How many batches carry it: two when a page that goes away repeats what was in flight. One that ended it never lets go, so
   * that an entry without any always has to be sent.
   */
  holders: number
  /** Whether it was acknowledged or given up. */
  done: boolean
}

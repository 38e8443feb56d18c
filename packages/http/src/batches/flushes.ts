/** The flushes that wait for their records. */
export interface Flushes {
  /**
   * Adds a flush.
   *
   * @param last the place of its last record
   * @param end called when it is answered
   */
  add(last: number, end: () => void): Promise<void>
  /** Answers those whose records are all acknowledged or lost, and every one when nothing is on its way any more. */
  answer(): void
}

/**
 * Makes the list of flushes.
 *
 * @param isWaiting returns whether a flush up to a record's place has to wait
 */
export function makeFlushes(isWaiting: (last: number) => boolean): Flushes {
  let waiting: (readonly [last: number, resolve: () => void])[] = []

  function answer(): void {
    waiting = waiting.filter(([last, resolve]) => isWaiting(last) || resolve())
  }

  return {
    add: (last, end) =>
      new Promise((resolve) => {
        waiting.push([last, () => resolve(end())])
        answer()
      }),
    answer,
  }
}

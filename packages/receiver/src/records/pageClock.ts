/** The number of last batches; the fastest of them shows the error of the page's clock. */
const BATCHES = 5
/** The last time that a Date can show. */
const LAST_MS = 8.64e15

/** The clock of a page, estimated from its batches. */
export class PageClock {
  /** How far the server's clock was ahead when a batch arrived: the time of travel and the error of the page's clock. */
  private readonly offsets: number[] = []

  /**
   * Counts a batch.
   *
   * @param sentMs when it was sent, by the page's clock
   */
  observe(sentMs: number, arrivedMs: number): void {
    this.offsets.push(arrivedMs - sentMs)
    if (this.offsets.length > BATCHES) this.offsets.shift()
  }

  /** Returns the milliseconds to add to the page's times: 0 where the clock is off by no more than the tolerance. */
  correctionMs(toleranceMs: number): number {
    const offset = Math.min(...this.offsets)
    return Math.abs(offset) > toleranceMs ? offset : 0
  }
}

/** Returns a time in milliseconds since the epoch; undefined for anything else. */
export function timeMs(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 && value <= LAST_MS ? value : undefined
}

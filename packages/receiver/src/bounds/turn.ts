/** The longest time of work without a pause, in milliseconds. */
const TURN_MS = 5

/** A turn at work. Between two turns other requests have theirs, so that a slow handler does not delay them for long. */
export class Turn {
  private startedMs = performance.now()

  get isOver(): boolean {
    return performance.now() - this.startedMs >= TURN_MS
  }

  /** Resolves at the next turn. */
  async next(): Promise<void> {
    await new Promise<void>((resolve) => setTimeout(resolve, 0))
    this.startedMs = performance.now()
  }
}

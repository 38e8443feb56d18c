/** Those who wait for what was accepted before they asked. */
export class Flushes {
  private waiting: { readonly seq: number; readonly resolve: () => void }[] = []

  /** Gives a promise for the records up to `seq`. */
  add(seq: number): Promise<void> {
    return new Promise((resolve) => this.waiting.push({ seq, resolve }))
  }

  /** Answers those who asked for numbers below `oldest`, the oldest record that is still on its way. */
  answer(oldest: () => number): void {
    if (this.waiting.length === 0) return
    const limit = oldest()
    const answered = this.waiting.filter((flush) => flush.seq < limit)
    this.waiting = this.waiting.filter((flush) => flush.seq >= limit)
    for (const flush of answered) flush.resolve()
  }
}

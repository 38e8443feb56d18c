import { Lru } from './lru.js'
import { Seen } from './seen.js'

/** The most reasons of losses that are kept for one source. */
const MAX_REASONS = 16

/** What is remembered about one page or process. */
export class Source {
  /** The sequence numbers of its records that were taken. */
  readonly seen: Seen = new Seen()
  private readonly lost = new Map<string, number>()

  /**
   * Stores the source's counts of lost records, which only grow. A count that came before, or comes late, changes nothing.
   *
   * @returns how much each count grew, for those that did
   */
  newlyLost(counters: ReadonlyMap<string, number>): Map<string, number> {
    const more = new Map<string, number>()
    for (const [reason, total] of counters) {
      const before = this.lost.get(reason) ?? 0
      if (total <= before || (before === 0 && this.lost.size >= MAX_REASONS)) continue
      this.lost.set(reason, total)
      more.set(reason, total - before)
    }
    return more
  }
}

/** The sources that sent last. A forgotten source that sends a record again gets it in twice. */
export class Sources {
  private readonly sources: Lru<Source>

  constructor(max: number) {
    this.sources = new Lru(max)
  }

  get size(): number {
    return this.sources.size
  }

  open(src: string): Source {
    return this.sources.open(src, () => new Source())
  }
}

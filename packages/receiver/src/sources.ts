import { Lru } from './lru.js'
import { Seen } from './seen.js'

/** The most reasons for losses that are kept of one source. */
const MAX_REASONS = 16

/** What is remembered of one page or process. */
export class Source {
  /** The sequence numbers of the records that were taken. */
  readonly seen: Seen = new Seen()
  private readonly lost = new Map<string, number>()

  /**
   * Takes note of the source's loss counters, which only go up: one that came in already, or late, tells nothing new.
   *
   * @returns by how much each went up, for those that did
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

/** The sources that sent last. A forgotten one that sends a record again gets it in twice. */
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

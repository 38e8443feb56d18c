import { PageClock } from '../records/pageClock.js'
import { Seen } from './seen.js'
import { Shares } from '../bounds/shares.js'

/** The most reasons of losses that are kept for one source, and the most counts of one reason. */
const MAX_REASONS = 16
const MAX_COUNTS = 16
/** The most records that are remembered for one source: the most that a `BufferingHTTPHandler` holds by default. */
const MAX_RECORDS = 10_000
/** The most addresses that are remembered for one id: the first one, and those that sent last. */
const MAX_ADDRESSES = 16
/** The memory of a source beside its records, in records. */
const SOURCE_RECORDS = 16

/** Counts of lost records, by reason. */
type Counts = ReadonlyMap<string, number>

/** The records that one address sends under one id. */
export class Source {
  readonly src: string
  readonly client: string
  /** The records that were taken. */
  readonly seen: Seen = new Seen(MAX_RECORDS)
  readonly clock: PageClock = new PageClock()
  /** The highest reported count of records that the page could not send when it was left. */
  left = 0
  /** Whether a batch of it has begun. */
  hasBegun = false
  /** The reported counts, by reason. */
  private readonly lost = new Map<string, number[]>()

  constructor(src: string, client: string) {
    this.src = src
    this.client = client
  }

  /** Returns the highest reported count of a reason that is not above `count`. */
  told(reason: string, count: number): number {
    return Math.max(0, ...(this.lost.get(reason)?.filter((told) => told <= count) ?? []))
  }

  /** Stores a count. Returns false where there is no room for its reason. */
  tell(reason: string, count: number): boolean {
    let counts = this.lost.get(reason)
    if (counts === undefined) {
      if (this.lost.size >= MAX_REASONS) return false
      this.lost.set(reason, (counts = []))
    }
    counts.push(count)
    if (counts.length > MAX_COUNTS) counts.shift()
    return true
  }
}

/**
 * The sources that sent last. A sender can claim any id, so each address has a source of its own under it: another address with the
 * same id takes nothing away from the first. A page whose address changes keeps its records, because a copy is recognized by its
 * content under every source of that id.
 */
export class Sources {
  private readonly byId = new Map<string, Source[]>()
  private readonly shares = new Shares<Source>()
  /** The sources that have sent more than once. */
  private readonly returned = new Shares<Source>()
  private readonly maxSources: number
  private readonly maxRecords: number

  /**
   * Makes a list of no sources.
   *
   * @param maxRecords the most records that are remembered, in all
   */
  constructor(maxSources: number, maxRecords: number) {
    this.maxSources = maxSources
    this.maxRecords = maxRecords
  }

  get size(): number {
    return this.shares.size
  }

  /** Returns the source of a batch that begins. */
  begin(src: string, client: string): Source {
    const source = this.open(src, client)
    if (source.hasBegun) this.returned.set(client, source, 1)
    source.hasBegun = true
    return source
  }

  /** Returns the source of an id and an address. Makes one where there is none, and forgets others where there are too many. */
  open(src: string, client: string): Source {
    const known = this.byId.get(src) ?? []
    const source = known.find((each) => each.client === client) ?? new Source(src, client)
    // The first source stays first; of the others the most recent comes last.
    const [first = source] = known
    const sources = [first, ...known.slice(1).filter((each) => each !== source)]
    if (source !== first) sources.push(source)
    this.byId.set(src, sources)
    if (sources.length > MAX_ADDRESSES) this.forget(sources[1]!)
    this.count(source)
    return source
  }

  /** Returns whether a record came before, from any address. */
  isKnown({ src }: Source, digest: number): boolean {
    return this.byId.get(src)?.some(({ seen }) => seen.has(digest)) ?? false
  }

  /** Counts the records that a source remembers by now. Forgets other sources where there are too many. */
  count(source: Source): void {
    const { shares } = this
    shares.set(source.client, source, SOURCE_RECORDS + source.seen.size)
    while (shares.size > this.maxSources || shares.weight - SOURCE_RECORDS * shares.size > this.maxRecords) {
      this.forget(this.leastRecent(shares.heaviest()!, source))
    }
  }

  /**
   * Returns the source that an address gives up. Where most of its sources have sent once, these go first: endless new ids push out
   * each other, and no living page.
   */
  private leastRecent(client: string, newest: Source): Source {
    const { shares, returned } = this
    const isFlood = 2 * returned.countOf(client) < shares.countOf(client)
    const single = (one: Source): boolean => one !== newest && !returned.has(client, one)
    return (isFlood ? shares.oldest(client, single) : undefined) ?? shares.oldest(client)!
  }

  /**
   * Stores an id's counts of lost records, which only grow. A count that came before changes nothing.
   *
   * @returns how much each count grew, for those that did
   */
  newlyLost(source: Source, counts: Counts): Map<string, number> {
    const more = new Map<string, number>()
    for (const [reason, count] of counts) {
      const told = Math.max(0, ...(this.byId.get(source.src) ?? []).map((each) => each.told(reason, count)))
      if (count > told && source.tell(reason, count)) more.set(reason, count - told)
    }
    return more
  }

  /**
   * Stores how many records a page could not send when it was left.
   *
   * @returns how many more they are than reported before
   */
  newlyLeft(source: Source, left: number): number {
    const told = Math.max(0, ...(this.byId.get(source.src) ?? []).map((each) => each.left))
    source.left = Math.max(told, left)
    return source.left - told
  }

  private forget(source: Source): void {
    this.shares.delete(source.client, source)
    this.returned.delete(source.client, source)
    const others = this.byId.get(source.src)!.filter((other) => other !== source)
    if (others.length > 0) this.byId.set(source.src, others)
    else this.byId.delete(source.src)
  }
}

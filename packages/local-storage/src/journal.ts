import { isQuotaError, type KeyValueStorage, MemoryStorage, openStorage } from './keyValueStorage.js'
import { type Segment, segmentKey, Segments, sizeOf, totalOf } from './segments.js'

/** What a `Journal` needs to know. */
export interface JournalOptions {
  readonly key: string
  readonly maxBytes: number
  readonly segmentBytes: number
  readonly maxAgeMs: number
  readonly storage: KeyValueStorage | null | undefined
  readonly now: () => number
  readonly random: () => number
}

/** The segment that lines are appended to. */
interface OpenSegment {
  home: Segments
  readonly key: string
  readonly begunMs: number
  /** What the storage holds of it. */
  written: string
  /** What it does not hold yet. */
  pending: string
  /** Of both and the key. */
  bytes: number
}

/** How many segments a record may take to reach the age where it goes: a quiet page must not keep one open for days. */
const SEGMENTS_AN_AGE = 10

/**
 * A ring of lines in a storage that is shared with other tabs. Each journal appends to segments of its own, which are not
 * touched once they are full; what has to go for room or age are the oldest segments, whoever wrote them.
 *
 * When the storage fails, lines go to one in memory from then on. Code that runs within a call into the storage or into
 * `onFailure` may append, as a page that patched its storage to log does.
 */
export class Journal {
  /** Lines that were accepted once, by any tab, and had to go for want of room. */
  dropped = 0
  private readonly options: JournalOptions
  private readonly onFailure: (error: unknown) => void
  private readonly src: string
  private readonly keyBytes: number
  /** The storage, and behind it the one in memory once it was needed: the last one is written to. */
  private homes: Segments[] = []
  private memoryOnly = false
  private open: OpenSegment | undefined
  private lastMs = 0
  private writing = false

  constructor(options: JournalOptions, onFailure: (error: unknown) => void) {
    this.options = options
    this.onFailure = onFailure
    // Per journal, not per tab: a tab's session storage is copied when the tab is.
    this.src = Math.floor(options.random() * 36 ** 10)
      .toString(36)
      .padStart(10, '0')
    this.keyBytes = sizeOf(segmentKey(options.key, this.src, Number.MAX_SAFE_INTEGER))
  }

  /** Whether lines now go to memory only. */
  get memory(): boolean {
    return this.memoryOnly
  }

  /** Whether there are lines that are not written. */
  get pending(): boolean {
    return this.open !== undefined && this.open.pending !== ''
  }

  /** Takes a line; `write` stores it. */
  append(line: string): void {
    const text = `${line}\n`
    if (this.keyBytes + sizeOf(text) > this.options.maxBytes) this.dropped++
    else this.hold(text)
  }

  /** Stores what was appended. */
  write(): void {
    if (this.writing) return
    this.writing = true
    try {
      if (this.open !== undefined && this.pending) this.put(this.open)
    } finally {
      this.writing = false
    }
  }

  /** Stores what was appended and begins another segment with the next line. */
  seal(): void {
    if (this.writing) return
    this.write()
    const rest = this.open?.pending
    this.open = undefined
    // Only what was appended by the storage itself, while it was written to.
    if (rest) this.hold(rest)
  }

  /** Gives the segments of all tabs that can be read, the oldest first. */
  segments(): Segment[] {
    return this.all().filter(({ readable, begunMs }) => readable && !this.isExpired(begunMs))
  }

  /** Gives all segments under the prefix. */
  all(): Segment[] {
    this.home()
    return this.homes.flatMap((home) => home.list())
  }

  /** Removes a segment unless its tab wrote to it since it was read. */
  remove({ home, key, text }: Segment): void {
    if (home.get(key) === text) home.remove(key)
  }

  /** Removes everything, of all tabs, and gives a storage that failed another chance. */
  clear(): void {
    this.open = undefined
    for (const { home, key } of this.all()) home.remove(key)
    this.homes = []
    this.memoryOnly = false
  }

  private hold(text: string): void {
    const { open } = this
    if (open !== undefined && this.isFull(open, text)) this.seal()
    if (this.open === undefined) {
      // In two steps: by now something may have been appended, and have begun one.
      const fresh = this.begin(text)
      this.open ??= fresh
    }
    this.open.pending += text
    this.open.bytes += sizeOf(text)
  }

  private isFull(open: OpenSegment, text: string): boolean {
    const { segmentBytes, maxAgeMs, now } = this.options
    return open.bytes + sizeOf(text) > segmentBytes || now() - open.begunMs > maxAgeMs / SEGMENTS_AN_AGE
  }

  /** Begins a segment, with room for `text` at least. */
  private begin(text: string): OpenSegment {
    const { key, maxBytes, segmentBytes, now } = this.options
    const home = this.home()
    // Time, made to go up: for two segments in one millisecond, and a clock that is put back.
    this.lastMs = Math.max(this.lastMs + 1, Math.floor(now()))
    this.evict(home.list(), maxBytes - Math.max(segmentBytes, this.keyBytes + sizeOf(text)))
    const begunMs = this.lastMs
    return { home, key: segmentKey(key, this.src, begunMs), begunMs, written: '', pending: '', bytes: this.keyBytes }
  }

  private home(): Segments {
    if (this.homes.length === 0) {
      const { key, storage } = this.options
      try {
        this.homes.push(new Segments(openStorage(storage), key))
      } catch (error) {
        this.goToMemory(error)
      }
    }
    return this.homes.at(-1)!
  }

  private goToMemory(error: unknown): Segments {
    const home = new Segments(new MemoryStorage(), this.options.key)
    this.homes.push(home)
    this.memoryOnly = true
    this.onFailure(error)
    return home
  }

  private put(open: OpenSegment): void {
    // Gone: another tab has handed its lines on, or cleared or evicted them. They are not to come back.
    const taken = open.written !== '' && open.home.get(open.key) === null
    const target = taken ? (this.open = this.renewed(open)) : open
    const text = target.pending
    try {
      this.putOrEvict(target, text)
    } catch (error) {
      target.home = this.goToMemory(error)
      target.home.set(target.key, text)
      target.written = ''
    }
    // More may be pending by now.
    target.written += text
    target.pending = target.pending.slice(text.length)
  }

  private renewed(open: OpenSegment): OpenSegment {
    const fresh = this.begin(open.pending)
    const { pending } = open
    return { ...fresh, pending, bytes: fresh.bytes + sizeOf(pending) }
  }

  private putOrEvict({ home, key, written }: OpenSegment, text: string): void {
    try {
      home.set(key, written + text)
    } catch (error) {
      if (!isQuotaError(error)) throw error
      // Whoever filled it, the page needs the room more than its logs do.
      const others = home.list().filter((segment) => segment.key !== key)
      this.evict(others, totalOf(others) / 2)
      home.set(key, written + text)
    }
    // Some take everything and keep nothing. Asked once a segment.
    if (written === '' && home.get(key) !== text) throw new TypeError('the storage does not keep what it is given')
  }

  /** Removes the oldest of the segments until they take no more than `bytes`, and all that are too old. */
  private evict(segments: readonly Segment[], bytes: number): void {
    let total = totalOf(segments)
    for (const { home, key, begunMs, text } of segments) {
      const expired = this.isExpired(begunMs)
      if (!expired && total <= bytes) return
      home.remove(key)
      total -= sizeOf(key) + sizeOf(text)
      if (!expired) this.dropped += text.split('\n').length - 1
    }
  }

  private isExpired(begunMs: number): boolean {
    return begunMs < this.options.now() - this.options.maxAgeMs
  }
}

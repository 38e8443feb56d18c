import { Filter, Handler, type Level, type LogRecord, makeLogRecord } from '@treeline/core'
import { checkLevel, deliver, Timer } from '@treeline/core/internal'
import { toWireLine } from '@treeline/core/wire'
import { isQuotaError, openStore, type Store } from './keyValueStorage.js'
import { type LocalStorageHandlerOptions, type Settings, settingsOf } from './options.js'
import { listSegments, type OpenSegment, type Segment, segmentKey, sizeOf, totalOf } from './segments.js'
import { decodeSegments, type StoredRecord } from './storedRecord.js'

/** Which records are read. */
export interface ReadOptions {
  /** Only records at or above it. Default all. */
  minLevel?: Level | undefined
  /** Only records of this logger and those below it. Default all. */
  logger?: string | undefined
  /** Only records made at or after it, in seconds since the epoch. Default all. */
  since?: number | undefined
}

/** What a `LocalStorageHandler` has and had. */
export interface LocalStorageStats {
  /** The bytes taken by all tabs, keys included, at two a UTF-16 unit. */
  bytes: number
  /** The segments of all tabs. */
  segments: number
  /** Records this handler removed, or did not take, for want of room. Those past their age do not count. */
  dropped: number
  /** Lines that the last reading could not understand and left out. */
  corrupt: number
  /** Whether records now go to memory only. */
  memory: boolean
}

const HIDING = ['pagehide', 'visibilitychange', 'freeze'] as const

/** A segment is full after this part of `maxAgeMs`: records expire by segments, and a quiet page must not keep one for days. */
const SEGMENTS_AN_AGE = 10

/**
 * Keeps the latest records in the page's `localStorage`: a ring that survives a reload and a crash of the tab, for the next
 * page to read, show, send or hand to another handler. All tabs of the origin share it. It keeps the records themselves, as
 * JSON, and does not use a formatter.
 *
 * Guarantees. Order: the records of a tab stay in their order; those of several tabs are put in order by time when read.
 * Loss window: up to `flushIntervalMs` for records below `flushLevel`, none when the page is hidden, reloaded or left. A
 * crash of the tab keeps what was written; a kill of the browser or a power cut may lose seconds, which browsers take to
 * reach the disk. Blocking: a write took 13 µs in Chromium, 40 into a segment that was half full, and there is one a record
 * only at `flushLevel` and above. Bound: `maxBytes`, which each further open tab can pass by one segment; the oldest
 * segments go first. No room, or no storage: the same ring in memory, reported once. Exit: `close` writes everything.
 *
 * Whatever runs on the origin can read what is stored: redact with a filter, and `clear` when the user logs out.
 *
 * @throws TypeError, RangeError for an option that is of the wrong type or out of range
 */
export class LocalStorageHandler extends Handler {
  // Each handler appends to segments of its own, and does not touch them again once they are full. For room and for age the
  // oldest segments go, whichever tab wrote them. Code that runs within a call into the storage or into `handleError` may
  // log, as a page that patched its storage does.
  readonly flushLevel: number
  private readonly settings: Settings
  private readonly src: string
  private readonly keyBytes: number
  private readonly onHide: () => void = () => this.flush()
  private readonly timer = new Timer(this.onHide)
  /** The storage, and behind it the one in memory once it was needed. The last one is written to. */
  private stores: Store[] = []
  private open: OpenSegment | undefined
  private lastMs = 0
  private writing = false
  private closed = false
  private reported: boolean
  private seq = 0
  private dropped = 0
  private corrupt = 0

  constructor(options: LocalStorageHandlerOptions = {}) {
    const settings = settingsOf(options)
    super()
    this.settings = settings
    this.flushLevel = settings.flushLevel
    this.reported = !settings.reportUnavailable
    // Per handler, not per tab: a tab's session storage is copied when the tab is.
    this.src = settings.random().toString(36).slice(2, 12).padEnd(10, '0')
    this.keyBytes = sizeOf(segmentKey(settings.key, this.src, Number.MAX_SAFE_INTEGER))
    this.listen('addEventListener')
  }

  override emit(record: LogRecord): void {
    try {
      this.append(`${toWireLine(record, { seq: this.seq++ }, this.settings)}\n`)
      if (record.levelno >= this.flushLevel || this.closed) this.flush()
      if (this.open?.pending && !this.timer.isRunning) this.timer.start(this.settings.flushIntervalMs)
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Writes what was not written yet. */
  override flush(): void {
    this.timer.stop()
    const { open } = this
    if (this.writing || !open?.pending) return
    this.writing = true
    try {
      // Gone: another tab has handed its lines on, or cleared or evicted them. They are not to come back.
      const isGone = open.written && open.store.get(open.key) === undefined
      this.write(isGone ? this.begin(open.pending) : open)
    } finally {
      this.writing = false
    }
  }

  /** Writes what was not written yet; a record that comes later is written at once. What is stored stays. */
  override close(): void {
    this.closed = true
    this.flush()
    this.listen('removeEventListener')
    super.close()
  }

  /**
   * Returns what is stored, by all tabs and pages before, in the order of time. Lines that were damaged are left out.
   *
   * @throws TypeError, RangeError for a level that is none
   */
  read(options: ReadOptions = {}): LogRecord[] {
    return this.stored(options).map(({ record }) => record)
  }

  /**
   * Returns what is stored as text, a record's JSON on each line, with the `src` and `seq` that tell it from all others.
   *
   * @throws TypeError, RangeError for a level that is none
   */
  export(options: ReadOptions = {}): string {
    return this.stored(options)
      .map(({ src, wire }) => `${JSON.stringify({ src, ...wire })}\n`)
      .join('')
  }

  /** Removes what is stored, by all tabs, and gives a storage that failed another chance. */
  clear(): void {
    this.open = undefined
    for (const { store, key } of this.segments()) store.delete(key)
    this.stores = []
  }

  /**
   * Hands all records that are stored to a handler, in the order of time, and removes them. As with Python's MemoryHandler
   * the handler's filters are asked, not its level.
   *
   * A record is handed over at least once: again if another tab drains at the same time, or goes on writing to the segment
   * that was read. It is removed when `handler.handle` has returned, which need not mean that it is sent.
   *
   * @returns how many records were handed over
   */
  drain(handler: Handler): number {
    this.seal()
    const segments = this.readable()
    const stored = this.decoded(segments)
    for (const { record } of stored) deliver(handler, record)
    for (const { store, key, text } of segments) {
      // Unless its tab wrote to it since it was read.
      if (store.get(key) === text) store.delete(key)
    }
    return stored.length
  }

  /** Returns what is stored and what was lost, in numbers. What waits to be written does not count. */
  stats(): LocalStorageStats {
    const segments = this.segments()
    const { dropped, corrupt } = this
    return {
      bytes: totalOf(segments),
      segments: segments.length,
      dropped,
      corrupt,
      memory: this.store() instanceof Map,
    }
  }

  /** Takes a record's line; `flush` stores it. */
  private append(text: string): void {
    const { maxBytes, segmentBytes, maxAgeMs, now } = this.settings
    if (this.withKey(text) > maxBytes) {
      this.dropped++
      return
    }
    const { open } = this
    if (open !== undefined) {
      const isFull = this.withKey(open.written + open.pending + text) > segmentBytes
      if (isFull || now() - open.begunMs > maxAgeMs / SEGMENTS_AN_AGE) this.seal()
    }
    if (this.open === undefined) this.begin(text)
    else this.open.pending += text
  }

  /** Begins a segment with these lines. */
  private begin(text: string): OpenSegment {
    this.open = undefined
    const { key, maxBytes, segmentBytes, now } = this.settings
    const store = this.store()
    this.evict(listSegments(store, key), maxBytes - Math.max(segmentBytes, this.withKey(text)))
    // Time, made to go up: for two segments in one millisecond, and a clock that is put back.
    const begunMs = (this.lastMs = Math.max(this.lastMs + 1, Math.floor(now())))
    // Code that the storage ran may have begun one by now.
    const open = (this.open ??= { store, key: segmentKey(key, this.src, begunMs), begunMs, written: '', pending: '' })
    open.pending += text
    return open
  }
  /** Stores what was appended and begins another segment with the next line. */
  private seal(): void {
    if (this.writing) return
    this.flush()
    const rest = this.open?.pending
    this.open = undefined
    // Only what the storage itself appended while it was written to.
    if (rest) this.begin(rest)
  }

  /** Writes the pending lines of a segment, to memory if the storage fails. */
  private write(open: OpenSegment): void {
    try {
      this.put(open)
    } catch (error) {
      this.goToMemory(error)
      this.put(this.begin(open.pending))
    }
  }

  /** @throws the storage's error */
  private put(open: OpenSegment): void {
    const { store, key, written, pending } = open
    const set = (): unknown => store.set(key, written + pending)
    try {
      set()
    } catch (error) {
      if (!isQuotaError(error)) throw error
      // Whoever filled it, the page needs the room more than its logs do.
      const others = listSegments(store, this.settings.key).filter((segment) => segment.key !== key)
      this.evict(others, totalOf(others) / 2)
      set()
    }
    // Some storages take everything and keep nothing. Asked once a segment.
    if (!written && store.get(key) !== pending) throw new TypeError('the storage does not keep what it is given')
    open.written += pending
    // More may be pending by now.
    open.pending = open.pending.slice(pending.length)
  }

  /** Returns the store that is written to. */
  private store(): Store {
    if (this.stores.length === 0) {
      try {
        this.stores.push(openStore(this.settings.storage))
      } catch (error) {
        this.goToMemory(error)
      }
    }
    return this.stores.at(-1)!
  }

  private goToMemory(cause: unknown): void {
    this.stores.push(new Map())
    if (this.reported) return
    this.reported = true
    const msg = 'the storage cannot be used: from here on records are kept in memory only'
    const record = makeLogRecord({ name: 'treeline', levelno: 30, levelname: 'WARNING', msg })
    this.handleError(record, new Error(msg, { cause }))
  }

  /** Returns all segments under the key, of all tabs, the oldest first. */
  private segments(): Segment[] {
    this.store()
    return this.stores.flatMap((store) => listSegments(store, this.settings.key))
  }

  private readable(): Segment[] {
    return this.segments().filter((segment) => segment.readable && !this.isExpired(segment))
  }

  /** Removes the oldest of the segments until they take no more than `bytes`, and all that are too old. */
  private evict(segments: readonly Segment[], bytes: number): void {
    let total = totalOf(segments)
    for (const segment of segments) {
      const expired = this.isExpired(segment)
      if (!expired && total <= bytes) return
      segment.store.delete(segment.key)
      total -= totalOf([segment])
      if (!expired) this.dropped += segment.text.split('\n').length - 1
    }
  }

  private isExpired({ begunMs }: Segment): boolean {
    return begunMs < this.settings.now() - this.settings.maxAgeMs
  }

  private withKey(text: string): number {
    return this.keyBytes + sizeOf(text)
  }

  private stored({ minLevel = 0, logger = '', since = -Infinity }: ReadOptions): StoredRecord[] {
    const lowest = checkLevel(minLevel, 'minLevel')
    const below = new Filter(logger)
    this.flush()
    return this.decoded(this.readable()).filter(
      ({ record }) => record.levelno >= lowest && record.created >= since && below.filter(record),
    )
  }

  private decoded(segments: readonly Segment[]): StoredRecord[] {
    const { stored, corrupt } = decodeSegments(segments)
    this.corrupt = corrupt
    return stored
  }

  private listen(method: 'addEventListener' | 'removeEventListener'): void {
    // Capturing at the window sees the document's events too, those that do not bubble included.
    for (const event of HIDING) this.settings.eventTarget?.[method]?.(event, this.onHide, true)
  }
}

import { Filter, Handler, type Level, type LogRecord, makeLogRecord } from '@treeline/core'
import { deliver, checkLevel } from '@treeline/core/internal'
import { toWireLine } from '@treeline/core/wire'
import { Journal } from './journal.js'
import type { KeyValueStorage } from './keyValueStorage.js'
import { type Segment, totalOf } from './segments.js'
import { decodeSegments, type StoredRecord } from './storedRecord.js'

/** The optional parameters of `LocalStorageHandler`. */
export interface LocalStorageHandlerOptions {
  /** What the keys begin with; handlers with the same one share their records. Default `'treeline'`. */
  key?: string | undefined
  /** How many bytes of the storage are taken, keys included, at two a UTF-16 unit. Default 1 MiB. */
  maxBytes?: number | undefined
  /** The size at which a segment is full. Default 16 KiB, or a quarter of `maxBytes` if that is less. */
  segmentBytes?: number | undefined
  /** A record at or above it is written at once, with what came before it. Default WARNING. */
  flushLevel?: Level | undefined
  /** How long other records wait at most, in milliseconds. Default 250. */
  flushIntervalMs?: number | undefined
  /** The age at which records go, in milliseconds; a tenth of it sooner at most. Default 7 days. */
  maxAgeMs?: number | undefined
  /**
   * Whether the caller's place (a walk of the call stack) is kept with each record. Default true; where callers are not
   * registered (`treeline/slim`), false.
   */
  caller?: boolean | undefined
  /** Whether it is reported, once, that there is no storage or no room in it. Default true. */
  reportUnavailable?: boolean | undefined
  /** Where the records go. Default the page's `localStorage`; null for memory. */
  storage?: KeyValueStorage | null | undefined
  /** Whose `pagehide`, `visibilitychange` and `freeze` have everything written. Default the window; null for none. */
  eventTarget?: Pick<EventTarget, 'addEventListener' | 'removeEventListener'> | null | undefined
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  now?: (() => number) | undefined
  /** Gives numbers as `Math.random` does. Default that. */
  random?: (() => number) | undefined
}

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

/**
 * Keeps the latest records in the page's `localStorage`: a ring that survives a reload and a crash of the tab, for the next
 * page to read, show, send or hand to another handler. All tabs of the origin share it. Kept are the records themselves, as
 * JSON; a formatter is not asked.
 *
 * Guarantees. Order: each tab's records in theirs; those of several are put in order by time when read. Loss window: up to
 * `flushIntervalMs` for records below `flushLevel`, none when the page is hidden, reloaded or left. A crash of the tab
 * keeps what was written; a kill of the browser or a power cut may lose seconds, which browsers take to reach the disk.
 * Blocking: a write took 13 µs in Chromium, 40 into a segment that was half full, and there is one a record only at
 * `flushLevel` and above. Bound: `maxBytes`, which each further open tab can pass by one segment; the oldest segments go
 * first. No room, or no storage: the same ring in memory, reported once. Exit: `close` writes everything.
 *
 * Whatever runs on the origin can read what is stored: redact with a filter, and `clear` when the user logs out.
 *
 * @throws TypeError, RangeError for an option that is of the wrong type or out of range
 */
export class LocalStorageHandler extends Handler {
  readonly flushLevel: number
  private readonly flushIntervalMs: number
  private readonly caller: boolean | undefined
  private readonly eventTarget: LocalStorageHandlerOptions['eventTarget']
  private readonly journal: Journal
  private readonly onHide: () => void = () => this.flush()
  private reports: boolean
  private seq = 0
  private corrupt = 0
  private closed = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(options: LocalStorageHandlerOptions = {}) {
    const { key = 'treeline', flushLevel = 30, flushIntervalMs = 250, maxAgeMs = 7 * 24 * 3600 * 1000 } = options
    if (typeof key !== 'string') throw new TypeError('key: expected a string')
    const maxBytes = positive('maxBytes', options.maxBytes ?? 2 ** 20)
    const segmentBytes = positive('segmentBytes', options.segmentBytes ?? Math.min(16384, maxBytes / 4))
    if (segmentBytes > maxBytes) throw new RangeError('segmentBytes: expected no more than maxBytes')
    if (flushIntervalMs !== 0) positive('flushIntervalMs', flushIntervalMs)
    positive('maxAgeMs', maxAgeMs)
    const checkedLevel = checkLevel(flushLevel, 'flushLevel')
    super()
    this.flushLevel = checkedLevel
    this.flushIntervalMs = flushIntervalMs
    this.caller = options.caller
    this.reports = options.reportUnavailable ?? true
    const { storage, now = () => Date.now(), random = () => Math.random() } = options
    const settings = { key, maxBytes, segmentBytes, maxAgeMs, storage, now, random }
    this.journal = new Journal(settings, (error) => this.reportUnavailable(error))
    this.eventTarget = options.eventTarget === undefined ? globalThis : options.eventTarget
    // Capturing at the window sees the document's events too, those that do not bubble included.
    for (const event of HIDING) this.eventTarget?.addEventListener?.(event, this.onHide, true)
  }

  override emit(record: LogRecord): void {
    try {
      this.journal.append(toWireLine(record, { seq: this.seq++ }, { caller: this.caller }))
      if (record.levelno >= this.flushLevel || this.closed) this.flush()
      if (this.journal.pending) this.flushSoon()
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Writes what was not written yet. */
  override flush(): void {
    clearTimeout(this.timer)
    this.timer = undefined
    this.journal.write()
  }

  /** Writes what was not written yet; a record that comes later is written at once. What is stored stays. */
  override close(): void {
    this.closed = true
    this.flush()
    for (const event of HIDING) this.eventTarget?.removeEventListener?.(event, this.onHide, true)
    super.close()
  }

  /**
   * Gives what is stored, by all tabs and pages before, in the order of time. Lines that were damaged are left out.
   *
   * @throws TypeError, RangeError for a level that is none
   */
  read(options: ReadOptions = {}): LogRecord[] {
    return this.stored(options).map(({ record }) => record)
  }

  /**
   * Gives what is stored as text, a record's JSON on each line, with the `src` and `seq` that tell it from all others.
   *
   * @throws TypeError, RangeError for a level that is none
   */
  export(options: ReadOptions = {}): string {
    return this.stored(options)
      .map(({ src, wire }) => `${JSON.stringify({ src, ...wire })}\n`)
      .join('')
  }

  /** Removes what is stored, by all tabs. */
  clear(): void {
    this.journal.clear()
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
    this.journal.seal()
    const segments = this.journal.segments()
    const stored = this.decoded(segments)
    for (const { record } of stored) deliver(handler, record)
    for (const segment of segments) this.journal.remove(segment)
    return stored.length
  }

  /** Gives what is stored and what was lost, in numbers. What waits to be written does not count. */
  stats(): LocalStorageStats {
    const segments = this.journal.all()
    const { dropped, memory } = this.journal
    return { bytes: totalOf(segments), segments: segments.length, dropped, corrupt: this.corrupt, memory }
  }

  private flushSoon(): void {
    if (this.timer !== undefined) return
    this.timer = setTimeout(this.onHide, this.flushIntervalMs)
    // In a page a timer is a number; on Node it would keep the process alive.
    const timer = this.timer as unknown as { unref?(): void }
    timer.unref?.()
  }

  private stored({ minLevel = 0, logger = '', since = -Infinity }: ReadOptions): StoredRecord[] {
    const lowest = checkLevel(minLevel, 'minLevel')
    const below = new Filter(logger)
    this.flush()
    return this.decoded(this.journal.segments()).filter(
      ({ record }) => record.levelno >= lowest && record.created >= since && below.filter(record),
    )
  }

  private decoded(segments: readonly Segment[]): StoredRecord[] {
    const { stored, corrupt } = decodeSegments(segments)
    this.corrupt = corrupt
    return stored
  }

  private reportUnavailable(cause: unknown): void {
    if (!this.reports) return
    this.reports = false
    const msg = 'the storage cannot be used: from here on records are kept in memory only'
    this.handleError(
      makeLogRecord({ name: 'treeline', levelno: 30, levelname: 'WARNING', msg }),
      new Error(msg, { cause }),
    )
  }
}

function positive(option: string, value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`${option}: expected a number`)
  if (!(value > 0)) throw new RangeError(`${option}: expected more than 0`)
  return value
}

import { Handler, type Level, LogRecord, WARNING } from '@treeline/core'
import { checkLevel, checkOption, checkOptionNames, givenOfType, ofType, withMethods } from '@treeline/core/internal'
import type { LocalStorageHandlerOptions } from './handlerOptions.js'
import type { Journal } from './journal.js'
import { makeRing, type Ring } from './ring.js'
import { totalOf } from './segments.js'
import { checkSettings } from './settings.js'
import type { LocalStorageStats } from './stats.js'
import type { StoredRecord } from './storedRecord.js'
import { makeTally, type Tally } from './tally.js'

const OPTIONS =
  'key maxBytes segmentBytes flushLevel flushIntervalMs maxAgeMs caller reportUnavailable storage eventTarget now random journal'
/** The options that go with a journal. */
const WITH_JOURNAL = 'journal flushLevel caller reportUnavailable'

/** Which records are read. */
export interface ReadOptions {
  /** Only records at or above this level. Default all. */
  minLevel?: Level | undefined
  /** Only records of this logger and those below it. Default all. */
  logger?: string | undefined
  /** Only records made at or after this time, in seconds since the epoch. Default all. */
  since?: number | undefined
}

/**
 * Keeps the latest records in the page's `localStorage`: a ring that survives a reload and a crash of the tab, for the next
 * page to read, show, send or hand to another handler. All tabs of the origin share it. It keeps the records themselves, as
 * JSON, and does not use a formatter.
 *
 * Guarantees. Order: the records of a tab stay in their order; those of several tabs are put in order by time when read.
 * Loss window: up to `flushIntervalMs` for records below `flushLevel`, none when the page is hidden, reloaded or left. A
 * crash of the tab keeps what was written, and so does the end of a page that is too busy to get its events: Chromium waits
 * half a second. A kill of the browser or a power cut may lose the last minute in Chromium and some seconds in Firefox, the
 * time until they write to the disk. Blocking: a write took 13 µs in Chromium, 40 into a segment that was half full, and only
 * records at `flushLevel` and above have one each. Bound: `maxBytes`, which each further open tab can pass by one segment; the
 * oldest segments go first. No room, or no storage: the same ring in memory, reported once; a storage that was full is tried
 * again after some seconds, and takes what memory held. Exit: `close` writes everything.
 *
 * Whatever runs on the origin can read what is stored: redact with a filter, and `clear` when the user logs out.
 *
 * @throws TypeError, RangeError for an option that is of the wrong type or out of range
 * @example
 * const latest = new LocalStorageHandler({ maxBytes: 256 * 1024 })
 * getLogger().addHandler(latest)
 * // In the same page or the next one:
 * const warnings = latest.read({ minLevel: 'WARNING' })
 */
export class LocalStorageHandler extends Handler {
  /** A record at or above it is stored at once: a number, or a name that is assigned. */
  flushLevel: number
  private readonly ring: Ring
  private readonly journal: Journal | undefined
  private readonly tally: Tally

  constructor(options: LocalStorageHandlerOptions = {}) {
    // Checks come first: shutdown keeps a handler once it is made.
    const { journal, caller } = options
    const isTarget = new.target === LocalStorageHandler
    if (journal) withMethods('journal', journal, 'add', 'a Journal')
    if (isTarget) checkOptionNames('LocalStorageHandler', options, journal ? WITH_JOURNAL : OPTIONS)
    const flushLevel = checkLevel(options.flushLevel ?? WARNING, 'flushLevel')
    givenOfType(options, 'caller reportUnavailable', 'boolean')
    const settings = journal ? journal.settings : checkSettings(options)
    super()
    this.flushLevel = flushLevel
    this.journal = journal
    let tally = makeTally()
    this.ring = journal
      ? journal.add((own) => makeRing(settings, caller, (tally = own)))
      : makeRing(settings, caller, tally)
    this.tally = tally
    this.ring.report = (cause) => {
      if (options.reportUnavailable === false) return
      const msg = 'no storage: from here on records are kept in memory only'
      this.handleError(new LogRecord('treeline', WARNING, '', 0, msg, null, null), new Error(msg, { cause }))
    }
  }

  override emit(record: LogRecord): void {
    try {
      this.ring.add(record, record.levelno >= checkLevel(this.flushLevel))
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Writes what was not written yet. */
  override flush(): void {
    this.ring.flush()
  }

  /** Writes what was not written yet; a record that comes later is written at once. What is stored stays. */
  override close(): void {
    this.ring.close()
    super.close()
  }

  /**
   * Returns what is stored, by all tabs and pages before, in the order of time. Lines that were damaged are left out.
   *
   * @throws TypeError, RangeError for an option that is wrong
   */
  read(options: ReadOptions = {}): LogRecord[] {
    return this.stored(options).map(({ record }) => record)
  }

  /**
   * Returns what is stored as text: the JSON of a record on each line, with the `src` and `seq` that identify it.
   *
   * @throws TypeError, RangeError for an option that is wrong
   */
  export(options: ReadOptions = {}): string {
    return this.stored(options)
      .map(({ src, wire }) => `${JSON.stringify({ src, ...wire })}\n`)
      .join('')
  }

  /**
   * Removes what is stored, by all tabs, and gives a storage that failed another chance. With a `journal` it also removes what
   * other handlers keep in that.
   */
  clear(): void {
    if (this.journal) this.journal.clear()
    else this.ring.clear()
  }

  /**
   * Hands all records that are stored to a handler, in the order of time, and removes those that it delivered. As with Python's
   * MemoryHandler the handler's filters are asked, not its level.
   *
   * A `BufferingHTTPHandler` has delivered a record when it is acknowledged. Another handler has when `handle` returned, neither
   * threw nor called `handleError`, and the promises of `emit` and `flush` are fulfilled. All other records stay stored. The next
   * call hands them over again, except those that are on their way. A closed handler gets none. One tab drains at a time: while
   * another one does, nothing is handed over, or later if that tab is gone. If the page ends before a record is acknowledged,
   * the next page hands it over again, with the source and number by which a receiver drops copies.
   *
   * @returns how many records were handed over now
   * @throws TypeError for anything but a handler
   */
  drain(handler: Handler): number {
    return this.ring.drain(withMethods('drain', handler, 'handle', 'a Handler'))
  }

  /** Returns what is stored and what was lost, in numbers. What waits to be written does not count. */
  stats(): LocalStorageStats {
    const segments = this.ring.segments()
    const { dropped, corrupt } = this.tally
    return { bytes: totalOf(segments), segments: segments.length, dropped, corrupt, memory: this.ring.isMemory() }
  }

  private stored(options: ReadOptions): StoredRecord[] {
    checkOptionNames('read', options, 'minLevel logger since')
    const { minLevel = 0, logger = '', since = -Infinity } = options
    ofType('logger', logger, 'string')
    checkOption('since', since, 'number', !Number.isNaN(since), 'seconds since the epoch')
    const lowest = checkLevel(minLevel, 'minLevel')
    const branch = logger && `${logger}.`
    this.flush()
    return this.ring
      .read()
      .filter(
        ({ record: { name, levelno, created } }) =>
          levelno >= lowest && created >= since && `${name}.`.startsWith(branch),
      )
  }
}

import type { LogRecord } from '@treeline/core'
import { checkOption, later, ofType, positiveNumber } from '@treeline/core/internal'
import { toWireLine } from '@treeline/core/wire'
import { isQuotaError, openStore, type Store } from './keyValueStorage.js'
import type { LocalStorageHandlerOptions } from './options.js'
import { listSegments, type Segment, segmentKey, sizeOf, totalOf } from './segments.js'
import type { LocalStorageStats } from './stats.js'
import { decodeSegments, type StoredRecord } from './storedRecord.js'

const HIDING = ['pagehide', 'visibilitychange', 'freeze']

/** A segment is full after this part of `maxAgeMs`: records expire by segments, and a quiet page must not keep one for days. */
const SEGMENTS_AN_AGE = 10

/** The segment that is appended to. */
interface OpenSegment {
  readonly store: Store
  readonly key: string
  readonly begunMs: number
  /** Its lines. */
  text: string
  /** How much of the text the store holds. */
  kept: number
}

/** Keeps lines in segments. The oldest make room. */
export interface Ring {
  /** Told why there is no storage, once; the records go to memory from there on. */
  report(cause: unknown): void
  /**
   * Takes a record.
   *
   * @param urgent whether it is written at once, with those that wait
   */
  add(record: LogRecord, urgent: boolean): void
  /** Writes what waits. */
  flush(): void
  /** Returns what is stored, by all tabs, in the order of time. */
  read(): StoredRecord[]
  /**
   * Hands over all that is stored, in the order of time, and removes it.
   *
   * @returns how many records were handed over
   */
  drain(take: (record: LogRecord) => void): number
  /** Removes all segments, of all tabs, and gives a storage that failed another chance. */
  clear(): void
  /** Writes what waits, and from now on each record at once. */
  close(): void
  stats(): LocalStorageStats
}

/** Returns the page's window. A worker's scope hears nothing of a page, and Cloudflare's refuses listeners that capture. */
function pageWindow(): LocalStorageHandlerOptions['eventTarget'] {
  const { document } = globalThis as { document?: Pick<Document, 'defaultView'> }
  return document?.defaultView
}

/**
 * Makes a ring. Each appends to segments of its own, and does not touch them again once they are full. For room and for age
 * the oldest segments go, whichever tab wrote them. Code that runs within a call into the storage or into `report` may log, as
 * a page that patched its storage does.
 *
 * @throws TypeError, RangeError for an option that is of the wrong type or out of range
 */
export function makeRing(options: LocalStorageHandlerOptions): Ring {
  const {
    key: prefix = 'treeline',
    maxBytes = 2 ** 20,
    segmentBytes = Math.min(16_384, maxBytes / 4),
    flushIntervalMs = 250,
    maxAgeMs = 7 * 24 * 3600 * 1000,
    reportUnavailable = true,
    eventTarget = pageWindow(),
    now = Date.now,
    random = Math.random,
  } = options
  ofType('key', prefix, 'string')
  positiveNumber('maxBytes', maxBytes)
  positiveNumber('segmentBytes', segmentBytes)
  checkOption('segmentBytes', segmentBytes, 'number', segmentBytes <= maxBytes, 'no more than maxBytes')
  checkOption('flushIntervalMs', flushIntervalMs, 'number', flushIntervalMs >= 0, 'a number from 0 on')
  positiveNumber('maxAgeMs', maxAgeMs)

  // Per ring, not per tab: a tab's session storage is copied when the tab is.
  const src = random().toString(36).slice(2, 12).padEnd(10, '0')
  const keyBytes = sizeOf(segmentKey(prefix, src, Number.MAX_SAFE_INTEGER))
  let endWait: (() => void) | undefined
  // The storage, and behind it the one in memory once it was needed. The last one is written to.
  let stores: Store[] = []
  let open: OpenSegment | undefined
  let lastMs = 0
  let seq = 0
  let dropped = 0
  let corrupt = 0
  let writing = false
  let closed = false
  let reported = !reportUnavailable

  const ring: Ring = {
    report() {},

    add(record, urgent) {
      append(`${toWireLine(record, { seq: seq++ }, options)}\n`)
      if (urgent || closed) flush()
      if (pending()) endWait ??= later(flushIntervalMs, flush)
    },

    flush,
    read: () => decode(readable()),

    drain(take) {
      seal()
      const drained = readable()
      const stored = decode(drained)
      for (const { record } of stored) take(record)
      for (const { store, key, text } of drained) {
        // Unless its tab wrote to it since it was read.
        if (store.get(key) === text) store.delete(key)
      }
      return stored.length
    },

    clear() {
      open = undefined
      for (const { store, key } of segments()) store.delete(key)
      stores = []
    },

    close() {
      closed = true
      flush()
      listen('removeEventListener')
    },

    stats() {
      const all = segments()
      return { bytes: totalOf(all), segments: all.length, dropped, corrupt, memory: currentStore() instanceof Map }
    },
  }
  listen('addEventListener')
  return ring

  function listen(method: 'addEventListener' | 'removeEventListener'): void {
    // Capturing at the window sees the document's events too, those that do not bubble included.
    for (const event of HIDING) eventTarget?.[method]?.(event, flush, true)
  }

  // ---- writing

  function append(line: string): void {
    if (withKey(line) > maxBytes) {
      dropped++
      return
    }
    if (open && (withKey(open.text + line) > segmentBytes || now() - open.begunMs > maxAgeMs / SEGMENTS_AN_AGE)) seal()
    if (open) open.text += line
    else begin(line)
  }

  /** Begins a segment with these lines. */
  function begin(lines: string): OpenSegment {
    open = undefined
    const store = currentStore()
    evict(listSegments(store, prefix), maxBytes - Math.max(segmentBytes, withKey(lines)))
    // Time, made to go up: for two segments in one millisecond, and a clock that is put back.
    lastMs = Math.max(lastMs + 1, Math.floor(now()))
    // Code that the storage ran may have begun one by now.
    open ??= { store, key: segmentKey(prefix, src, lastMs), begunMs: lastMs, text: '', kept: 0 }
    open.text += lines
    return open
  }

  /** Returns the lines that the store does not hold yet. */
  function pending(segment: OpenSegment | undefined = open): string {
    return segment?.text.slice(segment.kept) ?? ''
  }

  function seal(): void {
    if (writing) return
    flush()
    const rest = pending()
    open = undefined
    // Only what the storage itself appended while it was written to.
    if (rest) begin(rest)
  }

  function flush(): void {
    endWait?.()
    endWait = undefined
    if (writing || !open || !pending()) return
    writing = true
    try {
      // Gone: another tab has handed its lines on, or cleared or evicted them. They are not to come back.
      const isGone = open.kept > 0 && !open.store.get(open.key)
      write(isGone ? begin(pending()) : open)
    } finally {
      writing = false
    }
  }

  /** Writes a segment, what waits of it to memory if the storage fails. */
  function write(segment: OpenSegment): void {
    try {
      put(segment)
    } catch (error) {
      goToMemory(error)
      put(begin(pending(segment)))
    }
  }

  /** @throws the storage's error */
  function put(segment: OpenSegment): void {
    // More may be appended meanwhile.
    const { store, key, text, kept } = segment
    try {
      store.set(key, text)
    } catch (error) {
      if (!isQuotaError(error)) throw error
      // Whoever filled it, the page needs the room more than its logs do.
      const others = listSegments(store, prefix).filter((other) => other.key !== key)
      evict(others, totalOf(others) / 2)
      store.set(key, text)
    }
    // Some storages take everything and keep nothing. Asked once a segment.
    if (kept === 0 && store.get(key) !== text) throw new TypeError('the storage keeps nothing')
    segment.kept = text.length
  }

  // ---- stores and segments

  /** Returns the store that is written to. */
  function currentStore(): Store {
    if (stores.length === 0) {
      try {
        stores.push(openStore(options.storage))
      } catch (error) {
        goToMemory(error)
      }
    }
    return stores.at(-1)!
  }

  function goToMemory(cause: unknown): void {
    stores.push(new Map())
    if (reported) return
    reported = true
    ring.report(cause)
  }

  /** Returns all segments under the key, of all tabs, the oldest first. */
  function segments(): Segment[] {
    currentStore()
    return stores.flatMap((store) => listSegments(store, prefix))
  }

  function readable(): Segment[] {
    return segments().filter((segment) => segment.readable && !isExpired(segment))
  }

  function decode(read: readonly Segment[]): StoredRecord[] {
    corrupt = 0
    return decodeSegments(read, () => corrupt++)
  }

  /** Removes the oldest of the segments until they take no more than `bytes`, and all that are too old. */
  function evict(oldest: Segment[], bytes: number): void {
    for (let [first] = oldest; first && (isExpired(first) || totalOf(oldest) > bytes); [first] = oldest) {
      first.store.delete(first.key)
      oldest.shift()
      if (!isExpired(first)) dropped += first.text.split('\n').length - 1
    }
  }

  function isExpired({ begunMs }: Segment): boolean {
    return begunMs < now() - maxAgeMs
  }

  function withKey(text: string): number {
    return keyBytes + sizeOf(text)
  }
}

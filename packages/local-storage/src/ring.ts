import type { Handler, LogRecord } from '@treeline/core'
import { toWireLine } from '@treeline/core/wire'
import { makeDrain } from './drain.js'
import { countLines, type Segment } from './segments.js'
import { makeSegmentStore } from './segmentStore.js'
import { makeSegmentWriter } from './segmentWriter.js'
import { listenTo } from './pageWindow.js'
import { newId, type Settings } from './settings.js'
import { decodeSegments, type StoredLine, type StoredRecord } from './storedRecord.js'
import type { Tally } from './tally.js'

const HIDING = ['pagehide', 'visibilitychange', 'freeze']

/** Keeps records in segments, and removes the oldest to make room. */
export interface Ring {
  /** Reports why there is no storage, once for a run of failures; the records go to memory then. */
  report(cause: unknown): void
  /**
   * Takes a record.
   *
   * @param isUrgent whether it is written at once, with those that wait
   */
  add(record: LogRecord, isUrgent: boolean): void
  /** Writes what waits. */
  flush(): void
  /** Returns what is stored, by all tabs, in the order of time. */
  read(): StoredRecord[]
  /**
   * Hands over all that is stored, in the order of time; what is delivered is removed.
   *
   * @returns how many records were handed over
   */
  drain(handler: Handler): number
  /** Removes all segments, of all tabs. */
  clear(): void
  /** Writes what waits, and from now on each record at once. */
  close(): void
  segments(): Segment[]
  /** Returns whether records are kept in memory only. */
  isMemory(): boolean
}

/**
 * Makes a ring. It appends to segments of its own, and does not touch them again once they are full. For room and for age it removes
 * the oldest segments, whichever tab wrote them. Code that runs within a call into the storage or into `report` may log, as in a
 * page that patched its storage.
 *
 * @param caller whether the caller's place is kept
 */
export function makeRing(settings: Settings, caller: boolean | undefined, tally: Tally): Ring {
  const { key: prefix, eventTarget, isRecordwise } = settings
  // Per ring, not per tab: a tab's session storage is copied when the tab is.
  const src = newId(settings.random)
  let seq = 0
  let isClosed = false

  const store = makeSegmentStore(prefix, settings, {
    // The latest records are worth the most.
    keptBytes: (total) => total / 2,
    onFailure: (cause) => ring.report(cause),
    onRemoved: ({ text }, reason) => (tally[reason === 'expired' ? 'expired' : 'dropped'] += countLines(text)),
    mayExpire: () => true,
  })
  const writer = makeSegmentWriter(store, settings, prefix, () => src, true)
  const drains = makeDrain(prefix, settings, store.storage, {
    read(corrupt) {
      writer.seal()
      return decodeSegments(readable(), corrupt)
    },
    remove,
  })

  const ring: Ring = {
    report() {},

    add(record, isUrgent) {
      const text = `${toWireLine(record, { seq: ++seq }, caller === undefined ? {} : { caller })}\n`
      if (!writer.append({ text, segment: undefined }, isUrgent || isRecordwise || isClosed)) tally.dropped++
    },

    flush,

    read() {
      tally.corrupt = 0
      return decodeSegments(readable(), () => tally.corrupt++)
    },

    drain: drains.drain,

    clear() {
      writer.forget()
      for (const { key } of store.list()) store.delete(key)
      store.retry(true)
    },

    close() {
      isClosed = true
      flush()
      drains.leave()
      stopListening()
    },

    segments: store.list,
    isMemory: () => store.storage() === undefined,
  }
  const stopListening = listenTo(eventTarget, HIDING, hear)
  return ring

  function hear({ type }: Event): void {
    flush()
    // Browsers do not keep a page that holds a lock for going back.
    if (type === 'pagehide') drains.leave()
  }

  function flush(): void {
    writer.flush(true)
    drains.flush()
  }

  function readable(): Segment[] {
    return store.fresh().filter((segment) => segment.readable)
  }

  /** Removes lines. Their tab may have added to a segment since it was read. */
  function remove(lines: readonly StoredLine[]): void {
    for (const key of new Set(lines.map((line) => line.key))) {
      const gone = new Set(lines.filter((line) => line.key === key).map(({ line }) => line))
      const left = (store.get(key) ?? '').split('\n').filter((line) => line && !gone.has(line))
      if (left.length > 0) store.set(key, left.map((line) => `${line}\n`).join(''), false)
      else store.delete(key)
    }
  }
}

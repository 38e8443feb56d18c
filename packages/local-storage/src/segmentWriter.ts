import { later, makeRegion } from '@treeline/core/internal'
import type { OutboxEntry } from '@treeline/core/wire'
import type { SegmentStore } from './segmentStore.js'
import { segmentKey, sizeOf } from './segments.js'
import { ID_LENGTH, type Settings } from './settings.js'

/** The segments in `maxAgeMs`: records expire by segments, and a quiet page must not keep one for days. */
const SEGMENTS_AN_AGE = 10

/** A line of a segment. */
export interface Line {
  /** The line with its newline. */
  readonly text: string
  /** The entry of the line, in an outbox. */
  readonly entry?: OutboxEntry | undefined
  /** The line's segment; undefined once it is to be in none. */
  segment: LinedSegment | undefined
}

/** A segment whose lines are known. */
export interface LinedSegment {
  readonly key: string
  readonly begunMs: number
  lines: Line[]
  /** All lines. */
  text: string
  /** The number of lines that the store holds. */
  stored: number
  /** The text that was written last. */
  written: string
}

/** Writes lines into segments of one source. No method throws. */
export interface SegmentWriter {
  /**
   * Adds a line.
   *
   * @param isUrgent whether it is written at once, with those that wait; else within `flushIntervalMs`
   * @returns false for a line that is larger than the whole room
   */
  append(line: Line, isUrgent: boolean): boolean
  /**
   * Writes what waits.
   *
   * @param isLast whether a storage that failed is tried at once: the page may go
   */
  flush(isLast: boolean): void
  /** Writes what waits. From then on the segment changes only where lines are removed. */
  seal(): void
  /** Removes lines; each segment that had them is written once, or deleted. */
  remove(lines: Iterable<Line>): void
  /** Forgets the current segment, with what waits. */
  forget(): void
}

/**
 * Makes a writer. It appends to one segment until that is full. Code that runs within a call into the storage may append, as a page
 * that patched its storage to log does.
 *
 * @param source returns the source of a new segment
 * @param isShared whether others remove lines from the current segment: then what they left of it counts
 */
export function makeSegmentWriter(
  store: SegmentStore,
  settings: Settings,
  prefix: string,
  source: () => string,
  isShared: boolean,
): SegmentWriter {
  const { maxBytes, segmentBytes, flushIntervalMs, maxAgeMs, now } = settings
  const keyBytes = sizeOf(segmentKey(prefix, '0'.repeat(ID_LENGTH), Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER))
  let endWait: (() => void) | undefined
  let open: LinedSegment | undefined
  let lastNumber = 0
  const writing = makeRegion()
  // Within a call into the storage.
  let isAskedAgain = false

  return { append, flush, seal, remove, forget }

  function append(line: Line, isUrgent: boolean): boolean {
    const bytes = keyBytes + sizeOf(line.text)
    if (bytes > maxBytes) return false
    if (open && (sizeOf(open.text) + bytes > segmentBytes || now() - open.begunMs > maxAgeMs / SEGMENTS_AN_AGE)) seal()
    if (open) join(open, line)
    else begin([line])
    if (isUrgent) flush(false)
    if (open && isWaiting(open)) endWait ??= later(flushIntervalMs, () => flush(false))
    return true
  }

  function join(segment: LinedSegment, line: Line): void {
    line.segment = segment
    segment.lines.push(line)
    segment.text += line.text
  }

  /** Begins a segment with these lines. */
  function begin(lines: readonly Line[]): LinedSegment {
    open = undefined
    const bytes = keyBytes + lines.reduce((sum, { text }) => sum + sizeOf(text), 0)
    const number = store.makeRoom(maxBytes - Math.max(segmentBytes, bytes))
    // Code that the storage ran may have begun one by now.
    open ??= newSegment(number)
    for (const line of lines) join(open, line)
    return open
  }

  function newSegment(number: number): LinedSegment {
    lastNumber = Math.max(lastNumber + 1, number)
    const begunMs = Math.max(0, Math.floor(now())) || 0
    const key = segmentKey(prefix, source(), lastNumber, begunMs)
    return { key, begunMs, lines: [], text: '', stored: 0, written: '' }
  }

  function isWaiting({ stored, lines }: LinedSegment): boolean {
    return stored < lines.length
  }

  function seal(): void {
    if (writing.isIn) return
    flush(false)
    const segment = open
    open = undefined
    // Only what the storage itself appended while it was written to.
    if (segment && isWaiting(segment)) begin(segment.lines.splice(segment.stored))
  }

  function flush(isLast: boolean): void {
    endWait?.()
    endWait = undefined
    if (writing.isIn) {
      isAskedAgain = true
      return
    }
    isAskedAgain = false
    writing.run(() => writeOpen(isLast))
    // Only once: a storage may log each call.
    if (isAskedAgain) writing.run(() => writeOpen(isLast))
  }

  function writeOpen(isLast: boolean): void {
    store.retry(isLast)
    if (open && isWaiting(open)) write(current(open))
  }

  /** Returns the segment for what waits: this one, unless others took it. */
  function current(segment: LinedSegment): LinedSegment {
    const { stored, lines, written } = segment
    const text = stored > 0 ? store.get(segment.key) : written
    // The segment is gone: another tab has handed its lines on, or cleared or evicted them. They must not come back.
    if (stored > 0 && !text) return begin(lines.splice(stored))
    // A call that was ended in its middle had written more, all of it this page's.
    if (isShared && !(text!.length >= written.length && segment.text.startsWith(text!))) {
      const waiting = lines.slice(stored).map((line) => line.text)
      segment.text = [text, text!.endsWith('\n') ? '' : '\n', ...waiting].join('')
    }
    return segment
  }

  /**
   * Writes a segment.
   *
   * @param added other pages' lines, behind the segment's text
   */
  function write(segment: LinedSegment, added: string = ''): void {
    const { key, text, stored, lines } = segment
    const { length } = lines
    if (text + added) store.set(key, text + added, stored === 0)
    else store.delete(key)
    // This comes last: the call may be ended in its middle. More may be appended meanwhile; after a removal all is written anew.
    if (segment.lines !== lines) return
    segment.stored = length
    segment.written = text
  }

  function remove(lines: Iterable<Line>): void {
    const touched = new Set<LinedSegment>()
    for (const line of lines) {
      if (line.segment) touched.add(line.segment)
      line.segment = undefined
    }
    writing.run(() => touched.forEach(shrink))
    if (!writing.isIn && isAskedAgain) flush(false)
  }

  /** Removes from a segment the lines that were marked. */
  function shrink(segment: LinedSegment): void {
    const isLeft = (line: Line): boolean => line.segment === segment
    const { stored } = segment
    segment.stored = segment.lines.slice(0, stored).filter(isLeft).length
    segment.lines = segment.lines.filter(isLeft)
    segment.text = segment.lines.map(({ text }) => text).join('')
    if (segment === open && segment.lines.length === 0) open = undefined
    // Lines that had not been written leave no trace. What others took away does not come back.
    const text = store.get(segment.key)
    if (segment.stored === stored || !text) return
    // The segment's page may have added lines after they were read, while it went: they stay, for the next look.
    const added = text.startsWith(segment.written) ? text.slice(segment.written.length) : ''
    if (segment.stored > 0 || added) return write(segment, added)
    store.delete(segment.key)
  }

  function forget(): void {
    open = undefined
  }
}

import type { LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import type { Segment } from './segments.js'

/** A line of a segment. */
export interface StoredLine {
  /** The segment's key. */
  readonly key: string
  /** The line without its newline. */
  readonly line: string
}

/** A record as it was read, with the two values that identify it. */
export interface StoredRecord extends StoredLine {
  readonly record: LogRecord
  readonly src: string
  /** Goes up by one with each record of a source. */
  readonly seq: number
  /** The line, parsed. */
  readonly wire: object
}

/**
 * Returns the records in the order of their time.
 *
 * @param corrupt called for each line that cannot be understood
 */
export function decodeSegments(segments: readonly Segment[], corrupt: (line: StoredLine) => void): StoredRecord[] {
  const stored: StoredRecord[] = []
  for (const { key, src, text } of segments) {
    for (const line of text.split('\n').filter(Boolean)) {
      try {
        const wire = JSON.parse(line) as { seq?: unknown }
        stored.push({ record: fromWire(wire), key, line, src, seq: Number(wire.seq) || 0, wire })
      } catch {
        corrupt({ key, line })
      }
    }
  }
  return stored.sort(byTime)
}

function byTime(one: StoredRecord, other: StoredRecord): number {
  return one.record.created - other.record.created || one.src.localeCompare(other.src) || one.seq - other.seq
}

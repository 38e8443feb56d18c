import type { LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import type { Segment } from './segments.js'

/** A record as it was read, and what tells it from all others. */
export interface StoredRecord {
  readonly record: LogRecord
  readonly src: string
  /** Goes up by one with each record of a source. */
  readonly seq: number
  /** The line, parsed. */
  readonly wire: object
}

/** Gives the records in the order of their time, and how many lines could not be understood. */
export function decodeSegments(segments: readonly Segment[]): { stored: StoredRecord[]; corrupt: number } {
  const stored: StoredRecord[] = []
  let corrupt = 0
  for (const { src, text } of segments) {
    for (const line of text.split('\n')) {
      if (line === '') continue
      const one = decodeLine(src, line)
      if (one === undefined) corrupt++
      else stored.push(one)
    }
  }
  return { stored: stored.sort(byTime), corrupt }
}

function decodeLine(src: string, line: string): StoredRecord | undefined {
  try {
    const wire = JSON.parse(line) as { seq?: unknown }
    const record = fromWire(wire)
    return { record, src, seq: typeof wire.seq === 'number' ? wire.seq : 0, wire }
  } catch {
    return undefined
  }
}

function byTime(one: StoredRecord, other: StoredRecord): number {
  return (
    one.record.created - other.record.created ||
    (one.src === other.src ? one.seq - other.seq : one.src < other.src ? -1 : 1)
  )
}

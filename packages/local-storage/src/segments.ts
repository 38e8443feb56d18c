import type { Store } from './keyValueStorage.js'

// The version of a segment's text. Segments of another version are not read, but are counted and removed like the others.
const VERSION = '1'
/** What is behind the prefix in a segment's key: the version, the source and the number. */
const NAME = /^:(\d+):([\da-z]+):([\da-z]+)$/

/** Lines that are stored under one key. */
export interface Segment {
  readonly store: Store
  readonly key: string
  /** The source: one handler of one document. */
  readonly src: string
  /** When it was begun, in milliseconds since the epoch; the number of the segment in its key. */
  readonly begunMs: number
  readonly readable: boolean
  /** Each line with a newline behind it. */
  readonly text: string
}

/** Returns the bytes that browsers count for a text: two a UTF-16 unit. */
export function sizeOf(text: string): number {
  return 2 * text.length
}

/** Returns the bytes that segments take, with their keys. */
export function totalOf(segments: readonly Segment[]): number {
  return segments.reduce((total, { key, text }) => total + sizeOf(key + text), 0)
}

/** Returns the key of a segment. Its number is a time, so that the segments of all sources have one order, and an age. */
export function segmentKey(prefix: string, src: string, begunMs: number): string {
  return `${prefix}:${VERSION}:${src}:${begunMs.toString(36)}`
}

/** Returns all segments under one prefix in one store, whichever tab wrote them, the oldest first. */
export function listSegments(store: Store, prefix: string): Segment[] {
  const segments: Segment[] = []
  for (const key of store.keys()) {
    const [, version, src = '', number = ''] = (key.startsWith(prefix) && NAME.exec(key.slice(prefix.length))) || []
    const text = number && store.get(key)
    if (!text) continue
    segments.push({ store, key, src, begunMs: Number.parseInt(number, 36), readable: version === VERSION, text })
  }
  return segments.sort((one, other) => one.begunMs - other.begunMs)
}

import type { Store } from './keyValueStorage.js'

// The version of the form of keys and texts. Segments of another version are not read, but are counted and removed like the others.
const VERSION = '2'
/** Matches the rest of a segment's key behind the prefix: the version, the source, the number, the time. */
const NAME = /^:(\d+):([\da-z]+):([\da-z]+)(?::([\da-z]+))?$/
/** A number that no page reaches by counting. A higher one was put there by hand, and would end the count. */
const HIGHEST = 2 ** 40
/** The earliest time of a page of this version. A clock that shows less is wrong. */
const FIRST_MS = Date.UTC(2026, 0)

/** Lines that are stored under one key. */
export interface Segment {
  readonly store: Store
  readonly key: string
  /** The source: one handler of one document. */
  readonly src: string
  /** One more than the highest number when it was begun: the order of all segments. */
  readonly number: number
  /** When it was begun, by the clock of its page, which may be wrong. NaN for a segment of another version. */
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

/** Returns how many lines a text has. */
export function countLines(text: string): number {
  return text.split('\n').filter(Boolean).length
}

/** Returns the key of a segment. */
export function segmentKey(prefix: string, src: string, number: number, begunMs: number): string {
  return `${prefix}:${VERSION}:${src}:${number.toString(36)}:${begunMs.toString(36)}`
}

/** Returns all segments under one prefix in one store, whichever tab wrote them, the oldest first. */
export function listSegments(store: Store, prefix: string): Segment[] {
  const segments: Segment[] = []
  for (const key of store.keys()) {
    const [, version, src = '', digits = '', time = ''] =
      (key.startsWith(prefix) && NAME.exec(key.slice(prefix.length))) || []
    const text = src ? store.get(key) : undefined
    // An empty segment takes room and is removed like any other.
    if (typeof text !== 'string') continue
    const readable = version === VERSION && time !== ''
    const number = Number.parseInt(digits, 36)
    segments.push({
      store,
      key,
      src,
      number: readable && number < HIGHEST ? number : 0,
      begunMs: readable ? Number.parseInt(time, 36) : Number.NaN,
      readable,
      text,
    })
  }
  return segments.sort(inOrder)
}

/** Compares segments: by number, and by key where two tabs began them at once. */
export function inOrder(one: Segment, other: Segment): number {
  return one.number - other.number || (one.key < other.key ? -1 : 1)
}

/**
 * Returns the time of each segment. The order is that of the numbers, which no clock changes. A time in the future or before this
 * library existed is replaced by that of the next segment, or the present. A time before that of an earlier segment is raised to it.
 *
 * @param segments the oldest first
 * @param now milliseconds since the epoch
 */
export function timesOf(segments: readonly Segment[], now: number): number[] {
  const times: number[] = []
  let earliest = FIRST_MS
  for (const { begunMs } of segments) {
    if (begunMs >= FIRST_MS && begunMs <= now) times.push((earliest = Math.max(earliest, begunMs)))
    else times.push(Number.NaN)
  }
  let next = now
  return times
    .reverse()
    .map((time) => (next = Number.isNaN(time) ? next : time))
    .reverse()
}

import type { Origin } from '@treeline/core/internal'
import type { OutboxEntry } from '@treeline/core/wire'
import { utf8Length } from './utf8.js'

/** One accepted record on its way, as the bytes that every attempt sends. */
export interface Entry extends OutboxEntry {
  /** The UTF-8 length of `line`. */
  readonly bytes: number
  /** The record's place in the storage that handed it over. */
  readonly origin: Origin | undefined
  /** How many requests carry it: two when a page that goes away repeats what was in flight. */
  holders: number
  /** How often a request with it failed for a reason that may be this record. */
  failures: number
  /** How often it failed alone while others got through. */
  failuresAlone: number
  /** How many requests had succeeded when it last failed alone. */
  failedAloneAt: number
  /** The place in the order in which records were accepted. */
  order: number
  /** Above 0 where requests with it failed again and again: it is sent with those of the same number only. */
  group: number
}

/** Makes the entry of a record that no request carries yet. */
export function makeEntry({ src, seq, levelno, line }: OutboxEntry, origin?: Origin): Entry {
  return {
    src,
    seq,
    levelno,
    line,
    bytes: utf8Length(line),
    origin,
    order: 0,
    holders: 0,
    group: 0,
    failures: 0,
    failuresAlone: 0,
    failedAloneAt: -1,
  }
}

/** Returns the entries with the most severe first, and those of a level in their order. */
export function bySeverity(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => b.levelno - a.levelno)
}

/**
 * Takes entries of one page and one group from the front, up to both limits, but one at least.
 *
 * @param maxRecords the most entries
 * @param maxBytes the most bytes
 */
export function takeEntries(entries: Entry[], maxRecords: number, maxBytes: number): Entry[] {
  let bytes = 0
  const [first] = entries
  const end = entries.findIndex(
    ({ bytes: more, src, group }, index) =>
      (bytes += more) > maxBytes || index >= maxRecords || src !== first!.src || group !== first!.group,
  )
  return entries.splice(0, end < 0 ? Infinity : end || 1)
}

import { BATCH_VERSION, type BatchHeader } from '@treeline/core/wire'
import type { Lost } from './stats.js'
import { utf8Length } from './utf8.js'

/** More bytes than a header line takes. */
export const HEADER_BYTES = 256

/** One accepted record on its way, as the bytes that every attempt sends. */
export interface Entry {
  readonly seq: number
  /** Its line of the body, newline included. */
  readonly line: string
  /** The UTF-8 length of `line`. */
  readonly bytes: number
  /** How many requests carry it: two when a page that goes away repeats what was in flight. */
  holders: number
}

/** One request's records. */
export interface Batch {
  readonly entries: readonly Entry[]
  /** How many losses the server knows of once it has arrived. */
  readonly losses: number
  /** Newline-delimited JSON: a header line, then a line for each record. */
  readonly body: string
  /** The UTF-8 length of `body`. */
  readonly bytes: number
}

/**
 * Makes a batch. A record is known by (`src`, `seq`) alone: how a retry cuts the batches does not matter to the server.
 *
 * @param src the random name of the handler
 * @param entries at least one
 * @param losses how many there have been
 * @param lost what is told of them
 */
export function makeBatch(src: string, entries: readonly Entry[], losses: number, lost: Lost | undefined): Batch {
  const first = entries[0]!.seq
  const last = entries.at(-1)!.seq
  const batch = `${src}:${first}-${last}`
  const header: BatchHeader = { treeline: BATCH_VERSION, src, batch, first, last, count: entries.length, lost }
  const body = `${JSON.stringify(header)}\n${entries.map(({ line }) => line).join('')}`
  return { entries, losses, body, bytes: utf8Length(body) }
}

/** Takes entries from the front up to both limits, and one at least where there is one. */
export function takeEntries(entries: Entry[], maxRecords: number, maxBytes: number): Entry[] {
  let bytes = 0
  const end = entries.findIndex((entry, index) => (bytes += entry.bytes) > maxBytes || index >= maxRecords)
  return entries.splice(0, end < 0 ? Infinity : end || 1)
}

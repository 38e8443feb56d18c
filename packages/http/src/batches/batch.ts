import type { Entry } from './entry.js'
import type { Lost } from './losses.js'

/** More bytes than a header line takes. */
export const HEADER_BYTES = 256

/** One request's records. */
export interface Batch {
  readonly entries: readonly Entry[]
  readonly lost: Lost | undefined
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
 */
export function makeBatch(src: string, entries: readonly Entry[], lost: Lost | undefined): Batch {
  const first = entries[0]!.seq
  const last = entries[entries.length - 1]!.seq
  const batch = `${src}:${first}-${last}`
  const header = `${JSON.stringify({ treeline: 1, src, batch, first, last, count: entries.length, lost })}\n`
  let body = header
  let bytes = header.length
  for (const entry of entries) {
    body += entry.line
    bytes += entry.bytes
  }
  return { entries, lost, body, bytes }
}

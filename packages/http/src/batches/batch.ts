import { refusePromise, ofType } from '@treeline/core/internal'
import { BATCH_VERSION, type BatchHeader } from '@treeline/core/wire'
import type { Encoding, SentRecord } from '../encodings/encoding.js'
import type { Entry } from './entry.js'
import type { Lost } from './stats.js'
import { utf8Length } from './utf8.js'

/** The bytes set aside for a header line. */
export const HEADER_BYTES = 320

/** One request's records. */
export interface Batch {
  readonly entries: readonly Entry[]
  /** How many losses the server knows of once the batch has arrived. */
  readonly losses: number
  /** Newline-delimited JSON, a header line and a line for each record; or what an encoding makes of the records. */
  readonly body: string
  /** The UTF-8 length of `body`. */
  readonly bytes: number
  /** Whether it was sent packed. */
  isPacked: boolean
}

/** The losses that the header of a batch reports. */
export interface News {
  /** How many losses there have been. */
  readonly losses: number
  /** Their counts, where the server does not know them. */
  readonly lost: Lost | undefined
  readonly sent: number | undefined
  readonly left: number | undefined
  readonly takes: BatchHeader['takes']
}

/**
 * Makes a batch. A record is known by (`src`, `seq`) alone: how a retry cuts the batches does not matter to the server.
 *
 * @param entries at least one, of one page, in any order
 * @throws what the encoding throws
 */
export function makeBatch(entries: readonly Entry[], news: News, encoding: Encoding | undefined): Batch {
  const sorted = [...entries].sort((a, b) => a.seq - b.seq)
  const body = encoding ? encodedBody(sorted, encoding) : ownBody(sorted, news)
  return { entries: sorted, losses: news.losses, body, bytes: utf8Length(body), isPacked: false }
}

function encodedBody(sorted: readonly Entry[], encoding: Encoding): string {
  const body = refusePromise(encoding.encode(sorted.map(recordOf)))
  return ofType('what encoding.encode returns', body, 'string')
}

function ownBody(sorted: readonly Entry[], { lost, sent, left, takes }: News): string {
  const { src, seq: first } = sorted[0]!
  const last = sorted.at(-1)!.seq
  const batch = `${src}:${first}-${last}`
  const count = sorted.length
  const header: BatchHeader = { treeline: BATCH_VERSION, src, batch, first, last, count, lost, sent, left, takes }
  return `${JSON.stringify(header)}\n${sorted.map(({ line }) => line).join('')}`
}

function recordOf({ src, line }: Entry): SentRecord {
  return { ...(JSON.parse(line) as SentRecord), src }
}

import { BATCH_VERSION, type BatchHeader } from '@treeline/core/wire'
import { timeMs } from '../records/pageClock.js'
import { Refusal } from '../requests/refusal.js'

/** The first line of a batch, after its checks. */
export interface CheckedHeader {
  /** The page or process that sends. */
  readonly src: string
  /** The number of records that the batch was sent with; undefined where the header has none. */
  readonly count: number | undefined
  /** The number of records that the sender has lost so far, by reason. */
  readonly lost: ReadonlyMap<string, number>
  /** When the batch was sent, in milliseconds since the epoch by the page's clock; undefined where that is not known. */
  readonly sentMs: number | undefined
  /** The number of records that a page could not send when it was left. */
  readonly left: number
  /** Whether the page asks for levels. */
  readonly takesLevels: boolean
}

/** A received record, unchecked. */
export type SentRecord = Readonly<Record<string, unknown>>

/** A batch. Its lines are read one by one, with `readLine`. */
export interface Batch {
  readonly header: CheckedHeader
  /** The lines behind the header, without empty ones. */
  readonly lines: readonly Uint8Array[]
}

/** The JSON in place of a T, unchecked. */
type Unchecked<T> = { readonly [K in keyof T]?: unknown }

const LINE_FEED = 10
const decoder = /* @__PURE__ */ new TextDecoder()
const MAX_REASONS = 16
const MAX_HEADER_BYTES = 16_384

/**
 * Splits a batch into its lines and reads the header.
 *
 * @throws Refusal for a body that is no batch or has more than `maxRecords` records
 */
export function readBatch(body: Uint8Array, maxRecords: number): Batch {
  const lines = splitLines(body, maxRecords + 1)
  const first = lines.shift()
  if (first === undefined) throw new Refusal('batch', 'the body is empty')
  return { header: readHeader(first), lines }
}

/**
 * Returns the lines of a batch, without empty ones.
 *
 * @throws Refusal for more than `max`
 */
function splitLines(body: Uint8Array, max: number): Uint8Array[] {
  const lines: Uint8Array[] = []
  for (let start = 0, end: number; start < body.length; start = end + 1) {
    end = body.indexOf(LINE_FEED, start)
    if (end < 0) end = body.length
    if (end - start < 2) continue
    if (lines.length === max) throw new Refusal('size', `the batch has more than ${max - 1} records`)
    lines.push(body.subarray(start, end))
  }
  return lines
}

/**
 * Reads and checks the header of a batch.
 *
 * @throws Refusal for anything else
 */
function readHeader(line: Uint8Array): CheckedHeader {
  const header: Unchecked<BatchHeader> | undefined = line.length > MAX_HEADER_BYTES ? undefined : parseObject(line)
  if (header?.treeline !== BATCH_VERSION) throw new Refusal('batch', 'the first line is no header of a batch')
  const { src, count, lost, sent, left, takes } = header
  // Only printable ASCII, as a record of the receiver prints it.
  if (typeof src !== 'string' || !/^[\x21-\x7e]{1,128}$/.test(src)) throw new Refusal('batch', 'src: expected an id')
  return {
    src,
    count: isCount(count) ? count : undefined,
    lost: readLost(lost),
    sentMs: timeMs(sent),
    left: isCount(left) ? left : 0,
    takesLevels: Array.isArray(takes) && takes.includes('levels'),
  }
}

function readLost(lost: unknown): Map<string, number> {
  const counts = new Map<string, number>()
  if (typeof lost !== 'object' || lost === null) return counts
  for (const [reason, n] of Object.entries(lost)) {
    if (counts.size < MAX_REASONS && /^[a-z][\w-]{0,31}$/i.test(reason) && isCount(n) && n > 0) counts.set(reason, n)
  }
  return counts
}

/**
 * Reads a line of a batch.
 *
 * @throws TypeError for a line that is too long, is no JSON object or has no sequence number
 */
export function readLine(line: Uint8Array, maxRecordBytes: number): SentRecord {
  if (line.length > maxRecordBytes) throw new TypeError(`the record is longer than ${maxRecordBytes} bytes`)
  const wire = parseObject(line)
  if (wire === undefined) throw new TypeError('the line is no JSON object')
  const { seq } = wire
  if (!isCount(seq) || seq === 0) throw new TypeError('seq: expected a whole number above 0')
  return wire
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0
}

function parseObject(line: Uint8Array): SentRecord | undefined {
  try {
    const value: unknown = JSON.parse(decoder.decode(line))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as SentRecord) : undefined
  } catch {
    return undefined
  }
}

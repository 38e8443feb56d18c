import { type Batch, makeBatch } from './batch.js'
import type { Entry } from './entry.js'
import { EntryQueue } from './entryQueue.js'
import { Losses, type LossReason, type Lost } from './losses.js'
import { utf8Length } from './utf8.js'

/** The counts of a `BufferingHTTPHandler`: accepted = acknowledged + queued + inFlight + all of lost. */
export interface DeliveryStats {
  accepted: number
  acknowledged: number
  queued: number
  inFlight: number
  lost: Lost
  /** How many requests were answered with "later", or not at all. */
  retries: number
}

/** The bounds of what is kept, in flight included. */
export interface LedgerOptions {
  readonly src: string
  readonly maxQueueBytes: number
  readonly maxQueueRecords: number
}

/**
 * Knows of every accepted record where it is: waiting, carried by a batch, acknowledged or lost.
 *
 * A record comes in through `accept` and ends in `finish`, and nowhere else: a store that survives the page has only these two
 * to listen to.
 */
export class Ledger {
  readonly queue: EntryQueue = new EntryQueue()
  /** The number of the last record. */
  seq = 0
  /** How many records are neither acknowledged nor lost. */
  pending = 0
  private pendingBytes = 0
  private acknowledged = 0
  private readonly losses = new Losses()
  private readonly options: LedgerOptions

  constructor(options: LedgerOptions) {
    this.options = options
  }

  stats(retries: number): DeliveryStats {
    const { seq: accepted, acknowledged } = this
    const queued = this.queue.size
    return { accepted, acknowledged, queued, inFlight: this.pending - queued, lost: this.losses.totals, retries }
  }

  /**
   * Numbers a record and queues it; the oldest make room.
   *
   * @param json the record's JSON text without its number
   */
  accept(json: string): void {
    // Numbered only now: making the text runs code of the application's, which may log.
    const line = `{"seq":${++this.seq},${json.slice(1)}\n`
    const bytes = utf8Length(line)
    this.queue.push({ seq: this.seq, line, bytes, holders: 0, done: false })
    this.pending++
    this.pendingBytes += bytes
    this.trim()
  }

  /** Makes a batch that carries these entries, and the news of losses. */
  open(entries: readonly Entry[]): Batch {
    for (const entry of entries) entry.holders++
    return makeBatch(this.options.src, entries, this.losses.take())
  }

  /** The batch arrived. */
  acknowledge(batch: Batch): void {
    for (const entry of batch.entries) this.finish(entry)
  }

  /** The batch is given up. */
  drop(batch: Batch, reason: LossReason): void {
    this.losses.restore(batch.lost)
    for (const entry of batch.entries) this.finish(entry, reason)
  }

  /** The batch did not arrive: its entries wait again, but for those that another request carries. */
  release(batch: Batch): void {
    this.cancel(batch)
    this.queue.restore(batch.entries.filter((entry) => entry.holders === 0))
    this.trim()
  }

  /** The batch was made for nothing. */
  cancel(batch: Batch): void {
    this.losses.restore(batch.lost)
    for (const entry of batch.entries) entry.holders--
  }

  /** Gives up what waits. */
  dropQueue(reason: LossReason): void {
    for (const entry of this.queue.take(Infinity, Infinity)) this.finish(entry, reason)
  }

  /** Drops the oldest waiting entries while there is too much; the one that came last stays. */
  private trim(): void {
    const { maxQueueBytes, maxQueueRecords } = this.options
    while (this.queue.size > 1 && (this.pending > maxQueueRecords || this.pendingBytes > maxQueueBytes)) {
      this.finish(this.queue.shift()!, 'overflow')
    }
  }

  private finish(entry: Entry, reason?: LossReason): void {
    if (entry.done) return
    entry.done = true
    this.pending--
    this.pendingBytes -= entry.bytes
    if (reason === undefined) this.acknowledged++
    else this.losses.add(reason)
  }
}

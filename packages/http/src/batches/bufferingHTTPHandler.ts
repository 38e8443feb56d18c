import { ERROR, Handler, type Level, LogRecord } from '@treeline/core'
import { checkLevel } from '@treeline/core/internal'
import type { DeliveryStats } from './ledger.js'
import { limit, text } from '../limits.js'
import { Page, type PageScope } from '../page/pageLife.js'
import { type Fetch, isRequesting } from '../request.js'
import { Sender } from './sender.js'
import { wireText } from './wireText.js'

/** The optional parameters of `BufferingHTTPHandler`. */
export interface BufferingHTTPHandlerOptions {
  /** How many records make a batch. Default 100. */
  capacity?: number | undefined
  /** How many UTF-8 bytes make a batch; a larger record goes alone. Default 48 KiB. */
  maxBatchBytes?: number | undefined
  /** How long a record waits for others at most. Default 1000. */
  flushIntervalMs?: number | undefined
  /** A record at or above it is sent at once, with what waits. Default ERROR. */
  flushLevel?: Level | undefined
  /** How many bytes are kept at most while they cannot be sent; the oldest go first. Default 1 MiB. */
  maxQueueBytes?: number | undefined
  /** How many records are kept at most while they cannot be sent; the oldest go first. Default 10 000. */
  maxQueueRecords?: number | undefined
  /** Of a record with more bytes the first 1000 characters of its message are sent, and a note. Default 256 KiB. */
  maxRecordBytes?: number | undefined
  /** How long the server may take to answer. Default 15 000. */
  timeoutMs?: number | undefined
  /** Whether cookies go along, as in `fetch`. Default `'omit'`. A beacon (Firefox before 133) always takes them along. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined
  /** More request headers, such as Authorization. To another origin they cost a preflight and rule out beacons. Default none. */
  headers?: Readonly<Record<string, string>> | undefined
  /**
   * Whether the place of the logging call is sent; finding it costs a walk of the stack. Default true; where callers
   * are not registered (`treeline/slim`), false.
   */
  caller?: boolean | undefined
  /** Makes the requests. Default the global `fetch`, looked up at each request. */
  fetch?: Fetch | undefined
  /** Numbers in [0, 1), for the waits between attempts and the handler's random name. Default `Math.random`. */
  random?: (() => number) | undefined
  /** Milliseconds since the epoch, for a Retry-After that is a date. Default `Date.now`. */
  now?: (() => number) | undefined
  /** Where the page's events, `document` and `navigator` are. Default `globalThis`. */
  scope?: PageScope | undefined
}

const KIB = 1024

/**
 * Sends records in batches to a treeline receiver, as newline-delimited JSON by POST.
 *
 * Guarantees:
 * - Delivery: at least once. Each record has a number and the handler a random name; every attempt sends a record as the same
 *   bytes under both, so that the receiver can drop what it has already. It stops being true where `stats().lost` counts, and
 *   the next batch tells the server of that.
 * - Order: that of the logging calls, one request at a time. When the page hides several leave at once: sort by number.
 * - Blocking: never. `emit` makes the record's text and returns.
 * - Memory: `maxQueueBytes` and `maxQueueRecords`, in flight included; above them the oldest waiting record is dropped.
 * - Loss window: records are in memory only. A crash loses what was not sent: `flushIntervalMs` and a request's time as a rule,
 *   the whole queue while the server is unreachable.
 * - When the page hides or goes (`visibilitychange`, `pagehide`): all that waits leaves at once, the oldest first, by keepalive
 *   requests of 16 KiB up to 60 KiB in all, or beacons; on pagehide what was in flight leaves once more. The rest waits for the
 *   page's return. A hidden page sends each record at once.
 * - On Node: nothing keeps the process alive but a request on its way; await `flush()` or `shutdown()` before the end.
 *
 * Attempts: no answer in time, no network, 408, 425, 429, 5xx are tried again, after up to 1 s, 2 s … 60 s or what Retry-After
 * says (to other origins only if the server exposes that header), from the third network failure on less and less often down
 * to once in 5 minutes. `navigator.onLine === false` waits for the event `online`. 413 halves the batches. 400, 422 and other
 * 4xx drop the batch. 401, 403, 404, 405, 407, 410, 501, 505 and redirects that end nowhere keep the records and try again in
 * 5 minutes. Each is reported once.
 *
 * What a wrapped `fetch` logs while it is called by this handler is not accepted: it would cause the next request. The
 * formatter is not used.
 *
 * @param url where the receiver listens; in a page it may be relative
 * @throws TypeError, RangeError for an option that is wrong
 */
export class BufferingHTTPHandler extends Handler {
  readonly url: string
  readonly capacity: number
  readonly flushLevel: number
  private readonly caller: boolean | undefined
  private readonly maxRecordBytes: number
  private readonly sender: Sender
  private closing: Promise<void> | undefined

  constructor(url: string, options: BufferingHTTPHandlerOptions = {}) {
    // All that may be wrong comes first: an open handler stays known to shutdown.
    const flushLevel = checkLevel(options.flushLevel ?? ERROR)
    const maxRecordBytes = limit('maxRecordBytes', options.maxRecordBytes, 256 * KIB)
    const random = options.random ?? Math.random
    const settings = {
      url: text('url', url),
      src: randomName(random),
      capacity: limit('capacity', options.capacity, 100),
      maxBatchBytes: limit('maxBatchBytes', options.maxBatchBytes, 48 * KIB),
      flushIntervalMs: limit('flushIntervalMs', options.flushIntervalMs, 1000),
      maxQueueBytes: limit('maxQueueBytes', options.maxQueueBytes, 1024 * KIB),
      maxQueueRecords: limit('maxQueueRecords', options.maxQueueRecords, 10_000),
      timeoutMs: limit('timeoutMs', options.timeoutMs, 15_000),
      credentials: options.credentials ?? 'omit',
      headers: { ...options.headers },
      fetch: options.fetch,
      random,
      now: options.now ?? Date.now,
      page: new Page(options.scope ?? (globalThis as PageScope)),
    }
    super()
    this.url = url
    this.capacity = settings.capacity
    this.flushLevel = flushLevel
    this.maxRecordBytes = maxRecordBytes
    this.caller = options.caller
    this.sender = new Sender({ ...settings, report: (error) => this.report(error) })
  }

  override emit(record: LogRecord): void {
    if (isRequesting()) return
    try {
      if (this.closing !== undefined) throw new Error(`${this.constructor.name} is closed`)
      this.sender.accept(wireText(record, this.caller, this.maxRecordBytes), record.levelno >= this.flushLevel)
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Gives the counts since the handler was made: accepted = acknowledged + queued + inFlight + all of lost. */
  stats(): DeliveryStats {
    return this.sender.stats
  }

  /**
   * Sends everything accepted so far, without waiting for a pause between attempts to end.
   *
   * The promise resolves when each of these records is acknowledged or lost, or as soon as an attempt has failed and nothing is
   * on its way any more; `stats()` tells which. It never rejects. Each request takes `timeoutMs` at most.
   */
  override flush(): Promise<void> {
    return this.sender.flush()
  }

  /** Flushes once, then gives up what could not be delivered (`lost.closed`), and lets go of the page's events. */
  override close(): Promise<void> {
    if (this.closing === undefined) {
      const { sender } = this
      this.closing = sender.flush().then(() => sender.close())
      void super.close()
    }
    return this.closing
  }

  /** Delivery fails between the logging calls: the record in the report is about no single one. */
  private report(error: Error): void {
    try {
      this.handleError(new LogRecord('treeline.http', ERROR, '', 0, 'delivery of records', null, null), error)
    } catch {
      // A handleError of the application's that throws: nobody is left to tell.
    }
  }
}

function randomName(random: () => number): string {
  const part = (): string =>
    Math.floor(random() * 36 ** 10)
      .toString(36)
      .padStart(10, '0')
  return part() + part()
}

import { ERROR, Handler, LogRecord } from '@treeline/core'
import { checkLevel, ofType, outsideZone } from '@treeline/core/internal'
import { isRequesting } from '../request.js'
import { type Delivery, makeDelivery } from './delivery.js'
import { type BufferingHTTPHandlerOptions, checkKinds, checkNames, limitsOf } from './options.js'
import type { DeliveryStats } from './stats.js'

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
 * - On Node: nothing keeps the process alive but a request on its way. With `treeline` it flushes once where the program has
 *   nothing left to do; what it still holds at an exit is lost, and counted on standard error: await `shutdown()` before that.
 * - In workers that end their timers with each request (Cloudflare's): `waitUntil(handler.flush())`. What a request began and
 *   did not end is given up once it is overdue, and sent again with the next record or flush.
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
  /** A record at or above it is sent at once: a number, or a name that is assigned. */
  flushLevel: number
  private readonly delivery: Delivery

  constructor(url: string, options: BufferingHTTPHandlerOptions = {}) {
    // All that may be wrong comes first: an open handler stays known to shutdown.
    ofType('url', url, 'string')
    if (new.target === BufferingHTTPHandler) checkNames(options)
    checkKinds(options)
    const limits = limitsOf(options)
    const flushLevel = checkLevel(options.flushLevel ?? ERROR)
    super()
    this.url = url
    this.capacity = limits.capacity
    this.flushLevel = flushLevel
    const report = (error: Error): void => {
      try {
        // Delivery fails between the logging calls: the record in the report is about no single one.
        this.handleError(new LogRecord('treeline.http', ERROR, '', 0, 'delivery of records', null, null), error)
      } catch {
        // A handleError of the application's that throws: nobody is left to tell.
      }
    }
    this.delivery = outsideZone(() => makeDelivery(url, limits, options, report))
  }

  override emit(record: LogRecord): void {
    if (isRequesting()) return
    try {
      const urgent = record.levelno >= checkLevel(this.flushLevel)
      outsideZone(() => this.delivery.add(record, urgent))
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Returns the counts since the handler was made: accepted = acknowledged + queued + inFlight + all of lost. */
  stats(): DeliveryStats {
    return this.delivery.stats()
  }

  /**
   * Sends everything accepted so far, without waiting for a pause between attempts to end.
   *
   * The promise resolves when each of these records is acknowledged or lost, or as soon as an attempt has failed and nothing is
   * on its way any more; `stats()` tells which. It never rejects. Each request takes `timeoutMs` at most.
   */
  override flush(): Promise<void> {
    return outsideZone(() => this.delivery.flush())
  }

  /** Flushes once, then gives up what could not be delivered (`lost.closed`), and lets go of the page's events. */
  override close(): Promise<void> {
    void super.close()
    return outsideZone(() => this.delivery.close())
  }
}

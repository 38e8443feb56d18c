import { ERROR, Handler, LogRecord, repr } from '@treeline/core'
import { checkLevel, outsideZone } from '@treeline/core/internal'
import { checkAddress } from '../pageScope.js'
import { isRequesting } from '../request.js'
import { type Delivery, makeDelivery } from './delivery.js'
import { type BufferingHTTPHandlerOptions, checkKinds, checkNames, limitsOf } from './bufferingHTTPHandlerOptions.js'
import type { DeliveryStats } from './stats.js'

/**
 * Sends records in batches to a treeline receiver, as newline-delimited JSON by POST; with an encoding, to other servers.
 *
 * Guarantees:
 * - Delivery: at least once. Each record has a number and the handler a random name; every attempt sends a record as the same
 *   line under both, so that the receiver can drop what it has already. `stats().lost` counts the exceptions, and the next
 *   batch reports them to the server.
 * - Loss window: with a `journal` what is not acknowledged outlives the page, and the next page sends it. Without one records are
 *   in memory only. A crash then loses what was not sent: `flushIntervalMs` and a request's time as a rule, the whole queue while
 *   the server is unreachable.
 * - Order: that of the logging calls, one request at a time. After a wait, and when the page goes, the most severe leave first:
 *   sort by number.
 * - Blocking: never. `emit` makes the record's text and returns.
 * - Memory: `maxQueueBytes` and `maxQueueRecords`, in flight included; above them the oldest waiting record is dropped.
 * - When the page hides or goes (`visibilitychange`, `pagehide`): all that waits leaves at once, the most severe first, by keepalive
 *   requests of 16 KiB up to 60 KiB in all, or beacons; on pagehide what was in flight leaves once more, behind the rest where a
 *   journal has it. The header says how many stayed behind. A page that stays hidden sends batches as a visible one does.
 * - On Node: nothing keeps the process alive but a request on its way. With `treeline` it flushes once where the program has
 *   nothing left to do; what it still holds at an exit is lost, and counted on standard error: await `shutdown()` before that.
 * - In workers that end their timers with each request (Cloudflare's): `waitUntil(handler.flush())`. What a request began and
 *   did not end is given up once it is overdue, and sent again with the next record or flush.
 *
 * Answers: a 2xx acknowledges where it has the acknowledgement header (see `acknowledge`). No answer in time, no network, 408, 425,
 * 429, 5xx are tried again after 1 s, 2 s … 60 s (5 minutes where nothing answers), by chance half of that at least, or after the
 * time that Retry-After names. 401, 403, 404, 405, 407, 410, 501, 505, redirects and a 2xx without that header are tried again
 * after 2 s, 4 s … 5 minutes. 413 halves the batches. 400, 422 and other 4xx halve the batch until the refused record is alone, and
 * drop that one. A record whose requests fail again and again is found the same way, and dropped where others get through meanwhile.
 * Each is reported once.
 *
 * What a wrapped `fetch` logs while it is called by this handler is not accepted. Records that follow answer after answer and look
 * alike are held, for longer each time: the log's own requests may be their cause. The formatter is not used. In Angular nothing
 * of this runs in the application's zone.
 *
 * @param url where the receiver listens; in a page it may be relative, to the page's address, or its `<base>`, at this moment. Without a page a
 *   relative one is reported and throws no error: pages share code with the server that renders them.
 * @throws TypeError, RangeError for an address or an option that is wrong
 * @example
 * const handler = new BufferingHTTPHandler('https://logs.example.org/log', { flushLevel: 'WARNING' })
 * getLogger().addHandler(handler)
 */
export class BufferingHTTPHandler extends Handler {
  readonly url: string
  readonly capacity: number
  /** A record at or above it is sent at once: a number, or a name that is assigned. */
  flushLevel: number
  private readonly delivery: Delivery

  constructor(url: string, options: BufferingHTTPHandlerOptions = {}) {
    // Checks come first: shutdown keeps a handler once it is made.
    if (new.target === BufferingHTTPHandler) checkNames(options)
    checkKinds(options)
    const limits = limitsOf(options)
    const scope = options.scope ?? globalThis
    const address = checkAddress('url', url, scope)
    const flushLevel = checkLevel(options.flushLevel ?? ERROR, 'flushLevel')
    super()
    this.url = url
    this.capacity = limits.capacity
    this.flushLevel = flushLevel
    const report = (error: Error): void => {
      try {
        // Delivery fails between the logging calls: the report's record stands for no single one.
        this.handleError(new LogRecord('treeline.http', ERROR, '', 0, 'delivery of records', null, null), error)
      } catch {
        // The application's handleError throws: there is nowhere left to report that.
      }
    }
    this.delivery = outsideZone(() => makeDelivery(address || url, limits, options, report))
    if (!address) report(new RangeError(`url: ${repr(url)} is relative, and there is no page: nothing can be sent`))
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
   * on its way any more; `stats()` shows which. It never rejects. Each request takes `timeoutMs` at most.
   */
  override flush(): Promise<void> {
    return outsideZone(() => this.delivery.flush())
  }

  /**
   * Flushes, and lets go of the page's events. Without a journal, where the server asks for a pause (429, 503), it waits and tries
   * again, for five seconds at most. What could not be delivered then stays in the journal, or is given up (`lost.closed`).
   */
  override close(): Promise<void> {
    void super.close()
    return outsideZone(() => this.delivery.close())
  }
}

import type { LogRecord } from '@treeline/core'
import { later } from '@treeline/core/internal'
import { isHidden, isOffline, knowsKeepalive, type Listeners, listen, sendBeacon } from '../page.js'
import { type Outcome, request } from '../request.js'
import { backoffMs } from './backoff.js'
import { type Batch, type Entry, HEADER_BYTES, makeBatch, takeEntries } from './batch.js'
import { every } from './every.js'
import type { BufferingHTTPHandlerOptions, Limits } from './options.js'
import { retryAfterMs } from './retryAfter.js'
import type { DeliveryStats, LossReason, Lost } from './stats.js'
import { utf8Length } from './utf8.js'
import { LATER, REFUSED } from './verdict.js'
import { wireText } from './wireText.js'

const OFFLINE_MS = 60_000
const REFUSED_MS = 5 * 60_000
/** What is later than this by so much will not come any more: its timer or its answer has gone with what began it. */
const GRACE_MS = 1000
/** This many failures in a row are reported. */
const REPORTED_FAILURES = 3
/** Bytes of one request of a page that goes: small ones get through where a big one is refused. */
const EXIT_CHUNK_BYTES = 16 * 1024
/** Of the 64 KiB that a page's keepalive requests and beacons share; the host's own need some too. */
const EXIT_BYTES = 60 * 1024

/** Why nothing is sent at present: there is no network, the server asked for it, or it takes nothing at all. */
const NETWORK = 1
const SERVER = 2
const REFUSAL = 3

/** Brings records to the server, one request at a time and in order; when the page hides, by requests that outlive it. */
export interface Delivery {
  /**
   * Takes a record.
   *
   * @param urgent whether it is to go out at once
   * @throws Error once it is closed
   */
  add(record: LogRecord, urgent: boolean): void
  /** Sends everything now; resolves when all of it is acknowledged or lost, or when nothing is on its way any more. */
  flush(): Promise<void>
  /** Flushes and ends it all; what is still there is lost. */
  close(): Promise<void>
  stats(): DeliveryStats
}

/**
 * Begins a delivery.
 *
 * @param report told what went wrong, once for a run of the same; must not throw
 */
export function makeDelivery(
  url: string,
  limits: Limits,
  options: BufferingHTTPHandlerOptions,
  report: (error: Error) => void,
): Delivery {
  const { capacity, maxBatchBytes, flushIntervalMs, maxQueueBytes, maxQueueRecords, maxRecordBytes, timeoutMs } = limits
  const {
    caller,
    credentials = 'omit',
    headers,
    fetch,
    random = Math.random,
    now = Date.now,
    scope = globalThis,
  } = options
  const src = Array.from({ length: 20 }, () => Math.floor(random() * 36).toString(36)).join('')

  // What is neither acknowledged nor lost; of it the queue is what no request carries. Both are in the order of the numbers.
  const pending = new Set<Entry>()
  let queue: Entry[] = []
  let pendingBytes = 0
  let seq = 0
  let acknowledged = 0
  let retries = 0
  const lost: Lost = {}
  // How many losses the server knows of.
  let told = 0

  // Records up to this number go out as soon as possible.
  let dueSeq = 0
  // Of those behind it.
  let idleBytes = 0
  // Smaller than the option after a 413.
  let batchBytes = maxBatchBytes
  let inFlight: Batch | undefined
  // The requests on their way, and when each has to be over.
  const requests = new Map<Batch, number>()
  let flushes: (readonly [flushed: number, resolve: () => void])[] = []

  let wait = 0
  let failures = 0
  let networkFailures = 0
  let reported = ''
  // There while there is a pause, or while what is in the queue waits for more.
  let endWait: (() => void) | undefined
  let waitEnd = Infinity

  let away = isHidden(scope)
  let gone = false
  // What requests that outlive the page may still take.
  let exitBytes = EXIT_BYTES
  // Taken by sendBeacon, which never tells more.
  const beacons: Batch[] = []
  const listeners: Listeners = {
    visibilitychange: look,
    pagehide() {
      away = gone = true
      depart(true)
    },
    pageshow() {
      gone = false
      look()
    },
    online: retryNow,
  }
  listen('addEventListener', scope, listeners)

  let closing: Promise<void> | undefined
  let closed = false

  return {
    add(record, urgent) {
      if (closing) throw new Error('handler closed')
      revive()
      const json = wireText(record, caller, maxRecordBytes)
      // Numbered only now: making the text runs code of the application's, which may log.
      const line = `{"seq":${++seq},${json.slice(1)}\n`
      const entry = { seq, line, bytes: utf8Length(line), holders: 0 }
      pending.add(entry)
      pendingBytes += entry.bytes
      queue.push(entry)
      // The oldest make room; the one that came last stays.
      while (queue.length > 1 && (pending.size > maxQueueRecords || pendingBytes > maxQueueBytes)) {
        finish(queue.splice(0, 1), 'overflow')
      }
      idleBytes += entry.bytes
      if (urgent || queue.length >= capacity || idleBytes > batchBytes - HEADER_BYTES) setDue()
      // While the page is away each record goes out at once; those of one task go together.
      if (away) void Promise.resolve().then(exit)
      else pump()
    },

    flush,

    close: () => (closing ??= flush().then(end)),

    stats: () => ({
      accepted: seq,
      acknowledged,
      queued: queue.length,
      inFlight: pending.size - queue.length,
      lost: { ...lost },
      retries,
    }),
  }

  /** Lets all that was accepted so far go out. */
  function setDue(): void {
    dueSeq = seq
    idleBytes = 0
  }

  // ---- where a record is

  /** These are acknowledged, or lost for a reason; some may have been before. */
  function finish(entries: Iterable<Entry>, reason?: LossReason): void {
    for (const entry of entries) {
      if (!pending.delete(entry)) continue
      pendingBytes -= entry.bytes
      if (reason) lost[reason] = (lost[reason] ?? 0) + 1
      else acknowledged++
    }
  }

  /** Makes a batch that carries these entries, and the news of losses. */
  function carry(entries: readonly Entry[]): Batch {
    for (const entry of entries) entry.holders++
    const losses = seq - acknowledged - pending.size
    // Totals, not what is new: a request that arrives twice, or whose answer is lost, then counts nothing twice.
    return makeBatch(src, entries, losses, losses > told ? lost : undefined)
  }

  /** The request with this batch is over. */
  function letGo(batch: Batch): void {
    if (batch === inFlight) inFlight = undefined
    else exitBytes += batch.bytes
    for (const entry of batch.entries) entry.holders--
  }

  /** Queues what no request carries any more. */
  function requeue(): void {
    queue = [...pending].filter(({ holders }) => holders === 0)
  }

  // ---- the steady state: one request at a time

  /** Sends the next batch if one is due and nothing stands in the way. */
  function pump(): void {
    const [first] = queue
    if (inFlight || wait || gone || !first) return
    if (first.seq > dueSeq) endWait ??= waitFor(flushIntervalMs)
    else if (isOffline(scope)) pause(NETWORK, OFFLINE_MS)
    else {
      stopWaiting()
      inFlight = carry(takeEntries(queue, capacity, batchBytes - HEADER_BYTES))
      post(inFlight)
    }
  }

  function post(batch: Batch, keepalive?: true): void {
    const init: RequestInit = {
      method: 'POST',
      body: batch.body,
      // Of this type a cross-origin request needs no preflight, which would not outlive the page.
      headers: { 'Content-Type': 'text/plain;charset=utf-8', ...headers },
      credentials,
      cache: 'no-store',
      keepalive,
    }
    requests.set(batch, now() + timeoutMs)
    void request(url, init, timeoutMs, fetch).then((outcome) => {
      if (requests.delete(batch)) over(batch, outcome)
    })
  }

  function over(batch: Batch, outcome: Outcome): void {
    letGo(batch)
    if (!closed) settle(batch, outcome)
  }

  /**
   * Ends requests and waits that are overdue. Cloudflare's workers drop the answers and timers of a request of theirs with it.
   * That tells nothing of the server: what was on its way may leave again at once.
   */
  function revive(): void {
    const overdue = now() - GRACE_MS
    for (const [batch, end] of [...requests]) {
      if (end >= overdue || !requests.delete(batch)) continue
      retries++
      letGo(batch)
      requeue()
    }
    if (waitEnd < overdue) stopWaiting()
  }

  function settle({ entries, bytes, losses }: Batch, outcome: Outcome): void {
    const { status = 0 } = outcome
    const why = status ? `status ${status}` : 'no answer'
    const giveUp = (reason: LossReason): void => {
      finish(entries, reason)
      tell(why, 'records dropped')
    }
    if (status >= 200 && status < 300) {
      finish(entries)
      told = losses
      failures = networkFailures = 0
      reported = ''
      // A 413 may have been about a single big record: there is a way back up, a slow one.
      batchBytes = Math.min(maxBatchBytes, batchBytes + maxBatchBytes / 16)
    } else if (status === 413) {
      if (entries.length === 1) giveUp('too_large')
      else batchBytes = Math.min(bytes, batchBytes) / 2
    } else if (REFUSED.test(String(status))) {
      pause(REFUSAL, REFUSED_MS)
      tell(why, `next attempt in ${REFUSED_MS / 1000} s`)
    } else if (LATER.test(String(status))) retryLater(outcome, why)
    else giveUp('rejected')
    requeue()
    pump()
    answerFlushes()
  }

  function retryLater({ status, headers: answered, error }: Outcome, why: string): void {
    retries++
    // The requests of a page that hid fail together: they count as one.
    if (wait) return
    networkFailures = status === undefined ? networkFailures + 1 : 0
    const ms = backoffMs(failures++, networkFailures, random())
    pause(status ? SERVER : NETWORK, Math.max(ms, retryAfterMs(answered?.get('retry-after'), now())))
    if (failures >= REPORTED_FAILURES) tell(why, 'records wait', error)
  }

  function pause(why: number, ms: number): void {
    stopWaiting()
    wait = why
    endWait = waitFor(ms)
  }

  function waitFor(ms: number): () => void {
    waitEnd = now() + ms
    return later(ms, resume)
  }

  function stopWaiting(): void {
    endWait?.()
    endWait = undefined
    waitEnd = Infinity
    wait = 0
  }

  /** Sends everything from now on, whatever was waited for. */
  function resume(): void {
    stopWaiting()
    sendAll()
  }

  function sendAll(): void {
    setDue()
    pump()
  }

  /** Reports what becomes of records, once for a run of the same. */
  function tell(why: string, fate: string, cause?: unknown): void {
    if (fate !== reported) report(new Error(`POST ${url}: ${why}, ${fate}`, { cause }))
    reported = fate
  }

  // ---- flushes and the end

  function flush(): Promise<void> {
    revive()
    reclaim()
    if (gone) depart(true)
    else resume()
    return new Promise((resolve) => {
      // A timer of this flush's own: others may go with what began them, and a worker without one counts as hung.
      const endWatch = every(timeoutMs + 2 * GRACE_MS, () => {
        revive()
        pump()
        answerFlushes()
      })
      flushes.push([seq, () => resolve(endWatch())])
      answerFlushes()
    })
  }

  /** Answers the flushes whose records are all acknowledged or lost, and every one when nothing is on its way any more. */
  function answerFlushes(): void {
    const [oldest] = pending
    flushes = flushes.filter(
      ([flushed, resolve]) => (requests.size > 0 && oldest && oldest.seq <= flushed) || resolve(),
    )
  }

  function end(): void {
    closed = true
    listen('removeEventListener', scope, listeners)
    stopWaiting()
    if (pending.size > 0) tell('closed', `${pending.size} records undelivered`)
    finish(pending, 'closed')
    requeue()
    answerFlushes()
  }

  // ---- the page comes and goes

  /** The page was hidden or is seen again. */
  function look(): void {
    const wasAway = away
    away = isHidden(scope)
    if (away) {
      depart()
      // A hidden page may live for hours: what did not fit goes the usual way.
      sendAll()
    } else if (wasAway) {
      gone = false
      reclaim()
      retryNow()
    }
  }

  /** Ends a wait for the network, and only that: what the server asked for still holds. */
  function retryNow(): void {
    if (wait === NETWORK) {
      failures = networkFailures = 0
      stopWaiting()
    }
    sendAll()
  }

  function exit(): void {
    if (away && !wait) depart()
    sendAll()
  }

  /**
   * Sends what waits by requests that outlive the page, the oldest first, until the browser's limit. Skips an entry that is too
   * big for what is left.
   *
   * @param repeat whether what is in flight is sent once more
   */
  function depart(repeat?: boolean): void {
    if (wait === REFUSAL || isOffline(scope)) return
    const flying = repeat && inFlight ? inFlight.entries : []
    const repeated = flying.filter((entry) => entry.holders === 1 && pending.has(entry))
    const rest = [...repeated, ...queue.splice(0)]
    while (rest.length > 0) {
      const left = exitBytes - HEADER_BYTES
      const chunk = takeEntries(rest, Infinity, Math.min(EXIT_CHUNK_BYTES - HEADER_BYTES, left))
      if (chunk[0]!.bytes <= left) launch(carry(chunk))
    }
    requeue()
  }

  function launch(batch: Batch): void {
    exitBytes -= batch.bytes
    if (knowsKeepalive(scope)) post(batch, true)
    // A beacon carries no headers: where some are needed it would be refused.
    else if (!headers && sendBeacon(scope, url, batch.body)) beacons.push(batch)
    else letGo(batch)
  }

  /** The page lives: what went by beacon, unanswered, is sent again. The server knows what it has. */
  function reclaim(): void {
    beacons.splice(0).forEach(letGo)
    requeue()
  }
}

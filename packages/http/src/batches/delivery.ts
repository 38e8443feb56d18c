import { type LogRecord, WARNING } from '@treeline/core'
import { makeRegion, origins } from '@treeline/core/internal'
import { makeEcho } from '../echo.js'
import { knowsKeepalive, sendBeacon } from '../pageScope.js'
import { type Outcome, request } from '../request.js'
import { judge } from './answer.js'
import { readerOf } from './answerText.js'
import { type Batch, HEADER_BYTES, makeBatch } from './batch.js'
import { cutForExit } from './departure.js'
import { type Entry, makeEntry } from './entry.js'
import { every } from './every.js'
import { makeFailures } from './failures.js'
import { makeFlushes } from './flushes.js'
import { lastFlush } from './lastFlush.js'
import { makeLedger } from './ledger.js'
import type { BufferingHTTPHandlerOptions, Limits } from './bufferingHTTPHandlerOptions.js'
import { makePageLife } from './pageLife.js'
import { makePreparation } from './preparation.js'
import { heedLevels, readReceipt } from './receipt.js'
import { GRACE_MS, makeRequests } from './requests.js'
import type { DeliveryStats, LossReason } from './stats.js'
import { makeWaits } from './waits.js'
import { wireText } from './wireText.js'

/** The bytes of requests at the page's end: its keepalive requests and beacons share 64 KiB, and the host needs some too. */
const EXIT_BYTES = 60 * 1024

/** Brings records to the server, one request at a time; when the page hides, by requests that outlive it. */
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
  /** Flushes, more than once where that helps, and ends it all; what is still there is lost, or stays in the journal. */
  close(): Promise<void>
  stats(): DeliveryStats
}

/**
 * Begins a delivery.
 *
 * @param url the whole address
 * @param report called with what went wrong, once for a run of the same; must not throw
 */
export function makeDelivery(
  url: string,
  limits: Limits,
  options: BufferingHTTPHandlerOptions,
  report: (error: Error) => void,
): Delivery {
  const { capacity, maxBatchBytes, flushIntervalMs, maxRecordBytes, timeoutMs } = limits
  const {
    encoding,
    acknowledge = encoding ? 'any' : 'receiver',
    caller,
    credentials = 'omit',
    headers,
    journal,
    onLevels,
    fetch,
    random = Math.random,
    now = Date.now,
    scope = globalThis,
  } = options
  const src = Array.from({ length: 20 }, () => Math.floor(random() * 36).toString(36)).join('')

  const ledger = makeLedger(limits, (entry, isLost) => {
    if (entry.origin) entry.origin.settle(!isLost)
    else outbox?.remove([entry])
  })
  const echo = makeEcho(now)
  let seq = 0
  // The losses that the server knows of.
  let told = 0

  // Records up to this place go out as soon as possible.
  let dueOrder = 0
  // The bytes of the records behind that place.
  let idleBytes = 0
  // Smaller than the option after a 413.
  let batchBytes = maxBatchBytes
  let inFlight: Batch | undefined
  const requests = makeRequests(now)
  const flushes = makeFlushes(
    (last) => requests.size > 0 && (ledger.pending.values().next().value?.order ?? Infinity) <= last,
  )
  // Separated records and the others are sent in turns.
  let isTurnOfSeparated = false
  // After a wait, until all that waited has been sent.
  let severeFirst = false

  const waits = makeWaits(now, sendAll)
  // Calls of the application's functions that take part in a request: what they log and flush causes no request by itself.
  const asking = makeRegion()
  const preparation = makePreparation(headers)
  const read = readerOf(encoding, onLevels)
  const hasFreshHeaders = typeof headers === 'function'
  const isClosing = (): boolean => closing !== undefined
  const failures = makeFailures({ ledger, waits, now, random, hasFreshHeaders, isClosing, tell })
  let reported = ''
  const takes = onLevels && (['levels'] as const)

  // What requests that outlive the page may still take.
  let exitBytes = EXIT_BYTES
  // Batches that sendBeacon took: there is no answer to them.
  const beacons: Batch[] = []
  const page = makePageLife(scope, {
    onHide() {
      depart()
      // What did not fit is sent the usual way.
      sendAll()
    },
    onLeave: () => depart(true),
    // Firefox leaves the requests of a page that was frozen without an answer.
    onThaw: () => requests.hurry(look),
    onReturn() {
      reclaim()
      retryNow()
    },
    onOnline: retryNow,
  })

  let closing: Promise<void> | undefined
  let closed = false

  const outbox = journal?.open({
    src,
    destination: url,
    onTakeover: takeOver,
    onGone: (entries) => ledger.forget(entries),
    onLost: (reason, count) => ledger.lose(reason as LossReason, count),
    onError: (cause) => report(new Error('the journal keeps records in memory only', { cause })),
  })
  takeOver()

  return {
    add(record, urgent) {
      if (closing) throw new Error('handler closed')
      revive()
      const json = wireText(record, caller, maxRecordBytes)
      const origin = origins.get(record)
      if (origin) origin.isTaken = true
      // Numbered only now: making the text runs code of the application's, which may log.
      const id = origin ?? { src, seq: ++seq }
      const line = `{"seq":${id.seq},${json.slice(1)}\n`
      const entry = makeEntry({ src: id.src, seq: id.seq, levelno: record.levelno, line }, origin)
      if (!origin) outbox?.add(entry, urgent || page.isLeaving || record.levelno >= WARNING)
      accept(entry)
      const wasHeld = echo.holdMs() > 0
      echo.hear(record, asking.isIn)
      const isHeld = echo.holdMs() > 0
      if (asking.isIn) return
      if (wasHeld && !isHeld && !waits.cause) waits.stop()
      if ((urgent && !isHeld) || isFull()) setDue()
      // What is logged while the page goes leaves together at the end of the task.
      if (page.isLeaving && !isHeld) void Promise.resolve().then(exit)
      else pump()
    },

    flush,

    close: () => (closing ??= lastFlush(flush, { waits, now, isOver }).then(end, end)),

    stats: () => ledger.stats(failures.retries),
  }

  function accept(entry: Entry): void {
    ledger.add(entry)
    idleBytes += entry.bytes
  }

  function isFull(): boolean {
    return ledger.queue.length >= capacity || idleBytes > batchBytes - HEADER_BYTES
  }

  /** Lets all that was accepted so far go out. */
  function setDue(): void {
    dueOrder = ledger.last()
    idleBytes = 0
  }

  /** Takes what pages that are gone left behind, a part at a time: while there is room in the queue. */
  function takeOver(): void {
    if (closing || !outbox || ledger.queue.length >= capacity) return
    const left = outbox.takeOver()
    for (const entry of left) accept(makeEntry(entry))
    if (left.length > 0) sendAll()
  }

  // ---- batches

  /** Makes a batch that carries these entries, and the news of losses. Returns undefined where that fails. */
  function carry(entries: readonly Entry[], left?: number): Batch | undefined {
    const losses = ledger.losses()
    const isOwn = entries[0]!.src === src
    // Totals, not what is new: a request that arrives twice, or whose answer is lost, then counts nothing twice.
    const lost = isOwn && losses > told ? ledger.lost : undefined
    const sent = isOwn ? now() : undefined
    try {
      const news = { losses: isOwn ? losses : told, lost, sent, left, takes }
      const batch = asking.run(() => makeBatch(entries, news, encoding))
      for (const entry of entries) entry.holders++
      return batch
    } catch (error) {
      // The application's encoding threw.
      failures.settleUnsent(entries, error)
      return undefined
    }
  }

  /** Releases the records of a request that is over. */
  function endRequest(batch: Batch): void {
    if (batch === inFlight) inFlight = undefined
    else exitBytes += batch.bytes
    for (const entry of batch.entries) entry.holders--
  }

  // ---- the steady state: one request at a time

  /** Sends the next batch if one is due and nothing stands in the way. */
  function pump(): void {
    if (inFlight || waits.cause || page.isGone) return
    for (let entries = next(); entries; entries = next()) {
      waits.stop()
      inFlight = carry(entries)
      if (inFlight) return post(inFlight)
    }
    if (ledger.queue.length > 0) waits.gather(Math.max(flushIntervalMs, echo.holdMs()))
    else severeFirst = false
  }

  /** Takes the next records to send: of those that are due and those that are separated, in turns. */
  function next(): readonly Entry[] | undefined {
    const isDue = (ledger.queue[0]?.order ?? Infinity) <= dueOrder
    const separated = ledger.separated()
    const isTheirs = separated.length > 0 && (isTurnOfSeparated || !isDue)
    if (!isTheirs && !isDue) return undefined
    isTurnOfSeparated = !isTheirs
    return isTheirs ? separated : ledger.take(capacity, batchBytes - HEADER_BYTES, severeFirst)
  }

  function post(batch: Batch, keepalive?: true): void {
    const init: RequestInit = {
      method: 'POST',
      body: batch.body,
      // Of this type a cross-origin request needs no preflight, which would not outlive the page.
      headers: { 'Content-Type': encoding?.contentType ?? 'text/plain;charset=utf-8' },
      credentials,
      cache: 'no-store',
      keepalive,
    }
    requests.add(batch, timeoutMs)
    echo.ask()
    const prepare = () => asking.run(() => preparation.prepare(batch, keepalive))
    void request({ url, init, timeoutMs, fetch, prepare, read }).then((outcome) => {
      echo.answer()
      if (!requests.end(batch)) return
      endRequest(batch)
      if (!closed) settle(batch, outcome)
    })
  }

  /**
   * Ends requests and waits that are overdue. Cloudflare's workers drop the answers and timers of a request of theirs with it.
   * That tells nothing of the server: what was on its way may leave again at once.
   */
  function revive(): void {
    for (const batch of requests.takeOverdue()) {
      failures.retries++
      endRequest(batch)
      ledger.requeue()
    }
    if (waits.isOverdue(now() - GRACE_MS)) waits.stop()
  }

  function settle(batch: Batch, outcome: Outcome): void {
    const { entries, bytes } = batch
    const verdict = judge(outcome, acknowledge)
    if (preparation.learn(batch, outcome, verdict === 'received')) failures.retries++
    else if (verdict === 'received') receive(batch, outcome)
    else if (verdict === 'too large' && entries.length > 1) batchBytes = Math.min(bytes, batchBytes) / 2
    else failures.settle(entries, verdict, outcome)
    severeFirst ||= waits.cause !== undefined
    ledger.requeue()
    pump()
    takeOver()
    flushes.answer()
  }

  /** Acknowledges what the server took, and heeds what it says beside that. */
  function receive({ entries, losses }: Batch, outcome: Outcome): void {
    const { text = '' } = outcome
    const receipt = asking.run(() => readReceipt(text, encoding))
    if (!receipt) return failures.settle(entries, 'later', { ...outcome, status: 502 })
    const again = new Set(receipt.later.map((place) => entries[place]))
    ledger.finish(
      receipt.refused.flatMap((place) => entries[place] ?? []),
      'rejected',
    )
    ledger.finish(entries.filter((entry) => !again.has(entry)))
    told = Math.max(told, losses)
    failures.end()
    if (receipt.refused.length > 0) tell('the server refused some', 'records dropped')
    else reported = ''
    // A 413 may have been about a single big record: there is a way back up, a slow one.
    batchBytes = Math.min(maxBatchBytes, batchBytes + maxBatchBytes / 16)
    if (again.size > 0) failures.settle([], 'later', { status: 429 })
    if (onLevels && !encoding) asking.run(() => heedLevels(text, onLevels))
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
    if (asking.isIn) return Promise.resolve()
    revive()
    reclaim()
    outbox?.flush()
    if (page.isGone) depart(true)
    else {
      waits.stop()
      sendAll()
    }
    // A timer of this flush's own: others may go with what began them, and a worker without one counts as hung.
    return flushes.add(ledger.last(), every(timeoutMs + 2 * GRACE_MS, look))
  }

  function look(): void {
    revive()
    pump()
    flushes.answer()
  }

  /** Returns whether a further attempt could save nothing: what is stored can wait. */
  function isOver(): boolean {
    return ledger.pending.size === 0 || outbox !== undefined
  }

  function end(): void {
    closed = true
    page.end()
    waits.stop()
    outbox?.close()
    const size = [...ledger.pending].filter(({ origin }) => !origin).length
    if (size > 0) tell('closed', outbox ? `${size} records stay in the journal` : `${size} records undelivered`)
    ledger.finish(outbox ? [...ledger.pending].filter(({ origin }) => origin) : ledger.pending, 'closed')
    ledger.requeue()
    flushes.answer()
  }

  // ---- the page comes and goes

  /** Ends a wait for the network, and only that: what the server asked for still holds. */
  function retryNow(): void {
    if (waits.cause === 'network') {
      failures.forgetNetwork()
      waits.stop()
    }
    sendAll()
  }

  function exit(): void {
    if (page.isLeaving && waits.cause !== 'server') depart()
    sendAll()
  }

  /**
   * Sends what waits by requests that outlive the page, the most severe first, until the browser's limit. What is stored comes
   * later anyway: what was in flight then leaves last, and what an earlier page left does not leave now.
   *
   * @param repeat whether what is in flight is sent once more
   */
  function depart(repeat?: boolean): void {
    // The journal heard of the page's end before the application's listeners logged.
    outbox?.flush()
    const isOwn = (entry: Entry): boolean => entry.src === src || !outbox
    const waiting = [...ledger.pending].filter((entry) => entry.holders === 0 && isOwn(entry))
    const flying = repeat && inFlight ? inFlight.entries : []
    const repeated = flying.filter((entry) => entry.holders === 1 && ledger.pending.has(entry) && isOwn(entry))
    const chunks = cutForExit({ waiting, flying: repeated, isStored: outbox !== undefined }, exitBytes)
    const leaving = new Set(chunks.flat())
    // What a hidden page leaves behind is sent the usual way.
    const left = (page.isGone && waiting.filter((entry) => !leaving.has(entry)).length) || undefined
    for (const chunk of chunks) launch(carry(chunk, left))
    ledger.requeue()
  }

  function launch(batch: Batch | undefined): void {
    if (!batch) return
    exitBytes -= batch.bytes
    // What an encoding makes may be longer than the lines that were counted.
    if (exitBytes < 0) endRequest(batch)
    else if (knowsKeepalive(scope)) post(batch, true)
    // A beacon carries no headers: where some are needed it would be refused.
    else if (!headers && sendBeacon(scope, url, batch.body)) beacons.push(batch)
    else endRequest(batch)
  }

  /** Sends again what went by beacon, as the page lives on: there was no answer. The server drops copies. */
  function reclaim(): void {
    beacons.splice(0).forEach(endRequest)
    ledger.requeue()
  }
}

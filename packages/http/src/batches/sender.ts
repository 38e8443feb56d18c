import { Backoff } from './backoff.js'
import { type Batch, HEADER_BYTES } from './batch.js'
import type { Entry } from './entry.js'
import { Exit } from '../page/keepaliveBudget.js'
import { Flushes } from './flushes.js'
import { type DeliveryStats, Ledger, type LedgerOptions } from './ledger.js'
import type { LossReason } from './losses.js'
import type { Page } from '../page/pageLife.js'
import { type Outcome, outward, request, type RequestOptions } from '../request.js'
import { Timer } from '../timer.js'
import { judge } from './verdict.js'

const OFFLINE_MS = 60_000
const REFUSED_MS = 5 * 60_000
/** This many failures in a row are reported. */
const REPORTED_FAILURES = 3

/** What a sender is made of. */
export interface SenderOptions extends RequestOptions, LedgerOptions {
  readonly url: string
  readonly capacity: number
  readonly maxBatchBytes: number
  readonly flushIntervalMs: number
  readonly credentials: RequestCredentials
  readonly headers: Readonly<Record<string, string>>
  readonly random: () => number
  readonly page: Page
  /** Told what went wrong, once for a run of the same. Must not throw. */
  readonly report: (error: Error) => void
}

/** Why nothing is sent at present. */
type Wait = 'network' | 'offline' | 'server' | 'refused'

/** Brings records to the server, one request at a time and in order; when the page hides, by requests that outlive it. */
export class Sender {
  private readonly options: SenderOptions
  private readonly ledger: Ledger
  private readonly backoff: Backoff
  private readonly exit = new Exit((entries) => this.launch(entries))
  private retries = 0
  // Records up to this number go out as soon as possible.
  private dueSeq = 0
  // Smaller than the option after a 413.
  private maxBatchBytes: number
  private inFlight: Batch | undefined
  private readonly departed = new Set<Batch>()
  // Taken by sendBeacon, which never tells more.
  private unconfirmed: Batch[] = []
  private readonly flushes = new Flushes()
  private wait: Wait | undefined
  private readonly waitTimer = new Timer(() => this.resume())
  private readonly interval = new Timer(() => this.sendAll())
  private reported = ''
  private away: boolean
  private gone = false
  private exitQueued = false
  private closed = false

  constructor(options: SenderOptions) {
    this.options = options
    this.ledger = new Ledger(options)
    this.backoff = new Backoff(options.random)
    this.maxBatchBytes = options.maxBatchBytes
    const { page } = options
    this.away = page.hidden
    page.watch({
      hide: () => this.hide(),
      leave: () => this.leave(),
      show: () => this.show(),
      online: () => this.retryNow(),
    })
  }

  get stats(): DeliveryStats {
    return this.ledger.stats(this.retries)
  }

  /**
   * Takes a record.
   *
   * @param json its JSON text without its number
   * @param urgent whether it is to go out at once
   */
  accept(json: string, urgent: boolean): void {
    const { ledger } = this
    ledger.accept(json)
    const full = ledger.queue.size >= this.options.capacity || ledger.queue.bytes + HEADER_BYTES >= this.maxBatchBytes
    if (urgent || full) this.dueSeq = ledger.seq
    if (this.away) this.queueExit()
    else this.pump()
  }

  /** Sends everything now; resolves when all of it is acknowledged or lost, or when nothing is on its way any more. */
  flush(): Promise<void> {
    this.reclaim()
    if (this.gone) this.depart(true)
    else this.resume()
    if (this.ledger.pending === 0 || !this.busy) return Promise.resolve()
    return this.flushes.add(this.ledger.seq)
  }

  /** Ends it all; what is still there is lost. */
  close(): void {
    this.closed = true
    this.options.page.unwatch()
    this.endWait()
    this.interval.stop()
    const left = this.ledger.pending
    for (const batch of this.carried(this.unconfirmed)) this.ledger.drop(batch, 'closed')
    this.ledger.dropQueue('closed')
    if (left > 0) this.report('closed', `closed with ${left} records undelivered`)
    this.answerFlushes()
  }

  // ---- the steady state: one request at a time

  /** Sends the next batch if one is due and nothing stands in the way. */
  private pump(): void {
    if (this.inFlight !== undefined || this.wait !== undefined || this.gone || this.closed) return
    const { queue } = this.ledger
    if (queue.first === undefined) return
    if (queue.first.seq > this.dueSeq) return this.startInterval()
    if (this.options.page.offline) return this.pause('offline', OFFLINE_MS)
    this.interval.stop()
    const batch = this.ledger.open(queue.take(this.options.capacity, this.maxBatchBytes - HEADER_BYTES))
    this.inFlight = batch
    void this.post(batch, false).then((outcome) => {
      this.inFlight = undefined
      this.settle(batch, outcome)
    })
  }

  private post(batch: Batch, keepalive: boolean): Promise<Outcome> {
    const { url, credentials, headers } = this.options
    const init: RequestInit = {
      method: 'POST',
      body: batch.body,
      // Of this type a cross-origin request needs no preflight, which would not outlive the page.
      headers: { 'Content-Type': 'text/plain;charset=utf-8', ...headers },
      credentials,
      cache: 'no-store',
    }
    if (keepalive) init.keepalive = true
    return request(url, init, this.options)
  }

  private settle(batch: Batch, outcome: Outcome): void {
    if (this.closed) return
    const verdict = judge(outcome)
    if (verdict === 'acknowledged') this.acknowledge(batch)
    else if (verdict === 'rejected') this.drop(batch, 'rejected', outcome)
    else if (verdict === 'split' && batch.entries.length === 1) this.drop(batch, 'too_large', outcome)
    else {
      this.ledger.release(batch)
      if (verdict === 'split') this.maxBatchBytes = Math.ceil(Math.min(batch.bytes, this.maxBatchBytes) / 2)
      else if (verdict === 'refused') this.refuse(outcome)
      else this.retryLater(outcome)
    }
    this.pump()
    this.answerFlushes()
  }

  private acknowledge(batch: Batch): void {
    this.ledger.acknowledge(batch)
    this.backoff.reset()
    this.reported = ''
    // A 413 may have been about a single big record: there is a way back up, a slow one.
    const { maxBatchBytes } = this.options
    this.maxBatchBytes = Math.min(maxBatchBytes, this.maxBatchBytes + Math.ceil(maxBatchBytes / 16))
  }

  private drop(batch: Batch, reason: LossReason, outcome: Outcome): void {
    this.ledger.drop(batch, reason)
    this.report(reason, `${describe(outcome)}, ${batch.entries.length} records dropped`)
  }

  private refuse(outcome: Outcome): void {
    this.pause('refused', REFUSED_MS)
    this.report('refused', `${describe(outcome)}, next attempt in ${REFUSED_MS / 1000} s`)
  }

  private retryLater(outcome: Outcome): void {
    this.retries++
    // The requests of a page that hid fail together: they count as one.
    if (this.wait !== undefined) return
    const delay = this.backoff.next(outcome.kind === 'network')
    if (outcome.kind === 'answer') this.pause('server', Math.max(delay, outcome.retryAfterMs ?? 0))
    else this.pause('network', delay)
    if (this.backoff.failures >= REPORTED_FAILURES) this.report('retry', `${describe(outcome)}, records wait`)
  }

  private pause(wait: Wait, ms: number): void {
    this.wait = wait
    this.waitTimer.start(ms)
  }

  private endWait(): void {
    this.waitTimer.stop()
    this.wait = undefined
  }

  /** Sends everything from now on, whatever was waited for. */
  private resume(): void {
    this.endWait()
    this.sendAll()
  }

  private sendAll(): void {
    this.dueSeq = this.ledger.seq
    this.pump()
  }

  private startInterval(): void {
    if (!this.interval.isRunning) this.interval.start(this.options.flushIntervalMs)
  }

  // ---- the page comes and goes

  private hide(): void {
    this.away = true
    this.depart(false)
    // A hidden page may live for hours: what did not fit goes the usual way.
    this.sendAll()
  }

  private leave(): void {
    this.away = true
    this.gone = true
    this.depart(true)
  }

  private show(): void {
    const { away } = this
    this.away = this.options.page.hidden
    this.gone = false
    if (!away) return
    if (!this.away) this.reclaim()
    this.dueSeq = this.ledger.seq
    this.retryNow()
  }

  /** Ends a wait for the network, and only that: what the server asked for still holds. */
  private retryNow(): void {
    if (this.wait === 'network' || this.wait === 'offline') {
      this.backoff.reset()
      this.resume()
    } else this.pump()
  }

  /** While the page is away each record goes out at once; those of one task go together. */
  private queueExit(): void {
    if (this.exitQueued) return
    this.exitQueued = true
    queueMicrotask(() => {
      this.exitQueued = false
      if (this.away && this.wait === undefined) this.depart(false)
      this.sendAll()
    })
  }

  /** Sends all that waits by requests that outlive the page; `repeat` sends what is in flight once more. */
  private depart(repeat: boolean): void {
    if (this.wait === 'refused' || this.closed || this.options.page.offline) return
    const waiting = this.ledger.queue.take(Infinity, Infinity)
    const repeated = repeat ? (this.inFlight?.entries ?? []).filter((entry) => entry.holders === 1) : []
    this.exit.send([...repeated, ...waiting])
    this.ledger.queue.restore(waiting.filter((entry) => entry.holders === 0))
  }

  private launch(entries: readonly Entry[]): Batch | undefined {
    const { page, url, headers } = this.options
    if (page.keepalive) return this.launchFetch(this.ledger.open(entries))
    // A beacon carries no headers: where some are needed it would be refused.
    if (!page.beacon || Object.keys(headers).length > 0) return undefined
    const batch = this.ledger.open(entries)
    if (outward(() => page.sendBeacon(url, batch.body))) {
      this.unconfirmed.push(batch)
      return batch
    }
    this.ledger.cancel(batch)
    return undefined
  }

  private launchFetch(batch: Batch): Batch {
    this.departed.add(batch)
    void this.post(batch, true).then((outcome) => {
      this.departed.delete(batch)
      this.exit.settle(batch)
      this.settle(batch, outcome)
    })
    return batch
  }

  /** The page lives: what went by beacon, unanswered, is sent again. The server knows what it has. */
  private reclaim(): void {
    for (const batch of this.unconfirmed.splice(0)) {
      this.exit.settle(batch)
      this.ledger.release(batch)
    }
  }

  // ---- flushes

  private get busy(): boolean {
    return this.inFlight !== undefined || this.departed.size > 0
  }

  private answerFlushes(): void {
    this.flushes.answer(() => (this.busy ? this.oldestPending() : Infinity))
  }

  private oldestPending(): number {
    let oldest = this.ledger.queue.first?.seq ?? Infinity
    for (const batch of this.carried()) {
      for (const entry of batch.entries) if (!entry.done) oldest = Math.min(oldest, entry.seq)
    }
    return oldest
  }

  private carried(more: readonly Batch[] = []): Batch[] {
    return [...(this.inFlight === undefined ? [] : [this.inFlight]), ...this.departed, ...more]
  }

  private report(kind: string, text: string): void {
    if (kind === this.reported) return
    this.reported = kind
    this.options.report(new Error(`POST ${this.options.url}: ${text}`))
  }
}

function describe(outcome: Outcome): string {
  if (outcome.kind === 'answer') return `status ${outcome.status}`
  const { error } = outcome
  return error instanceof Error ? error.message : 'the request failed'
}

import { atOnce, hold, later } from '@treeline/core/internal'
import { BATCH_VERSION, RECEIVED_HEADER } from '@treeline/core/wire'
import { networkOf } from './requests/address.js'
import { type Batch, readBatch, readLine } from './batches/batchReader.js'
import { BodiesInProgress, type BodyInProgress } from './requests/bodiesInProgress.js'
import { type BodyKind, bodyKind, readBody } from './requests/body.js'
import { digest } from './batches/digest.js'
import { readForm } from './forms/form.js'
import { type Additions, Intake } from './records/intake.js'
import { checkOptions, type ReceiverOptions, type Sender, type Settings } from './options.js'
import { corsHeaders, isAllowed, preflightHeaders } from './requests/origin.js'
import { RateLimiter } from './requests/rateLimiter.js'
import { Refusal, type RefusalReason } from './requests/refusal.js'
import { type Source, Sources } from './batches/sources.js'
import { Turn } from './bounds/turn.js'

/** What the caller of `handle` knows of the client beside the request. */
export interface ClientInfo {
  /** The client's network address. Rates, bytes and sources are counted by it. */
  readonly address?: string | undefined
}

/** The counts of a receiver, since it was made. */
export interface ReceiverStats {
  /** Batches and form posts that were taken. */
  batches: number
  /** Records handed to their loggers. */
  records: number
  /** Records that had come before, and were skipped. */
  duplicates: number
  /** Records below the receiver's level. */
  dropped: number
  /** Lines that were no record, and lines that the header counted but the body lacked. */
  bad: number
  /** Records on which a logger's filter threw. */
  failed: number
  /** Records that the senders reported as lost. */
  lost: number
  /** Sources that are remembered now. */
  sources: number
  /** Bytes that requests take now, as `maxBytesInProgress` counts them. */
  bytesInProgress: number
  /** Refused requests, by reason. */
  refused: Partial<Record<RefusalReason, number>>
}

/** Refusals that are the sender's fault. */
const FAULTS: ReadonlySet<RefusalReason> = /* @__PURE__ */ new Set(['type', 'size', 'batch'])

/** A request, and where it comes from. */
interface From {
  readonly request: Request
  readonly address: string | undefined
  /** By which rates, bytes and sources are counted. */
  readonly client: string
}

/**
 * Takes records from pages and other processes into the tree of loggers: the batches of `BufferingHTTPHandler` and the form
 * posts of Python's `HTTPHandler`.
 *
 * - Once: each record of a batch goes to its logger once, however often it is sent, and in whichever batch. This holds within
 *   one process, for the last 5000 records of each of the `maxSources` sources that sent last, `maxRemembered` in all.
 * - A copy is what has the same source, number and content. No record is dropped because another one took its number.
 * - Order: as the records arrive. A batch that takes its handlers longer than 5 ms lets others come in between.
 * - Loss window: the answer 204 comes after the last record went to its logger. What a handler has not written then, that handler
 *   can lose.
 * - Memory: bounded by the options. At most `maxBodyBytes` of a body are read, and `maxBytesInProgress` are held.
 * - A line that is no record is counted and skipped, so that it cannot block its sender's queue.
 * - At exit: nothing to close.
 *
 * @param options see `ReceiverOptions`
 * @throws TypeError, RangeError that name the option and what it expects
 */
export class Receiver {
  private readonly settings: Settings
  private readonly intake: Intake
  private readonly sources: Sources
  private readonly bodies: BodiesInProgress
  private readonly rate: RateLimiter | undefined
  private readonly counts: Omit<ReceiverStats, 'sources' | 'bytesInProgress'>

  constructor(options: ReceiverOptions = {}) {
    const settings = checkOptions(options)
    this.settings = settings
    this.intake = new Intake(settings)
    this.sources = new Sources(settings.maxSources, settings.maxRemembered)
    this.bodies = new BodiesInProgress(settings.maxBytesInProgress, settings.maxBytesInProgressPerAddress)
    this.rate = settings.rate === null ? undefined : new RateLimiter(settings.rate, settings.maxSources)
    this.counts = { batches: 0, records: 0, duplicates: 0, dropped: 0, bad: 0, failed: 0, lost: 0, refused: {} }
  }

  /**
   * Answers a request: 204 when every record was taken or was known, else a status that tells the sender what to do. The answer
   * to a batch that was taken has the header `treeline`; no other answer has it. Never rejects.
   */
  async handle(request: Request, info: ClientInfo = {}): Promise<Response> {
    const headers: Record<string, string> = { 'cache-control': 'no-store' }
    try {
      if (!isAllowed(request, this.settings)) throw new Refusal('origin', 'this origin may not send records')
      Object.assign(headers, corsHeaders(request, this.settings))
      if (request.method === 'OPTIONS') Object.assign(headers, preflightHeaders(request, this.methods))
      else if ((await this.receive(request, info)) === 'batch') headers[RECEIVED_HEADER] = String(BATCH_VERSION)
      return new Response(null, { status: 204, headers })
    } catch (error) {
      return this.refuse(error, request, headers)
    }
  }

  /** Returns a copy of the counts. */
  stats(): ReceiverStats {
    const { counts, sources, bodies } = this
    return { ...counts, refused: { ...counts.refused }, sources: sources.size, bytesInProgress: bodies.bytes }
  }

  private get methods(): string {
    return this.settings.acceptGet ? 'GET, POST, OPTIONS' : 'POST, OPTIONS'
  }

  private async receive(request: Request, info: ClientInfo): Promise<BodyKind> {
    const { settings } = this
    const isGet = request.method === 'GET' && settings.acceptGet
    if (request.method !== 'POST' && !isGet)
      throw new Refusal('method', 'send records by POST', { allow: this.methods })
    const address = atOnce(settings.address?.(request)) ?? info.address
    const from: From = { request, address, client: networkOf(address ?? '') }
    // Before the body, so that it is not read in vain; and after it, because other requests of the client may have come first.
    this.checkRate(from)
    const body = this.bodies.open(from.client)
    try {
      const kind = isGet ? 'form' : bodyKind(request)
      if (isGet) this.receiveForm(queryOf(request, settings), from)
      else await this.receiveBody(kind, body, from)
      this.counts.batches++
      return kind
    } catch (error) {
      // What is refused for its form counts as one record, or it would be free.
      if (error instanceof Refusal && FAULTS.has(error.reason)) this.spend(from, 1)
      throw error
    } finally {
      body.close()
    }
  }

  private async receiveBody(kind: BodyKind, body: BodyInProgress, from: From): Promise<void> {
    const { maxBodyBytes, maxRecords, bodyTimeoutMs } = this.settings
    const late = (): void => body.giveUp(new Refusal('timeout', `the body took longer than ${bodyTimeoutMs} ms`))
    const stop = later(bodyTimeoutMs, late)
    const bytes = await readBody(from.request, maxBodyBytes, body).finally(stop)
    this.checkRate(from)
    if (kind === 'batch') await this.receiveBatch(readBatch(bytes, maxRecords), from)
    else this.receiveForm(new TextDecoder().decode(bytes), from)
  }

  private checkRate({ client }: From): void {
    const waitMs = this.rate?.waitMs(client, this.settings.now()) ?? 0
    if (waitMs > 0) throw new Refusal('rate', 'too many records', { 'retry-after': String(Math.ceil(waitMs / 1000)) })
  }

  private spend({ client }: From, records: number): void {
    this.rate?.spend(client, records, this.settings.now())
  }

  private async receiveBatch({ header, lines }: Batch, from: From): Promise<void> {
    const { request, address, client } = from
    // A batch without records counts as one record, or it would be free.
    this.spend(from, Math.max(1, lines.length))
    let source = this.sources.open(header.src, client)
    this.tellLost(header.src, this.sources.newlyLost(source, header.lost))
    const fields = this.fieldsOf(request, { address, src: header.src })
    const turn = new Turn()
    for (const line of lines) {
      if (turn.isOver) {
        await turn.next()
        // It may have been forgotten meanwhile.
        source = this.sources.open(header.src, client)
      }
      this.receiveLine(line, source, { fields }, request)
    }
    this.sources.count(source)
    this.counts.bad += Math.max(0, Math.min(header.count ?? 0, this.settings.maxRecords) - lines.length)
  }

  private receiveLine(line: Uint8Array, source: Source, additions: Additions, request: Request): void {
    try {
      const wire = readLine(line, this.settings.maxRecordBytes)
      const content = digest(line)
      if (this.sources.isKnown(source, content)) this.counts.duplicates++
      else if (this.deliver(wire, additions, request)) source.seen.add(content)
    } catch (error) {
      this.counts.bad++
      this.tell(error, request)
    }
  }

  private receiveForm(query: string, from: From): void {
    const { settings } = this
    const { request, address } = from
    if (query.length > settings.maxRecordBytes) {
      throw new Refusal('size', `the record is longer than ${settings.maxRecordBytes} bytes`)
    }
    const { wire, origin } = readForm(query, settings.now())
    const fields = this.fieldsOf(request, { address, src: undefined })
    try {
      this.deliver(wire, { fields, origin }, request)
    } catch (error) {
      throw new Refusal('batch', textOf(error), {}, error)
    }
    this.spend(from, 1)
  }

  /**
   * Passes a record to its logger, or drops it where its level is too low.
   *
   * @returns false when a filter of the logger threw
   * @throws TypeError for an object that is no record
   */
  private deliver(wire: object, additions: Additions, request: Request): boolean {
    const arrival = this.intake.read(wire, additions)
    if (arrival === undefined) {
      this.counts.dropped++
      return true
    }
    try {
      arrival.logger.handle(arrival.record)
    } catch (error) {
      this.counts.failed++
      this.tell(error, request)
      return false
    }
    this.counts.records++
    return true
  }

  private tellLost(src: string, more: ReadonlyMap<string, number>): void {
    if (more.size === 0) return
    const total = [...more.values()].reduce((sum, n) => sum + n, 0)
    this.counts.lost += total
    const reasons = [...more].map(([reason, n]) => `${reason} ${n}`).join(', ')
    this.intake.loggers.top.warning('page %s lost %d records (%s)', src, total, reasons)
  }

  private fieldsOf(request: Request, sender: Sender): Additions['fields'] {
    try {
      return atOnce(this.settings.fields?.(request, sender)) as Additions['fields']
    } catch (error) {
      this.tell(error, request)
      return undefined
    }
  }

  private refuse(error: unknown, request: Request, headers: Record<string, string>): Response {
    const refusal = error instanceof Refusal ? error : new Refusal('failure', 'the receiver failed', {}, error)
    const { refused } = this.counts
    refused[refusal.reason] = (refused[refusal.reason] ?? 0) + 1
    this.tell(refusal, request)
    const plain = { 'content-type': 'text/plain;charset=utf-8', 'x-content-type-options': 'nosniff' }
    return new Response(refusal.message, {
      status: refusal.status,
      headers: { ...headers, ...plain, ...refusal.headers },
    })
  }

  private tell(error: unknown, request: Request): void {
    try {
      hold(this.settings.onError?.(error instanceof Error ? error : new Error(textOf(error)), request))
    } catch {
      // There is nobody else to tell.
    }
  }
}

function queryOf(request: Request, settings: Settings): string {
  const query = new URL(request.url).search.slice(1)
  if (query.length > settings.maxBodyBytes)
    throw new Refusal('size', `the query is longer than ${settings.maxBodyBytes} bytes`)
  return query
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

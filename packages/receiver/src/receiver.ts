import { type Batch, readBatch, readLine } from './batch.js'
import { bodyKind, readBody } from './body.js'
import { readForm } from './form.js'
import { type Additions, Intake } from './intake.js'
import { checkOptions, type ReceiverOptions, type Sender, type Settings } from './options.js'
import { corsHeaders, isAllowed, preflightHeaders } from './origin.js'
import { Rate } from './rate.js'
import { Refusal, type RefusalReason } from './refusal.js'
import { type Source, Sources } from './sources.js'

/** What the server that calls `handle` knows of the client beside the request. */
export interface ClientInfo {
  /** The client's network address, by which the rate is counted. */
  readonly address?: string | undefined
}

/** What a receiver did so far. */
export interface ReceiverStats {
  /** Batches and form posts that were taken. */
  batches: number
  /** Records handed to their loggers. */
  records: number
  /** Records that had come before. */
  duplicates: number
  /** Records below the receiver's level. */
  dropped: number
  /** Lines that were no record, or that the header counted and the body lacked. */
  bad: number
  /** Records on which a logger's filter failed. */
  failed: number
  /** Records that the senders said they had lost. */
  lost: number
  /** Sources remembered at present. */
  sources: number
  /** Requests refused, by reason. */
  refused: Partial<Record<RefusalReason, number>>
}

/**
 * Takes records from pages and other processes into the tree of loggers: the batches of `BufferingHTTPHandler` and the form
 * posts of Python's `HTTPHandler`.
 *
 * Guarantees. Each record of a batch is handed to its logger once, in the order of arrival, however often and however cut
 * it is sent: for the `maxSources` sources that sent last, up to 64 gaps in each one's numbers, within this one process.
 * The answer 204 comes after the last record was handed over, synchronously; what a handler has not written then is that
 * handler's to lose. Memory is bounded by the options, a body is read no further than `maxBodyBytes`, and a line that is no
 * record is counted and passed over, so that it cannot hold up its sender's queue. Nothing here needs closing at exit.
 *
 * @param options see `ReceiverOptions`
 * @throws TypeError, RangeError that name an option and what was expected
 */
export class Receiver {
  private readonly settings: Settings
  private readonly intake: Intake
  private readonly sources: Sources
  private readonly rate: Rate | undefined
  private readonly counts: Omit<ReceiverStats, 'sources'>

  constructor(options: ReceiverOptions = {}) {
    const settings = checkOptions(options)
    this.settings = settings
    this.intake = new Intake(settings)
    this.sources = new Sources(settings.maxSources)
    this.rate = settings.rate === null ? undefined : new Rate(settings.rate, settings.maxSources)
    this.counts = { batches: 0, records: 0, duplicates: 0, dropped: 0, bad: 0, failed: 0, lost: 0, refused: {} }
  }

  /**
   * Answers a request: 204 when everything was taken or known already, else the status that tells the sender what to do.
   * Never rejects.
   */
  async handle(request: Request, info: ClientInfo = {}): Promise<Response> {
    const headers: Record<string, string> = { 'cache-control': 'no-store' }
    try {
      if (!isAllowed(request, this.settings)) throw new Refusal('origin', 'this origin may not send records')
      Object.assign(headers, corsHeaders(request, this.settings))
      if (request.method === 'OPTIONS') Object.assign(headers, preflightHeaders(request, this.methods))
      else await this.receive(request, info)
      return new Response(null, { status: 204, headers })
    } catch (error) {
      return this.refuse(error, request, headers)
    }
  }

  /** Gives what was done so far, as a copy. */
  stats(): ReceiverStats {
    return { ...this.counts, refused: { ...this.counts.refused }, sources: this.sources.size }
  }

  private get methods(): string {
    return this.settings.acceptGet ? 'GET, POST, OPTIONS' : 'POST, OPTIONS'
  }

  private async receive(request: Request, info: ClientInfo): Promise<void> {
    const { settings } = this
    const isGet = request.method === 'GET' && settings.acceptGet
    if (request.method !== 'POST' && !isGet)
      throw new Refusal('method', 'send records by POST', { allow: this.methods })
    const kind = isGet ? 'form' : bodyKind(request)
    const client = settings.address?.(request) ?? info.address
    // Before the body, so that it is not read in vain, and after, when others of the client's may have come first.
    this.checkRate(client)
    const body = isGet ? undefined : await readBody(request, settings.maxBodyBytes)
    this.checkRate(client)
    if (kind === 'batch') this.receiveBatch(readBatch(body!, settings.maxRecords), request, client)
    else this.receiveForm(isGet ? queryOf(request, settings) : new TextDecoder().decode(body), request, client)
    this.counts.batches++
  }

  private checkRate(client: string | undefined): void {
    const waitMs = this.rate?.waitMs(client ?? '', this.settings.now()) ?? 0
    if (waitMs > 0) throw new Refusal('rate', 'too many records', { 'retry-after': String(Math.ceil(waitMs / 1000)) })
  }

  private receiveBatch({ header, lines }: Batch, request: Request, address: string | undefined): void {
    // A batch without records counts too, or it would be free.
    this.rate?.spend(address ?? '', Math.max(1, lines.length), this.settings.now())
    const source = this.sources.open(header.src)
    this.tellLost(header.src, source.newlyLost(header.lost))
    const fields = this.fieldsOf(request, { address, src: header.src })
    for (const line of lines) this.receiveLine(line, source, { fields }, request)
    this.counts.bad += Math.max(0, Math.min(header.count ?? 0, this.settings.maxRecords) - lines.length)
  }

  private receiveLine(line: Uint8Array, source: Source, additions: Additions, request: Request): void {
    try {
      const { seq, wire } = readLine(line, this.settings.maxRecordBytes)
      if (source.seen.has(seq)) this.counts.duplicates++
      else if (this.deliver(wire, additions, request)) source.seen.add(seq)
    } catch (error) {
      this.counts.bad++
      this.tell(error, request)
    }
  }

  private receiveForm(query: string, request: Request, address: string | undefined): void {
    const { settings } = this
    if (query.length > settings.maxRecordBytes) {
      throw new Refusal('size', `the record is longer than ${settings.maxRecordBytes} bytes`)
    }
    this.rate?.spend(address ?? '', 1, settings.now())
    const { wire, origin } = readForm(query, settings.now())
    const fields = this.fieldsOf(request, { address, src: undefined })
    try {
      this.deliver(wire, { fields, origin }, request)
    } catch (error) {
      throw new Refusal('batch', textOf(error), {}, error)
    }
  }

  /**
   * Hands a record to its logger, or drops it for its level.
   *
   * @returns false when a filter of the logger failed on it
   * @throws TypeError for what is no record
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
      return this.settings.fields?.(request, sender)
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
      this.settings.onError?.(error instanceof Error ? error : new Error(textOf(error)), request)
    } catch {
      // The listener's own affair.
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

import { refusePromise, later } from '@treeline/core/internal'
import { BATCH_VERSION, RECEIVED_HEADER } from '@treeline/core/wire'
import { BatchIntake, fieldsOf } from './batches/batchIntake.js'
import { readBatch } from './batches/batchReader.js'
import { Rates } from './bounds/rates.js'
import { readForm } from './forms/form.js'
import { checkOptions, type ReceiverOptions, type Settings } from './receiverOptions.js'
import { Delivery } from './records/delivery.js'
import { Intake } from './records/intake.js'
import { networkOf } from './requests/address.js'
import { BodiesInProgress, type BodyInProgress } from './requests/bodiesInProgress.js'
import { bodyKind, readBody } from './requests/body.js'
import type { From } from './requests/from.js'
import { acceptedEncodings, isPacked, unpack } from './requests/gzip.js'
import { corsHeaders, isAllowed, preflightHeaders } from './requests/origin.js'
import { Refusal, type RefusalReason } from './requests/refusal.js'
import { type ReceiverStats, Stats, textOf } from './stats.js'

/** The client of a request, from the caller of `handle`. */
export interface ClientInfo {
  /** The client's network address. Rates, bytes and sources are counted by it. */
  readonly address?: string | undefined
}

/** An answer that is no refusal. */
interface Answer {
  readonly headers: Readonly<Record<string, string>>
  /** The body as JSON. */
  readonly body?: string | undefined
}

type Fields = Record<string, string>

/** The reasons that are the sender's fault. */
const FAULTS: ReadonlySet<RefusalReason> = /* @__PURE__ */ new Set(['type', 'size', 'batch'])

/**
 * Takes records from pages and other processes into the tree of loggers: the batches of `BufferingHTTPHandler` and the form
 * posts of Python's `HTTPHandler`.
 *
 * - Once: each record of a batch goes to its logger once, however often and in whichever batch it is sent. This holds for the last
 *   5000 records of each of the `maxSources` sources that sent last, `maxRemembered` in all. It holds within one process, and beyond
 *   it with `deduplicate: new SeenFile(path)` or another store.
 * - A copy is what has the same source, number and content. No record is dropped because another one took its number.
 * - Order: as the records arrive. The batches of a page come one after another; during a batch that takes its handlers longer than
 *   5 ms those of other pages come in between. Records have `src` and `seq` to order them by.
 * - Loss window: the answer comes after the handlers that got the records have flushed. A handler can lose what it holds after its
 *   flush.
 * - Memory: bounded by the options. At most `maxBodyBytes` of a body are read, and `maxBytesInProgress` are held.
 * - A line that is no record is counted and skipped, so that it cannot block its sender's queue.
 * - At exit: nothing to close.
 *
 * @param options see `ReceiverOptions`
 * @throws TypeError, RangeError that name the option and what it expects
 * @example
 * const receiver = new Receiver({ origins: ['https://shop.example'] })
 * export default { fetch: (request) => receiver.handle(request) }
 */
export class Receiver {
  private readonly settings: Settings
  private readonly ledger: Stats
  private readonly intake: Intake
  private readonly batches: BatchIntake
  private readonly bodies: BodiesInProgress
  private readonly rates: Rates

  constructor(options: ReceiverOptions = {}) {
    const settings = checkOptions(options)
    const { maxBytesInProgress, maxBytesInProgressPerAddress, rate, ratePerAddress, maxSources, now } = settings
    this.settings = settings
    this.ledger = new Stats(settings.onError)
    this.intake = new Intake(settings)
    this.batches = new BatchIntake(settings, this.intake, this.ledger)
    this.bodies = new BodiesInProgress(maxBytesInProgress, maxBytesInProgressPerAddress)
    this.rates = new Rates(rate, ratePerAddress, maxSources, now)
  }

  /**
   * Answers a request: 204 when every record was taken or known, 200 where the answer also has levels, else a status that tells the
   * sender what to do. Only the answer to a batch that was taken has the header `treeline`. Never rejects.
   */
  async handle(request: Request, info: ClientInfo = {}): Promise<Response> {
    const headers: Fields = { 'cache-control': 'no-store' }
    try {
      if (!isAllowed(request, this.settings)) throw new Refusal('origin', 'this origin may not send records')
      Object.assign(headers, corsHeaders(request, this.settings))
      const isPreflight = request.method === 'OPTIONS'
      const answer = isPreflight
        ? { headers: preflightHeaders(request, this.methods) }
        : await this.receive(request, info)
      return answerOf(answer, headers)
    } catch (error) {
      return this.refuse(error, request, headers)
    }
  }

  /** Returns a copy of the counts. */
  stats(): ReceiverStats {
    const { counts } = this.ledger
    const { batches, bodies } = this
    return { ...counts, refused: { ...counts.refused }, sources: batches.size, bytesInProgress: bodies.bytes }
  }

  private get methods(): string {
    return this.settings.acceptGet ? 'GET, POST, OPTIONS' : 'POST, OPTIONS'
  }

  /**
   * Takes a request.
   *
   * @throws Refusal for a request that is not taken
   */
  private async receive(request: Request, info: ClientInfo): Promise<Answer> {
    const { settings } = this
    const isGet = request.method === 'GET' && settings.acceptGet
    if (request.method !== 'POST' && !isGet)
      throw new Refusal('method', 'send records by POST', { allow: this.methods })
    const address = refusePromise(settings.address?.(request)) ?? info.address
    const from: From = { request, address, client: networkOf(address ?? ''), arrivedMs: settings.now() }
    // Checked before the body, so that it is not read in vain; and after it, because other requests of the client may have come first.
    this.rates.checkAddress(from.client)
    const body = this.bodies.open(from.client)
    try {
      const answer = isGet
        ? await this.receiveForm(queryOf(request, settings), from)
        : await this.receiveBody(body, from)
      this.ledger.counts.batches++
      return answer
    } catch (error) {
      // A request that is refused for its form counts as one record, or it would be free.
      if (error instanceof Refusal && FAULTS.has(error.reason)) this.rates.spend(from.client, undefined, 1)
      throw error
    } finally {
      body.close()
    }
  }

  private async receiveBody(body: BodyInProgress, from: From): Promise<Answer> {
    const { maxBodyBytes, bodyTimeoutMs } = this.settings
    const kind = bodyKind(from.request)
    const packed = isPacked(from.request)
    const late = (): void => body.giveUp(new Refusal('timeout', `the body took longer than ${bodyTimeoutMs} ms`))
    const stop = later(bodyTimeoutMs, late)
    const read = await readBody(from.request, maxBodyBytes, body).finally(stop)
    const bytes = packed ? await unpack(read, maxBodyBytes, body) : read
    this.rates.checkAddress(from.client)
    if (kind === 'batch') return this.receiveBatch(bytes, from)
    return this.receiveForm(new TextDecoder().decode(bytes), from)
  }

  private async receiveBatch(bytes: Uint8Array, from: From): Promise<Answer> {
    const batch = readBatch(bytes, this.settings.maxRecords)
    const { src } = batch.header
    this.rates.checkPage(from.client, src)
    // A batch without records counts as one record, or it would be free.
    this.rates.spend(from.client, src, Math.max(1, batch.lines.length))
    const body = await this.batches.receive(batch, from)
    return { headers: { [RECEIVED_HEADER]: String(BATCH_VERSION), ...acceptedEncodings() }, body }
  }

  /**
   * Takes a form of Python's `HTTPHandler`.
   *
   * @throws Refusal for a form that is not taken
   */
  private async receiveForm(query: string, from: From): Promise<Answer> {
    const { settings, ledger } = this
    if (query.length > settings.maxRecordBytes) {
      throw new Refusal('size', `the record is longer than ${settings.maxRecordBytes} bytes`)
    }
    const { wire, origin } = readForm(query, settings.now())
    const fields = fieldsOf(settings, from, undefined)
    const delivery = new Delivery(this.intake, ledger, from.request)
    try {
      delivery.deliver(wire, { fields, origin, nowMs: from.arrivedMs })
    } catch (error) {
      throw new Refusal('batch', textOf(error), {}, error)
    }
    this.rates.spend(from.client, undefined, 1)
    await delivery.flush(settings)
    return { headers: {} }
  }

  private refuse(error: unknown, request: Request, headers: Fields): Response {
    const refusal = error instanceof Refusal ? error : new Refusal('failure', 'the receiver failed', {}, error)
    this.ledger.refuse(refusal.reason)
    this.ledger.tell(refusal, request)
    const plain = { 'content-type': 'text/plain;charset=utf-8', 'x-content-type-options': 'nosniff' }
    return new Response(refusal.message, {
      status: refusal.status,
      headers: { ...headers, ...plain, ...refusal.headers },
    })
  }
}

function answerOf({ headers, body }: Answer, common: Fields): Response {
  if (body === undefined) return new Response(null, { status: 204, headers: { ...common, ...headers } })
  return new Response(body, { status: 200, headers: { ...common, ...headers, 'content-type': 'application/json' } })
}

/**
 * Returns the form of a GET request.
 *
 * @throws Refusal for a query that is too long
 */
function queryOf(request: Request, settings: Settings): string {
  const query = new URL(request.url).search.slice(1)
  if (query.length > settings.maxBodyBytes)
    throw new Refusal('size', `the query is longer than ${settings.maxBodyBytes} bytes`)
  return query
}

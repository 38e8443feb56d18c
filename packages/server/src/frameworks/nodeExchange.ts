import type { Exchange, RequestLog } from '../requests/requestLog.js'
import { type Begun, begunWith, setBegun } from './begun.js'
import { isOfLeaving } from '../requests/thrown.js'
import { bindEvents, watchSource } from './events.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'
import { whenConnectionCloses } from './pipelined.js'

/** What a framework says about a request that has ended. */
export interface Said {
  /** The url as it was sent: routers of express cut theirs. */
  readonly url?: string | undefined
  readonly route?: string | undefined
  readonly error?: unknown
  readonly request: unknown
}

/** The optional parameters of `beginNode`. */
export interface BeginOptions {
  /** Calls what ends the request. Default at once. */
  readonly when?: ((end: () => void) => unknown) | undefined
  /** The id that the framework has given it. Default none. */
  readonly id?: string | undefined
}

/**
 * Begins a request of node's, and ends it when its response is sent or its connection is gone.
 *
 * @returns undefined where another middleware has begun it
 */
export function beginNode(
  log: RequestLog,
  request: NodeRequest,
  response: NodeResponse,
  say: () => Said,
  { when = atOnce, id }: BeginOptions = {},
): NodeExchange | undefined {
  if (begunWith(request) !== undefined) return undefined
  const exchange = log.begin((name) => (request.headers as Record<string, unknown>)[name], id)
  const begun = new NodeExchange(exchange, request, response, say, when)
  setBegun(request, begun)
  // Only where the answer has not begun.
  if (exchange.header !== undefined && !response.headersSent) response.setHeader(exchange.header, exchange.id)
  bindEvents(request, begun)
  bindEvents(response, begun)
  response.once('close', () => begun.close())
  return begun
}

function atOnce(end: () => void): void {
  end()
}

/** One request of node's on its way. */
export class NodeExchange implements Begun {
  readonly exchange: Exchange
  private readonly request: NodeRequest
  private readonly response: NodeResponse
  private readonly say: () => Said
  private readonly when: (end: () => void) => unknown
  private readonly method: string
  private readonly url: string
  /** Undefined where the connection still has an answer to an earlier request to send. */
  private readonly bytesBefore: number | undefined
  private bytesSent: number | undefined
  private isFinished = false
  private isClosed = false
  /** Lets go of the connection that a request waits at. */
  private readonly leave: (() => void) | undefined
  /** What a stream that is piped into the response failed with. */
  private failure: unknown

  constructor(
    exchange: Exchange,
    request: NodeRequest,
    response: NodeResponse,
    say: () => Said,
    when: (end: () => void) => unknown,
  ) {
    this.exchange = exchange
    this.request = request
    this.response = response
    this.say = say
    this.when = when
    this.method = request.method ?? 'GET'
    this.url = request.url ?? '/'
    const { socket } = request
    const isWaiting = response.socket === null
    this.bytesBefore = isWaiting ? undefined : bytesOf(request)
    if (isWaiting && socket) this.leave = whenConnectionCloses(socket, () => this.close())
  }

  hear(emitter: object, event: unknown, value: unknown): void {
    if (emitter !== this.response) return
    if (event === 'finish') {
      this.isFinished = !this.hasLeft
      // The next response of the connection begins at once.
      this.bytesSent = bytesOf(this.request)
    } else if (event === 'pipe')
      watchSource(value, (error) => {
        // A client that leaves makes sources fail, too.
        if (this.response.destroyed !== true) this.failure ??= error
      })
    // Handled here and by a listener: an application may remove all listeners, or replace `emit`.
    else if (event === 'close') this.close()
  }

  /** Whether nobody reads any more. Responses without a socket, as those of fastify's `inject`, know nothing of it. */
  private get hasLeft(): boolean {
    const { request, response } = this
    const { stream } = response
    // A stream of HTTP/2 finishes its response also where the client has reset it, and is destroyed by then in any case.
    if (stream) return stream.aborted === true || Boolean(stream.rstCode)
    return request.socket?.destroyed === true || request.aborted === true
  }

  /** Whether all is written, also where nothing was heard of it. What is left of a response after its client is written, too. */
  private get isWritten(): boolean {
    return this.response.writableFinished && !this.hasLeft
  }

  /** The response is closed: ends the request, once. */
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.leave?.()
    this.when(() => this.end(false))
  }

  /**
   * Ends the request, once.
   *
   * @param isEarly whether the response may still be on its way
   */
  end(isEarly: boolean): void {
    const { response, bytesBefore } = this
    const bytes = this.bytesSent ?? bytesOf(this.request)
    const said = this.say()
    const { errored } = response
    const failure = (isOfLeaving(errored) ? undefined : errored) ?? this.failure
    const isOut = this.isFinished || this.isWritten || (isEarly && response.writableEnded === true)
    const isSent = isOut && response.headersSent && !errored
    const aborted = !isSent && failure === undefined && (!isEarly || response.destroyed === true)
    this.exchange.end({
      method: this.method,
      url: said.url ?? this.url,
      route: said.route,
      // Node's default is 200 from the beginning on, koa's 404.
      status: response.headersSent ? response.statusCode : undefined,
      bytes: bytes === undefined || bytesBefore === undefined ? undefined : bytes - bytesBefore,
      aborted,
      isBroken: !isSent && !aborted,
      error: said.error ?? failure,
      request: said.request,
    })
  }
}

function bytesOf({ socket }: NodeRequest): number | undefined {
  try {
    return socket?.bytesWritten
  } catch {
    return undefined // A socket of HTTP/2 whose session is gone.
  }
}

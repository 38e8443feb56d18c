import type { Exchange, RequestLog } from '../requests/requestLog.js'
import { type Begun, begunWith, setBegun } from './begun.js'
import { bindEvents, watchSource } from './events.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** What a framework says about a request that has ended. */
export interface Said {
  /** The url as it was sent: routers of express cut theirs. */
  readonly url?: string | undefined
  readonly route?: string | undefined
  readonly error?: unknown
  readonly request: unknown
}

/**
 * Begins a request of node's, and ends it when its response is sent or its connection is gone.
 *
 * @param when calls the function that ends it. Default at once
 * @returns undefined where another middleware has begun it
 */
export function beginNode(
  log: RequestLog,
  request: NodeRequest,
  response: NodeResponse,
  say: () => Said,
  when: (end: () => void) => unknown = atOnce,
): NodeExchange | undefined {
  if (begunWith(request) !== undefined) return undefined
  const exchange = log.begin((name) => (request.headers as Record<string, unknown>)[name])
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
  private readonly bytesBefore: number | undefined
  private isFinished = false
  private isClosed = false
  /** The error of a stream that is piped into the response. */
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
    this.bytesBefore = bytesOf(request)
  }

  hear(emitter: object, event: unknown, value: unknown): void {
    if (emitter !== this.response) return
    // Responses without a socket, as of fastify's `inject`, do not know what is written.
    if (event === 'finish') this.isFinished = this.request.socket?.destroyed !== true
    else if (event === 'pipe')
      watchSource(value, (error) => {
        // A client that leaves makes sources fail, too.
        if (this.response.destroyed !== true) this.failure ??= error
      })
    // Handled here and by a listener: an application may remove all listeners, or replace `emit`.
    else if (event === 'close') this.close()
  }

  /** Ends the request, once, as its response is closed. */
  close(): void {
    if (this.isClosed) return
    this.isClosed = true
    this.when(() => this.end(false))
  }

  /**
   * Ends the request, once.
   *
   * @param isEarly whether the response may still be on its way
   */
  end(isEarly: boolean): void {
    const { response, bytesBefore } = this
    const bytes = bytesOf(this.request)
    const said = this.say()
    const failure = response.errored ?? this.failure
    const isOut = this.isFinished || response.writableFinished || (isEarly && response.writableEnded === true)
    const isSent = isOut && !response.errored
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

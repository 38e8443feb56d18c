import type { Exchange, RequestLog } from '../requests/requestLog.js'
import { bindEvents, watchSource } from './events.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** What a framework says of a request once it has ended. */
export interface Said {
  /** The url as it came: routers of express cut theirs. */
  readonly url?: string | undefined
  readonly route?: string | undefined
  readonly error?: unknown
  readonly request: unknown
}

/** One request of node's on its way. */
export interface NodeExchange {
  readonly exchange: Exchange
  /** Ends it before its response is sent, and never a second time. */
  endEarly(): void
}

/** Those of node's requests that have begun. A second middleware leaves its requests to the first. */
const begun = new WeakMap<object, Exchange>()

/** Returns the exchange that has begun with a request of node's; undefined for none. */
export function exchangeOf(request: object): Exchange | undefined {
  return begun.get(request)
}

/**
 * Begins a request of node's, and ends it when its response is sent or its connection is gone.
 *
 * @param when calls what ends it. Default at once
 * @returns undefined where another middleware has begun it
 */
export function beginNode(
  log: RequestLog,
  request: NodeRequest,
  response: NodeResponse,
  say: () => Said,
  when: (end: () => void) => unknown = (end) => end(),
): NodeExchange | undefined {
  if (begun.has(request)) return undefined
  const exchange = log.begin((name) => (request.headers as Record<string, unknown>)[name])
  begun.set(request, exchange)
  const { method = 'GET', url = '/' } = request
  const bytesBefore = bytesOf(request)
  // Only where nobody has begun to answer.
  if (exchange.header !== undefined && !response.headersSent) response.setHeader(exchange.header, exchange.id)
  const sending = watch(request, response, exchange)
  const end = (isEarly: boolean): void => {
    const bytes = bytesOf(request)
    const { url: fullUrl = url, error, ...said } = say()
    const failure = response.errored ?? sending.failure
    const isOut = sending.isFinished || response.writableFinished || (isEarly && response.writableEnded === true)
    const isSent = isOut && !response.errored
    const aborted = !isSent && failure === undefined && (!isEarly || response.destroyed === true)
    exchange.end({
      method,
      url: fullUrl,
      route: undefined,
      // Node's default is 200 from the beginning on, koa's 404.
      status: response.headersSent ? response.statusCode : undefined,
      bytes: bytes === undefined || bytesBefore === undefined ? undefined : bytes - bytesBefore,
      aborted,
      isBroken: !isSent && !aborted,
      error: error ?? failure,
      ...said,
    })
  }
  response.once('close', () => when(() => end(false)))
  return { exchange, endEarly: () => end(true) }
}

/** What is known of a response while it is sent. */
interface Sending {
  isFinished: boolean
  /** What a stream that is piped into the response failed with. */
  failure: unknown
}

function watch(request: NodeRequest, response: NodeResponse, exchange: Exchange): Sending {
  const sending: Sending = { isFinished: false, failure: undefined }
  bindEvents(request, exchange)
  bindEvents(response, exchange, (event, value) => {
    // Responses without a socket, as those of fastify's `inject`, know nothing of what is written.
    if (event === 'finish') sending.isFinished = request.socket?.destroyed !== true
    else if (event === 'pipe')
      watchSource(value, (error) => {
        // A client that leaves has sources fail, too.
        if (response.destroyed !== true) sending.failure ??= error
      })
  })
  return sending
}

function bytesOf({ socket }: NodeRequest): number | undefined {
  try {
    return socket?.bytesWritten
  } catch {
    return undefined // A socket of HTTP/2 whose session is gone.
  }
}

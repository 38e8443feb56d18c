import type { Exchange, RequestLog } from '../requests/requestLog.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** What a framework says of a request once it has ended. */
export interface Said {
  /** The url as it came: routers of express cut theirs. */
  readonly url?: string | undefined
  readonly route?: string | undefined
  readonly error?: unknown
  readonly request: unknown
}

/**
 * Begins a request of node's, and ends it when its response is sent or its connection is gone.
 *
 * @param when calls what ends it. Default at once
 */
export function beginNode(
  log: RequestLog,
  request: NodeRequest,
  response: NodeResponse,
  say: () => Said,
  when: (end: () => void) => unknown = (end) => end(),
): Exchange {
  const exchange = log.begin((name) => (request.headers as Record<string, unknown>)[name])
  const { method = 'GET', url = '/' } = request
  const bytesBefore = bytesOf(request)
  // Only where nobody has begun to answer.
  if (exchange.header !== undefined && !response.headersSent) response.setHeader(exchange.header, exchange.id)
  const end = (): void => {
    const bytes = bytesOf(request)
    const { url: fullUrl = url, ...said } = say()
    exchange.end({
      method,
      url: fullUrl,
      route: undefined,
      error: undefined,
      status: response.statusCode,
      bytes: bytes === undefined || bytesBefore === undefined ? undefined : bytes - bytesBefore,
      aborted: !response.writableFinished,
      ...said,
    })
  }
  response.once('close', () => when(end))
  return exchange
}

function bytesOf({ socket }: NodeRequest): number | undefined {
  try {
    return socket?.bytesWritten
  } catch {
    return undefined // A socket of HTTP/2 whose session is gone.
  }
}

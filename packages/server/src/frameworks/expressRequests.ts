import { type Exchange, RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/options.js'
import { beginNode } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** A part of express's request. */
export interface ExpressRequest extends NodeRequest {
  readonly originalUrl?: string | undefined
  readonly baseUrl?: string | undefined
  readonly route?: { readonly path?: unknown } | undefined
}

const exchanges = new WeakMap<object, Exchange>()

/**
 * Returns middleware for express and connect: each request has a context with its `request_id`, and gets one line. It comes before
 * all other middleware; `expressErrors()` comes last, and puts errors on the lines.
 *
 * @throws TypeError, RangeError for wrong options
 * @example
 * app.use(expressRequests())
 */
export function expressRequests(
  options?: RequestOptions | null,
): (request: ExpressRequest, response: NodeResponse, next: (error?: unknown) => void) => void {
  const log = new RequestLog(expressRequests, options)
  return (request, response, next) => {
    const exchange = beginNode(log, request, response, () => ({
      url: request.originalUrl,
      route: routeOf(request),
      request,
    }))
    exchanges.set(request, exchange)
    exchange.run(() => next())
  }
}

/** Returns middleware that puts an error on its request's line, and passes it on. */
export function expressErrors(): (
  error: unknown,
  request: ExpressRequest,
  response: NodeResponse,
  next: (error?: unknown) => void,
) => void {
  // Four parameters: express tells it by them.
  return (error, request, _response, next) => {
    exchanges.get(request)?.fail(error)
    next(error)
  }
}

function routeOf({ route, baseUrl = '' }: ExpressRequest): string | undefined {
  const path = route?.path
  if (path === undefined) return undefined
  return baseUrl + (typeof path === 'string' ? path : String(path))
}

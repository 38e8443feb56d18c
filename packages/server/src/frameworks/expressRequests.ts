import type { IncomingMessage } from 'node:http'
import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/requestOptions.js'
import { begunWith } from './begun.js'
import { shareHiddenClass } from './hiddenClass.js'
import { beginNode } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** A part of express's request. */
export interface ExpressRequest extends NodeRequest {
  readonly originalUrl?: string | undefined
  readonly baseUrl?: string | undefined
  readonly res?: unknown
  readonly route?: { readonly path?: unknown } | undefined
}

/**
 * Returns middleware for express and connect: each request has a context with its `request_id`, and gets one line. Use it before all
 * other middleware, and `expressErrors()` last, which puts errors on the lines.
 *
 * @throws TypeError, RangeError for wrong options
 * @example
 * app.use(expressRequests())
 */
export function expressRequests<Request = ExpressRequest & IncomingMessage>(
  options?: RequestOptions<Request> | null,
): (request: ExpressRequest, response: NodeResponse, next: (error?: unknown) => void) => void {
  const log = new RequestLog(expressRequests, options)
  return (request, response, next) => {
    // connect leaves the prototypes alone.
    if (request.res === response) {
      shareHiddenClass(request, 'res')
      shareHiddenClass(response, 'req')
    }
    const begun = beginNode(log, request, response, () => ({
      url: request.originalUrl,
      route: routeOf(request),
      request,
    }))
    if (begun === undefined) next()
    else begun.exchange.run(() => next())
  }
}

/**
 * Returns middleware that puts an error on its request's line, and passes it on.
 *
 * @throws TypeError for any argument: there are none
 * @example
 * app.use(expressRequests())
 * app.get('/', (request, response) => response.send('hello'))
 * app.use(expressErrors())
 */
export function expressErrors(
  ...none: never[]
): (error: unknown, request: ExpressRequest, response: NodeResponse, next: (error?: unknown) => void) => void {
  // Express passes a request to a middleware that was not called.
  if (none.length > 0) throw new TypeError('expressErrors: expected no argument: write app.use(expressErrors())')
  // Express recognizes an error handler by its four parameters.
  return (error, request, _response, next) => {
    begunWith(request)?.exchange.fail(error)
    next(error)
  }
}

function routeOf({ route, baseUrl = '' }: ExpressRequest): string | undefined {
  const path = route?.path
  if (path === undefined) return undefined
  return baseUrl + (typeof path === 'string' ? path : String(path))
}

import type { ServerResponse } from 'node:http'
import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/requestOptions.js'
import { beginNode } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** A part of koa's context. */
export interface KoaContext {
  readonly req: NodeRequest
  readonly res: NodeResponse
  /** The route, by @koa/router. */
  readonly _matchedRoute?: unknown
}

/**
 * Returns middleware for koa: each request has a context with its `request_id`, and gets one line, with the error that was thrown.
 *
 * @throws TypeError, RangeError for wrong options
 * @example
 * app.use(koaRequests())
 */
export function koaRequests<Context = KoaContext>(
  options?: RequestOptions<Context> | null,
): (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown> {
  const log = new RequestLog(koaRequests, options)
  return (context, next) => {
    const { req, res } = context
    const begun = beginNode(log, req, res, () => ({ route: routeOf(context), request: context }))
    if (begun === undefined) return next()
    const { exchange } = begun
    if (exchange.header !== undefined) keepHeader(res, exchange.header, exchange.id)
    return exchange.run(async () => {
      try {
        await next()
      } catch (error) {
        exchange.fail(error)
        throw error
      }
    })
  }
}

/** Sets a header again when the headers are written: koa removes all before it answers for an error. */
function keepHeader(response: object, name: string, value: string): void {
  const raw = response as ServerResponse
  const { writeHead } = raw
  const withHeader = function (this: ServerResponse, ...args: never[]): ServerResponse {
    if (!this.headersSent && !this.hasHeader(name)) this.setHeader(name, value)
    return writeHead.apply(this, args as never)
  }
  Object.defineProperty(raw, 'writeHead', { value: withHeader, configurable: true, writable: true })
}

function routeOf({ _matchedRoute: route }: KoaContext): string | undefined {
  return route === undefined ? undefined : String(route)
}

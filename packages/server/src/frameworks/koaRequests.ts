import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/options.js'
import { beginNode } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** A part of koa's context. */
export interface KoaContext {
  readonly req: NodeRequest
  readonly res: NodeResponse
  /** Of @koa/router. */
  readonly _matchedRoute?: unknown
}

/**
 * Returns middleware for koa: each request has a context with its `request_id`, and gets one line, with what was thrown.
 *
 * @throws TypeError, RangeError for wrong options
 * @example
 * app.use(koaRequests())
 */
export function koaRequests(
  options?: RequestOptions | null,
): (context: KoaContext, next: () => Promise<unknown>) => Promise<void> {
  const log = new RequestLog(koaRequests, options)
  return (context, next) => {
    const { req, res } = context
    const exchange = beginNode(log, req, res, () => ({ route: routeOf(context), request: context }))
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

function routeOf({ _matchedRoute: route }: KoaContext): string | undefined {
  return route === undefined ? undefined : String(route)
}

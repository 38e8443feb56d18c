import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/options.js'
import { beginNode } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/**
 * Wraps a handler of node:http: each request has a context with its `request_id`, and gets one line. What the handler throws, or
 * its promise is rejected with, is on the line, and goes on as without this.
 *
 * @throws TypeError, RangeError for wrong options
 * @example
 * createServer(httpRequests((request, response) => response.end('hello'))).listen(8080)
 */
export function httpRequests<Request extends NodeRequest, Response extends NodeResponse, Result>(
  handler: (request: Request, response: Response) => Result,
  options?: RequestOptions | null,
): (request: Request, response: Response) => Result {
  const log = new RequestLog(httpRequests, options)
  return (request, response) => {
    // What a handler throws behind the end of its response comes a moment later than that.
    const exchange = beginNode(log, request, response, () => ({ request }), setImmediate)
    return exchange.run(() => {
      try {
        const result = handler(request, response)
        if (result instanceof Promise) void result.catch((error: unknown) => exchange.fail(error))
        return result
      } catch (error) {
        exchange.fail(error)
        throw error
      }
    })
  }
}

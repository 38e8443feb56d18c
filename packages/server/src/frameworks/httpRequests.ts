import type { IncomingMessage, ServerResponse } from 'node:http'
import { ofType } from '@treeline/core/internal'
import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/options.js'
import { beginNode, type NodeExchange } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/**
 * Wraps a handler of node:http: each request has a context with its `request_id`, and gets one line. What the handler throws, or
 * its promise is rejected with, is on the line, which comes at once then; and goes on as without this.
 *
 * @throws TypeError, RangeError for wrong options, TypeError for a handler that is no function
 * @example
 * createServer(httpRequests((request, response) => response.end('hello'))).listen(8080)
 */
export function httpRequests<Result>(
  handler: (request: IncomingMessage, response: ServerResponse) => Result,
  options?: RequestOptions | null,
): (request: IncomingMessage, response: ServerResponse) => Result
/** Wraps a handler of requests that are like those of node:http, as those of node:http2 are. */
export function httpRequests<Request extends NodeRequest, Response extends NodeResponse, Result>(
  handler: (request: Request, response: Response) => Result,
  options?: RequestOptions | null,
): (request: Request, response: Response) => Result
export function httpRequests(
  handler: (request: never, response: never) => unknown,
  options?: RequestOptions | null,
): (request: NodeRequest, response: NodeResponse) => unknown {
  ofType('handler', handler, 'function')
  const handle = handler as (request: NodeRequest, response: NodeResponse) => unknown
  const log = new RequestLog(httpRequests, options)
  return (request, response) => {
    // What a handler throws behind the end of its response comes a moment later than that.
    const begun = beginNode(log, request, response, () => ({ request }), setImmediate)
    if (begun === undefined) return handle(request, response)
    return begun.exchange.run(() => {
      try {
        const result = handle(request, response)
        if (!(result instanceof Promise)) return result
        return result.catch((error: unknown) => fail(begun, error))
      } catch (error) {
        return fail(begun, error)
      }
    })
  }
}

/**
 * Passes an error on. Nobody may be there to answer, and an error that nobody handles ends the process: the line does not wait for
 * the response. Two ticks come before Node's own end, and behind an answer of who handles the error at once.
 */
function fail(begun: NodeExchange, error: unknown): never {
  begun.exchange.fail(error)
  process.nextTick(() => process.nextTick(() => begun.end(true)))
  throw error
}

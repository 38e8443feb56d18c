import type { IncomingMessage, ServerResponse } from 'node:http'
import { ofType } from '@treeline/core/internal'
import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/requestOptions.js'
import { beginNode, type NodeExchange } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/**
 * Wraps a handler of node:http: each request has a context with its `request_id`, and gets one line. An error that the handler throws,
 * or that its promise is rejected with, is on the line, which then comes at once; the error goes on as without this.
 *
 * @throws TypeError, RangeError for wrong options; TypeError for a handler that is no function
 * @example
 * createServer(httpRequests((request, response) => response.end('hello'))).listen(8080)
 */
export function httpRequests<Result>(
  handler: (request: IncomingMessage, response: ServerResponse) => Result,
  options?: RequestOptions<IncomingMessage> | null,
): (request: IncomingMessage, response: ServerResponse) => Result
/**
 * Wraps a handler of requests like those of node:http, such as node:http2's.
 *
 * @throws TypeError, RangeError for wrong options; TypeError for a handler that is no function
 */
export function httpRequests<Request extends NodeRequest, Response extends NodeResponse, Result>(
  handler: (request: Request, response: Response) => Result,
  options?: RequestOptions<Request> | null,
): (request: Request, response: Response) => Result
export function httpRequests(
  handler: (request: never, response: never) => unknown,
  options?: RequestOptions<never> | null,
): (request: NodeRequest, response: NodeResponse) => unknown {
  ofType('handler', handler, 'function')
  const handle = handler as (request: NodeRequest, response: NodeResponse) => unknown
  const log = new RequestLog(httpRequests, options)
  return (request, response) => {
    // A handler may throw just after the end of its response.
    const begun = beginNode(log, request, response, () => ({ request }), { when: setImmediate })
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
 * Passes an error on. There may be no answer, and an error that nobody handles ends the process: the line does not wait for the
 * response. Two ticks are before Node's own end, and after the answer of code that handles the error at once.
 *
 * @throws the error
 */
function fail(begun: NodeExchange, error: unknown): never {
  begun.exchange.fail(error)
  process.nextTick(() => process.nextTick(() => begun.end(true)))
  throw error
}

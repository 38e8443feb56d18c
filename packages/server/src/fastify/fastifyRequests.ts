import { beginNode } from '../frameworks/nodeExchange.js'
import type { NodeRequest, NodeResponse } from '../frameworks/nodeTypes.js'
import { type Exchange, RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/options.js'
import { FastifyLogger } from './fastifyLogger.js'

/** A part of fastify's request. */
export interface FastifyRequest {
  id: string
  readonly raw: NodeRequest
  readonly routeOptions?: { readonly url?: string | undefined } | undefined
  readonly log: unknown
}

/** A part of fastify's reply. */
export interface FastifyReply {
  readonly raw: NodeResponse
}

type Done = (error?: Error) => void

/** A part of fastify's instance. */
export interface FastifyInstance {
  // oxlint-disable-next-line typescript/no-explicit-any
  addHook(name: any, hook: any): unknown
  readonly log: unknown
}

/**
 * A plugin for fastify: each request has a context with its `request_id`, which is `request.id` too, and gets one line, with its
 * error. With `fastifyLogger` it takes the place of fastify's own lines.
 *
 * @example
 * const app = Fastify({ loggerInstance: fastifyLogger(log) })
 * app.register(fastifyRequests, { header: 'x-request-id' })
 */
export function fastifyRequests(app: FastifyInstance, options: RequestOptions, done: Done): void {
  const log = new RequestLog(fastifyRequests, options)
  if (app.log instanceof FastifyLogger) app.log.leaveRequestLines()
  const exchanges = new WeakMap<object, Exchange>()
  app.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, next: Done) => {
    const exchange = beginNode(log, request.raw, reply.raw, () => ({ route: request.routeOptions?.url, request }))
    exchanges.set(request, exchange)
    request.id = exchange.id
    if (request.log instanceof FastifyLogger) request.log.isWithin(exchange.id)
    exchange.run(next)
  })
  // The body comes in the connection's own context.
  app.addHook('preValidation', (request: FastifyRequest, _reply: FastifyReply, next: Done) => {
    const exchange = exchanges.get(request)
    if (exchange === undefined) next()
    else exchange.run(next)
  })
  app.addHook('onError', (request: FastifyRequest, _reply: FastifyReply, error: Error, next: Done) => {
    exchanges.get(request)?.fail(error)
    next()
  })
  done()
}

// Its hooks are for all routes, not only for those that are registered within it.
Object.assign(fastifyRequests, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@treeline/server',
})

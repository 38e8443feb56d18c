import { begunWith } from '../frameworks/begun.js'
import { beginNode, type Said } from '../frameworks/nodeExchange.js'
import type { NodeRequest, NodeResponse } from '../frameworks/nodeTypes.js'
import { RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/requestOptions.js'
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
  readonly server?: unknown
}

/**
 * Gives each request of fastify a context with its `request_id`, which is `request.id` too, and one line, with its error. With
 * `fastifyLogger` that line replaces fastify's own. This is a plugin: pass it to `register`.
 *
 * @param done gets a TypeError or RangeError for wrong options
 * @throws TypeError where it was called and not registered
 * @example
 * const app = Fastify({ loggerInstance: fastifyLogger(log) })
 * app.register(fastifyRequests, { header: 'x-request-id' })
 */
export function fastifyRequests(app: FastifyInstance, options: RequestOptions<FastifyRequest>, done: Done): void {
  if (typeof (app as Partial<FastifyInstance> | undefined)?.addHook !== 'function')
    throw new TypeError('fastifyRequests: expected an instance of fastify: write app.register(fastifyRequests, { … })')
  let log: RequestLog
  try {
    log = new RequestLog(fastifyRequests, options)
  } catch (error) {
    // An error that a plugin throws would end the process.
    done(error as Error)
    return
  }
  if (app.log instanceof FastifyLogger) app.log.leaveRequestLines()
  app.addHook('onRequest', (request: FastifyRequest, reply: FastifyReply, next: Done) => {
    const say = (): Said => ({ route: request.routeOptions?.url, request })
    const begun = beginNode(log, request.raw, reply.raw, say, { id: ownId(request.id) })
    if (begun === undefined) return next()
    const { exchange } = begun
    request.id = exchange.id
    if (request.log instanceof FastifyLogger) request.log.isWithin(exchange.id)
    exchange.run(next)
  })
  // The body comes in the connection's own context.
  app.addHook('preValidation', (request: FastifyRequest, _reply: FastifyReply, next: Done) => {
    const begun = begunWith(request.raw)
    if (begun === undefined) next()
    else begun.exchange.run(next)
  })
  app.addHook('onError', (request: FastifyRequest, _reply: FastifyReply, error: Error, next: Done) => {
    begunWith(request.raw)?.exchange.fail(error)
    next()
  })
  logUnrouted(app.server, log)
  done()
}

/** What fastify counts its requests by where nobody has set `genReqId`: other processes count alike. */
const COUNTED = /^req-[\da-z]+$/

/** Returns the id that the application's `genReqId`, or its `requestIdHeader`, has given a request. */
function ownId(id: unknown): string | undefined {
  return typeof id === 'string' && !COUNTED.test(id) ? id : undefined
}

/** Logs requests for an address that fastify cannot decode, by the server: fastify answers them before any hook. */
function logUnrouted(server: unknown, log: RequestLog): void {
  const { on } = Object(server) as { on?: (event: string, listener: (...args: never[]) => void) => unknown }
  if (typeof on !== 'function') return
  // After fastify's own listener, which has answered such a request by now.
  on.call(server, 'request', (request: NodeRequest, response: NodeResponse) => {
    if (response.writableEnded === true && begunWith(request) === undefined)
      beginNode(log, request, response, () => ({ request }))
  })
}

// The plugin's hooks are for all routes, not only for those that are registered within it.
Object.assign(fastifyRequests, {
  [Symbol.for('skip-override')]: true,
  [Symbol.for('fastify.display-name')]: '@treeline/server',
})

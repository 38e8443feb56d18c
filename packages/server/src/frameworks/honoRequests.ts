import { type Exchange, RequestLog } from '../requests/requestLog.js'
import type { RequestOptions } from '../requests/requestOptions.js'
import { beginNode, type Said } from './nodeExchange.js'
import type { NodeRequest, NodeResponse } from './nodeTypes.js'

/** A part of hono's context. */
export interface HonoContext {
  readonly req: {
    readonly method: string
    readonly url: string
    readonly routePath?: string | undefined
    readonly raw: { readonly signal?: { readonly aborted: boolean } | undefined }
    header(name: string): string | undefined
  }
  readonly res: { readonly status: number; readonly headers: { get(name: string): string | null } }
  readonly error?: unknown
  /** The bindings; those of `@hono/node-server` are node's request and response. */
  readonly env: unknown
  readonly executionCtx: { waitUntil(promise: Promise<unknown>): void }
  header(name: string, value: string): void
}

/**
 * Returns middleware for hono: each request has a context with its `request_id`, and gets one line, with the error that was thrown.
 *
 * With `@hono/node-server` the line comes when the response is sent. Elsewhere it comes when the handler has returned, and knows
 * neither the end nor the bytes of a body that streams. Where hono has an `executionCtx` (Workers), that waits for the handlers'
 * flush.
 *
 * @throws TypeError, RangeError for wrong options
 * @example
 * app.use(honoRequests())
 */
export function honoRequests<Context = HonoContext>(
  options?: RequestOptions<Context> | null,
): (context: HonoContext, next: () => Promise<void>) => Promise<void> {
  const log = new RequestLog(honoRequests, options)
  return (context, next) => {
    const { incoming, outgoing } = (context.env ?? {}) as { incoming?: NodeRequest; outgoing?: NodeResponse }
    if (incoming !== undefined && outgoing !== undefined) {
      const say = (): Said => ({ route: routeOf(context), error: context.error, request: context })
      const begun = beginNode(log, incoming, outgoing, say)
      return begun === undefined ? next() : run(begun.exchange, next)
    }
    if (begunFetches.has(context.req.raw)) return next()
    begunFetches.add(context.req.raw)
    const exchange = log.begin((name) => context.req.header(name))
    return runFetch(exchange, context, next, log)
  }
}

/** The `fetch` requests that have begun. A second middleware leaves them to the first. */
const begunFetches = new WeakSet<object>()

/**
 * Runs the rest behind the middleware. A thrown value that is no Error comes up to here, as hono handles only errors. This is no async
 * function: each of its promises would take the context along.
 */
function run(exchange: Exchange, next: () => Promise<void>): Promise<void> {
  const running = exchange.run(next)
  running.catch((error: unknown) => exchange.fail(error))
  return running
}

async function runFetch(
  exchange: Exchange,
  context: HonoContext,
  next: () => Promise<void>,
  log: RequestLog,
): Promise<void> {
  const { header, id } = exchange
  if (header !== undefined) context.header(header, id)
  let isAnswered = false
  try {
    await run(exchange, next)
    isAnswered = true
    // The response of an error that has one.
    if (header !== undefined && context.res.headers.get(header) === null) context.header(header, id)
  } finally {
    endOfFetch(exchange, context, log, isAnswered)
  }
}

function endOfFetch(exchange: Exchange, context: HonoContext, log: RequestLog, isAnswered: boolean): void {
  const { req } = context
  // hono makes an empty response where there is none.
  const res = isAnswered ? context.res : undefined
  const length = res?.headers.get('content-length') ?? null
  exchange.end(
    {
      method: req.method,
      url: req.url,
      route: routeOf(context),
      status: res?.status,
      isBroken: !isAnswered,
      bytes: length === null ? undefined : Number(length),
      aborted: req.raw.signal?.aborted === true,
      error: context.error,
      request: context,
    },
    log.options.waitUntil ?? waitUntilOf(context),
  )
}

/** Returns the route's pattern. Where none has answered, hono names the last middleware's. */
function routeOf({ req, res }: HonoContext): string | undefined {
  const { routePath } = req
  return routePath?.endsWith('*') === true && res.status === 404 ? undefined : routePath
}

/** Returns the runtime's own `waitUntil`; undefined for none. hono throws where there is none. */
function waitUntilOf(context: HonoContext): ((flushed: Promise<void>) => void) | undefined {
  try {
    const { executionCtx } = context
    return (flushed) => executionCtx.waitUntil(flushed)
  } catch {
    return undefined
  }
}

import { getLogger, type Level, type Logger } from '@treeline/core'
import { checkNamedOptions, checkOption, ofType, withMethods } from '@treeline/core/internal'

/** The end of a request; the type is that of the framework's request. */
export interface Outcome<Request = unknown> {
  readonly method: string
  /** The path without the query, which may have secrets. */
  readonly path: string
  /** The pattern that the framework matched, such as `/users/:id`; undefined where it is not known. */
  readonly route: string | undefined
  /** The sent status; undefined where none was sent, as when the client left before. */
  readonly status: number | undefined
  /** The time from the request's headers to the response's end, in milliseconds. */
  readonly durationMs: number
  /** The number of sent bytes, headers included where the socket counts them; undefined where it is not known. */
  readonly bytes: number | undefined
  /** Whether the client left before the response was sent. */
  readonly aborted: boolean
  /** The error that the application threw or passed on; undefined for none. */
  readonly error: unknown
  /** The framework's own request: node's, express's, fastify's, the context of hono or koa. */
  readonly request: Request
}

/** The options of all frameworks; the type is that of the framework's request. */
export interface RequestOptions<Request = unknown> {
  /** The logger of the lines, or its name. Default `'http'`. */
  logger?: Logger | string | null | undefined
  /**
   * The header of the request's id, in the request and in the response: `'x-request-id'`. A given id counts if it is 1 to 128
   * letters, digits and `_.:/@+=-`. Default: each request gets a UUID, and no header is read or set.
   */
  header?: string | null | undefined
  /** Whether the context has `trace_id`, `span_id` and `trace_flags`, from the header `traceparent` or new ones. Default false. */
  trace?: boolean | null | undefined
  /** Returns whether a request gets no line; it still has its context. Default: each gets a line. */
  skip?: ((outcome: Outcome<Request>) => unknown) | null | undefined
  /** Returns the level of a request's line. Default ERROR from status 500 on and where the response broke off, WARNING from 400
   * on; else ERROR with an error, WARNING where the client left, INFO. */
  level?: ((outcome: Outcome<Request>) => Level) | null | undefined
  /** Returns more fields for a request's line. Default none. */
  fields?: ((outcome: Outcome<Request>) => object) | null | undefined
  /**
   * Keeps a function's runtime awake until a promise is settled, for platforms that freeze it once the response is sent, such as
   * `waitUntil` of `@vercel/functions`. Called after each line with the flush of all handlers. Default: hono's own.
   */
  waitUntil?: ((flushed: Promise<void>) => unknown) | null | undefined
  /** Whether all handlers that are open at the first request get a `ContextFilter`, unless they have one. Default true. */
  filter?: boolean | null | undefined
}

const NAMES = 'logger header trace skip level fields waitUntil filter'

/** The checked options. */
export interface Checked extends RequestOptions {
  readonly logger: Logger
  /** The header's name in lower case; '' for none. */
  readonly header: string
  readonly trace: boolean
  readonly filter: boolean
}

/**
 * Checks options.
 *
 * @param owner the function that takes them
 * @throws TypeError, RangeError for wrong options
 */
export function checked(owner: { readonly name: string }, options: RequestOptions<never> | null | undefined): Checked {
  const given = (options ?? {}) as RequestOptions
  refuseRequest(owner, given)
  checkNamedOptions(owner, given, NAMES)
  const { logger, header, trace, skip, level, fields, waitUntil, filter } = given
  for (const [name, value] of Object.entries({ skip, level, fields, waitUntil }))
    if (value !== undefined && value !== null) ofType(name, value as never, 'function')
  if (header !== undefined && header !== null)
    checkOption('header', header, 'string', /^[\w-]+$/.test(String(header)), "a header's name, such as 'x-request-id'")
  return {
    ...given,
    logger: loggerOf(logger ?? 'http'),
    header: (header ?? '').toLowerCase(),
    trace: ofType('trace', trace ?? false, 'boolean'),
    filter: ofType('filter', filter ?? true, 'boolean'),
  }
}

/**
 * Refuses a request in place of options: a framework passes one to a middleware that was not called.
 *
 * @throws TypeError for a request
 */
function refuseRequest({ name }: { readonly name: string }, options: object): void {
  if (typeof options === 'object' && ('req' in options || 'httpVersion' in options))
    throw new TypeError(`${name}: expected options, not a request: write app.use(${name}())`)
}

function loggerOf(logger: Logger | string): Logger {
  if (typeof logger === 'string') return getLogger(logger)
  return withMethods('logger', logger, 'isEnabledFor', 'a logger or its name')
}

export interface ChildOptions {
  readonly serializers?: Serializers | undefined
  readonly level?: string | undefined
  readonly msgPrefix?: string | undefined
  readonly redact?: readonly string[] | object | undefined
}

export interface ExpressRequest extends NodeRequest {
  readonly originalUrl?: string | undefined
  readonly baseUrl?: string | undefined
  readonly res?: unknown
  readonly route?: {
    readonly path?: unknown
  } | undefined
}

export interface FastifyInstance {
  addHook(name: any, hook: any): unknown
  readonly log: unknown
  readonly server?: unknown
}

export class FastifyLogger {
  constructor(logger: Logger, bound: Bindings, style: Style, family: Family)
  get level(): string
  set level(level: string)
  child(bindings?: object | null, options?: ChildOptions | null): FastifyLogger
  bindings(): object
  setBindings(bindings: object): void
  isLevelEnabled(level: string): boolean
  trace(given: unknown, ...args: unknown[]): void
  debug(given: unknown, ...args: unknown[]): void
  info(given: unknown, ...args: unknown[]): void
  warn(given: unknown, ...args: unknown[]): void
  error(given: unknown, ...args: unknown[]): void
  fatal(given: unknown, ...args: unknown[]): void
  silent(): void
}

export interface FastifyReply {
  readonly raw: NodeResponse
}

export interface FastifyRequest {
  id: string
  readonly raw: NodeRequest
  readonly routeOptions?: {
    readonly url?: string | undefined
  } | undefined
  readonly log: unknown
}

export interface HonoContext {
  readonly req: {
    readonly method: string
    readonly url: string
    readonly routePath?: string | undefined
    readonly raw: {
      readonly signal?: {
        readonly aborted: boolean
      } | undefined
    }
    header(name: string): string | undefined
  }
  readonly res: {
    readonly status: number
    readonly headers: {
      get(name: string): string | null
    }
  }
  readonly error?: unknown
  readonly env: unknown
  readonly executionCtx: {
    waitUntil(promise: Promise<unknown>): void
  }
  header(name: string, value: string): void
}

export interface KoaContext {
  readonly req: NodeRequest
  readonly res: NodeResponse
  readonly _matchedRoute?: unknown
}

export interface NodeRequest {
  readonly method?: string | undefined
  readonly url?: string | undefined
  readonly headers: object
  readonly aborted?: boolean | undefined
  readonly socket?: {
    readonly bytesWritten?: number | undefined
    readonly destroyed?: boolean | undefined
    once?(event: 'close', listener: () => void): unknown
  } | null | undefined
}

export interface NodeResponse {
  readonly statusCode: number
  readonly headersSent: boolean
  readonly writableFinished: boolean
  readonly writableEnded?: boolean | undefined
  readonly destroyed?: boolean | undefined
  readonly socket?: object | null | undefined
  readonly stream?: {
    readonly aborted?: boolean | undefined
    readonly rstCode?: number | undefined
  } | undefined
  readonly errored?: Error | null | undefined
  setHeader(name: string, value: string): unknown
  once(event: string, listener: () => void): unknown
}

export interface Outcome<Request = unknown> {
  readonly method: string
  readonly path: string
  readonly route: string | undefined
  readonly status: number | undefined
  readonly durationMs: number
  readonly bytes: number | undefined
  readonly aborted: boolean
  readonly error: unknown
  readonly request: Request
}

export interface RequestOptions<Request = unknown> {
  logger?: Logger | string | null | undefined
  header?: string | null | undefined
  trace?: boolean | null | undefined
  skip?: ((outcome: Outcome<Request>) => unknown) | null | undefined
  level?: ((outcome: Outcome<Request>) => Level) | null | undefined
  fields?: ((outcome: Outcome<Request>) => object) | null | undefined
  waitUntil?: ((flushed: Promise<void>) => unknown) | null | undefined
  filter?: boolean | null | undefined
}

export type Serializers = Readonly<Record<string, (value: never) => unknown>>

export function expressErrors(...none: never[]): (error: unknown, request: ExpressRequest, response: NodeResponse, next: (error?: unknown) => void) => void

export function expressRequests<Request = ExpressRequest & IncomingMessage>(options?: RequestOptions<Request> | null): (request: ExpressRequest, response: NodeResponse, next: (error?: unknown) => void) => void

export function fastifyLogger(logger: Logger, ...none: never[]): FastifyLogger

export function fastifyRequests(app: FastifyInstance, options: RequestOptions<FastifyRequest>, done: Done): void

export function honoRequests<Context = HonoContext>(options?: RequestOptions<Context> | null): (context: HonoContext, next: () => Promise<void>) => Promise<void>

export function httpRequests<Result>(handler: (request: IncomingMessage, response: ServerResponse) => Result, options?: RequestOptions<IncomingMessage> | null): (request: IncomingMessage, response: ServerResponse) => Result
export function httpRequests<Request extends NodeRequest, Response extends NodeResponse, Result>(handler: (request: Request, response: Response) => Result, options?: RequestOptions<Request> | null): (request: Request, response: Response) => Result

export function koaRequests<Context = KoaContext>(options?: RequestOptions<Context> | null): (context: KoaContext, next: () => Promise<unknown>) => Promise<unknown>

type Bindings = Record<string, unknown>

type Done = (error?: Error) => void

interface Family {
  hasRequestLines: boolean
}

interface Style {
  readonly serializers: Serializers
  readonly prefix: string
  readonly redactors: readonly Redactor[]
  readonly levelno: number | undefined
}

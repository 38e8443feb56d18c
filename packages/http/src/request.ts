import { isPromise, later, makeRegion } from '@treeline/core/internal'

/** A function like the global `fetch`. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** The outcome of a request: the server's answer, or the reason why there is none. */
export interface Outcome {
  /** The answer's status; 0 when there was no answer in time, absent when the network failed. */
  readonly status?: number
  readonly headers?: Headers | undefined
  /** Whether the answer came from another address than the one asked. */
  readonly redirected?: boolean
  /** The answer's text, where it was read. */
  readonly text?: string | undefined
  /** Why there is no answer. */
  readonly error?: unknown
}

const outwardCalls = /* @__PURE__ */ makeRegion()

/**
 * Returns whether a handler is calling `fetch` right now. What an instrumented `fetch` logs meanwhile is about the log's own
 * delivery: each such record would cause the next request, for ever.
 */
export function isRequesting(): boolean {
  return outwardCalls.isIn
}

/** Runs a call into the host's network functions, during which no handler of this package accepts records. */
export function outward<T>(call: () => T): T {
  return outwardCalls.run(call)
}

/** Request headers, if any. */
export type Headed = Readonly<Record<string, string>> | undefined

/** The parts of a request. */
export interface Posting {
  readonly url: string
  readonly init: RequestInit
  /** The longest time for the server's answer, in milliseconds. */
  readonly timeoutMs: number
  /** Default: the global `fetch` at the time of the call, so that a replaced one is used. */
  readonly fetch: Fetch | undefined
  /** Returns what is added to `init`, or a promise of it. The request is made at once unless it is a promise. */
  readonly prepare?: (() => RequestInit | Promise<RequestInit>) | undefined
  /** Reads the answer's text. Default: it is thrown away. */
  readonly read?: ((response: Response) => Promise<string | undefined>) | undefined
}

/** Makes one request. Never rejects, and settles within `timeoutMs` even if `fetch` does not heed its signal. */
export function request({ url, init, timeoutMs, fetch, prepare, read = discard }: Posting): Promise<Outcome> {
  return new Promise((resolve) => {
    const abort = new AbortController()
    const stop = later(timeoutMs, () => {
      resolve({ status: 0, error: new Error(`no answer within ${timeoutMs} ms`) })
      outward(() => abort.abort())
    })
    const post = async (more: RequestInit | undefined): Promise<Response> => {
      const headers = { ...init.headers, ...plainHeaders(more?.headers) }
      return outward(() => (fetch ?? globalThis.fetch)(url, { ...init, ...more, headers, signal: abort.signal }))
    }
    prepared(prepare, post)
      .then(async (response) => {
        const { status, headers, redirected } = response
        return { status, headers, redirected, text: await read(response) }
      })
      .catch((error: unknown) => ({ error }))
      .then(resolve)
      .finally(stop)
  })
}

/** Returns headers as an object: `Headers`, a Map and pairs are taken as `fetch` takes them. */
function plainHeaders(headers: HeadersInit | undefined): object {
  const { [Symbol.iterator]: iterator } = Object(headers) as Partial<Iterable<readonly [string, string]>>
  return iterator ? Object.fromEntries(headers as Iterable<readonly [string, string]>) : Object(headers)
}

async function prepared<T>(
  prepare: Posting['prepare'],
  post: (more: RequestInit | undefined) => Promise<T>,
): Promise<T> {
  const more = prepare?.()
  return post(isPromise(more) ? await more : more)
}

/** Cancels an unread body, which would hold the connection and, at exit, the page's keepalive budget. */
export async function discard({ body }: Response): Promise<undefined> {
  body?.cancel().catch(() => undefined)
}

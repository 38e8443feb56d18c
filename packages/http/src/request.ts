import { isPromise, later } from '@treeline/core/internal'

/** The global `fetch`, or one that does its work. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What became of a request: the server's answer, or why there is none. */
export interface Outcome {
  /** The answer's; 0 when there was none in time, absent when the network failed. */
  readonly status?: number
  readonly headers?: Headers | undefined
  /** Whether the answer came from another address than the one asked. */
  readonly redirected?: boolean
  /** Why there is no answer. */
  readonly error?: unknown
}

let calls = 0

/**
 * Returns whether `fetch` is being called for a handler right now. What an instrumented `fetch` logs meanwhile is about the
 * log's own delivery: each record of it would cause the next request, for ever.
 */
export function isRequesting(): boolean {
  return calls > 0
}

/** Runs a call into the host's network functions, during which no handler of this package accepts records. */
export function outward<T>(call: () => T): T {
  const before = calls
  calls++
  try {
    return call()
  } finally {
    calls = before
  }
}

/**
 * The page goes. Firefox can tell it so in the middle of a call into the network or the storage: what the page logs then is its
 * own, and there is no next request for ever.
 */
export function endCalls(): void {
  calls = 0
}

/** Returns more headers for a request, or a promise of them. */
export type Ask = () => Headed | Promise<Headed>

/** Request headers, if any. */
export type Headed = Readonly<Record<string, string>> | undefined

/**
 * Makes one request. Never rejects, and settles within `timeoutMs` even if `fetch` does not heed its signal.
 *
 * @param fetch default: the global one at the time of the call, so that a test's or a host's own is used
 * @param ask for more headers; the request is made before this returns unless they are a promise
 */
export function request(
  url: string,
  init: RequestInit,
  timeoutMs: number,
  fetch: Fetch = globalThis.fetch,
  ask?: Ask,
): Promise<Outcome> {
  return new Promise((resolve) => {
    const abort = new AbortController()
    const stop = later(timeoutMs, () => {
      resolve({ status: 0, error: new Error(`no answer within ${timeoutMs} ms`) })
      outward(() => abort.abort())
    })
    const post = async (headers: Headed): Promise<Response> =>
      outward(() => fetch(url, { ...init, headers: { ...init.headers, ...headers }, signal: abort.signal }))
    headersOf(ask, post)
      .then((response) => {
        // An unread body holds the connection and, at exit, the page's keepalive budget.
        response.body?.cancel().catch(() => undefined)
        return response
      })
      .catch((error: unknown) => ({ error }))
      .then(resolve)
      .finally(stop)
  })
}

async function headersOf(ask: Ask | undefined, post: (headers: Headed) => Promise<Response>): Promise<Response> {
  const headers = ask?.()
  return post(isPromise(headers) ? await headers : headers)
}

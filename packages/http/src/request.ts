import { parseRetryAfter } from './batches/retryAfter.js'
import { startTimer } from './timer.js'

/** The global `fetch`, or one that does its work. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** What became of a request: the server's answer, or why there is none. */
export type Outcome =
  | { readonly kind: 'answer'; readonly status: number; readonly retryAfterMs: number | undefined }
  | { readonly kind: 'network'; readonly error: unknown }
  | { readonly kind: 'timeout'; readonly error: unknown }

/** How a request is made. */
export interface RequestOptions {
  /** Default: the global one at the time of the call, so that a test's or a host's own is used. */
  readonly fetch: Fetch | undefined
  /** How long the answer may take. */
  readonly timeoutMs: number
  /** The clock, for a Retry-After that is a date. */
  readonly now: () => number
}

let calls = 0

/**
 * Tells whether `fetch` is being called for a handler right now. What an instrumented `fetch` logs meanwhile is about the
 * log's own delivery: each record of it would cause the next request, for ever.
 */
export function isRequesting(): boolean {
  return calls > 0
}

/** Runs a call into the host's network functions, during which no handler of this package accepts records. */
export function outward<T>(call: () => T): T {
  calls++
  try {
    return call()
  } finally {
    calls--
  }
}

/** Makes one request. Never rejects, and settles within `timeoutMs` even if `fetch` does not heed its signal. */
export function request(url: string, init: RequestInit, options: RequestOptions): Promise<Outcome> {
  return new Promise((resolve) => {
    const abort = new AbortController()
    const timer = startTimer(options.timeoutMs, () => {
      resolve({ kind: 'timeout', error: new Error(`no answer within ${options.timeoutMs} ms`) })
      outward(() => abort.abort())
    })
    const settle = (outcome: Outcome): void => {
      clearTimeout(timer)
      resolve(outcome)
    }
    call(options.fetch, url, { ...init, signal: abort.signal })
      .then((response) => answer(response, options.now()))
      .then(settle, (error: unknown) => settle({ kind: 'network', error }))
  })
}

// Async, so that a fetch that throws at once (a wrapper's fault, a policy) rejects like any other.
async function call(fetch: Fetch | undefined, url: string, init: RequestInit): Promise<Response> {
  return outward(() => Reflect.apply(fetch ?? globalThis.fetch, globalThis, [url, init]) as Promise<Response>)
}

function answer(response: Response, now: number): Outcome {
  const { status } = response
  const retryAfterMs = parseRetryAfter(response.headers?.get('retry-after') ?? null, now)
  // An unread body holds the connection and, at exit, the page's keepalive budget.
  response.body?.cancel().catch(() => undefined)
  return { kind: 'answer', status, retryAfterMs }
}

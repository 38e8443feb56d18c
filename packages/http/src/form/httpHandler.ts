import { Handler, LogRecord, repr, WARNING } from '@treeline/core'
import { floatRepr, isStandardAttribute, ofType, positiveNumber, RECORD_ATTRIBUTES } from '@treeline/core/internal'
import { Flushes } from './flushes.js'
import { pythonStr, pythonTuple } from './pythonText.js'
import { type Fetch, isRequesting, request } from '../request.js'
import { urlencode } from './urlencode.js'

/** The port that Python suggests for records over HTTP. */
export const DEFAULT_HTTP_LOGGING_PORT = 9022

/** The optional parameters of `HTTPHandler`. */
export interface HTTPHandlerOptions {
  /** `'GET'` or `'POST'`, in any case. Default GET. */
  method?: string | undefined
  /** Whether to use HTTPS. Default false. */
  secure?: boolean | undefined
  /** User and password for basic authentication. Default none. */
  credentials?: readonly [user: string, password: string] | null | undefined
  /** How many records wait for their turn at most; the oldest go first. Default 1000. */
  maxQueueRecords?: number | undefined
  /** How long a request may take. Default 15 000. */
  timeoutMs?: number | undefined
  /** Makes the requests. Default the global `fetch`, looked up at each request. */
  fetch?: Fetch | undefined
}

interface Posting {
  readonly record: LogRecord
  readonly data: string
}

const FORM = 'application/x-www-form-urlencoded'
const FLOATS: ReadonlySet<string> = new Set(['created', 'msecs', 'relativeCreated'])

/**
 * Sends each record to a web server as form data, byte for byte what Python's HTTPHandler sends: a receiver written for Python
 * takes it.
 *
 * Guarantees, as in Python few: a record is sent once, its answer and status are ignored; one that could not be sent is
 * reported by `handleError` and lost. Order is kept, one request at a time. `emit` does not block: it makes the data and
 * queues it, `maxQueueRecords` at most; above them the oldest is dropped, and a record tells how many were once the queue is
 * empty. What waits when the page or process ends is lost: use `BufferingHTTPHandler` where that matters.
 *
 * Differs from Python: requests are asynchronous; `context` does not exist, TLS is the runtime's. `exc_info` is the error's
 * text, not a triple's.
 *
 * In a page: without credentials the request is `no-cors`, so a server of another origin needs no CORS headers; with them it
 * needs to answer a preflight. No cookies are sent. A page under HTTPS may only use `secure: true`.
 *
 * @param host the server's name, with a port if need be; `''` in a page for the page's own server, by the page's own protocol
 * @param url the path on the server
 * @throws RangeError `method must be GET or POST`; TypeError for a parameter of a wrong type
 */
export class HTTPHandler extends Handler {
  host: string
  url: string
  method: string
  secure: boolean
  credentials: readonly [user: string, password: string] | null
  private readonly maxQueueRecords: number
  private readonly timeoutMs: number
  private readonly fetch: Fetch | undefined
  private queue: Posting[] = []
  private dropped = 0
  // How many postings were ever queued, and how many of them are over: sent, failed or dropped.
  private queued = 0
  private over = 0
  private draining = false
  private readonly flushes = new Flushes()

  constructor(host: string, url: string, options: HTTPHandlerOptions = {}) {
    const method = ofType('method', options.method ?? 'GET', 'string').toUpperCase()
    if (method !== 'GET' && method !== 'POST') throw new RangeError('method must be GET or POST')
    ofType('host', host, 'string')
    ofType('url', url, 'string')
    const credentials = checkCredentials(options.credentials ?? null)
    const maxQueueRecords = positiveNumber('maxQueueRecords', options.maxQueueRecords ?? 1000)
    const timeoutMs = positiveNumber('timeoutMs', options.timeoutMs ?? 15_000)
    super()
    this.host = host
    this.url = url
    this.method = method
    this.secure = options.secure ?? false
    this.credentials = credentials
    this.maxQueueRecords = maxQueueRecords
    this.timeoutMs = timeoutMs
    this.fetch = options.fetch
  }

  /** Gives what of a record is sent, in order: Python's attributes, what was added, and `message` and `asctime` if set. */
  mapLogRecord(record: LogRecord): Record<string, unknown> {
    const map = Object.create(null) as Record<string, unknown>
    for (const name of RECORD_ATTRIBUTES) map[name] = record[name]
    for (const name of Object.keys(record)) if (!isStandardAttribute(name)) map[name] = record[name]
    // Last, as in Python: there the formatter of another handler sets them on the finished record.
    if (record.message !== undefined) map['message'] = record.message
    if (record.asctime !== undefined) map['asctime'] = record.asctime
    return map
  }

  override emit(record: LogRecord): void {
    if (isRequesting()) return
    try {
      this.enqueue(record)
      if (!this.draining) void this.drain()
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /** Resolves when everything accepted so far was sent or has failed, each request within `timeoutMs`. Never rejects. */
  override flush(): Promise<void> {
    if (this.over === this.queued) return Promise.resolve()
    return this.flushes.add(this.queued)
  }

  /** Forgets the handler; resolves as `flush` does. */
  override close(): Promise<void> {
    void super.close()
    return this.flush()
  }

  private enqueue(record: LogRecord): void {
    const data = urlencode(texts(this.mapLogRecord(record)))
    this.queue.push({ record, data })
    this.queued++
    if (this.queue.length <= this.maxQueueRecords) return
    this.queue.shift()
    this.over++
    this.dropped++
  }

  private async drain(): Promise<void> {
    this.draining = true
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      await this.send(next)
      this.over++
      try {
        this.confess()
      } catch {
        // Nor must one here.
      }
      this.flushes.answer(() => this.over + 1)
    }
    this.draining = false
  }

  private async send({ record, data }: Posting): Promise<void> {
    try {
      const outcome = await request(this.target(data), this.init(data), this.timeoutMs, this.fetch)
      if ('error' in outcome) this.handleError(record, outcome.error)
    } catch {
      // A handleError of the application's that throws must not stop the queue.
    }
  }

  private target(data: string): string {
    const { host, url } = this
    const slash = host === '' || url.startsWith('/') ? '' : '/'
    const base = host === '' ? url : `${this.secure ? 'https' : 'http'}://${host}${slash}${url}`
    return this.method === 'GET' ? `${base}${url.includes('?') ? '&' : '?'}${data}` : base
  }

  private init(data: string): RequestInit {
    const { method, credentials } = this
    const headers: Record<string, string> = {}
    if (method === 'POST') headers['Content-Type'] = FORM
    if (credentials !== null) headers['Authorization'] = basic(credentials)
    const init: RequestInit = { method, headers, credentials: 'omit', cache: 'no-store' }
    // The answer is not wanted, so nobody has to permit reading it; only authentication is not possible that way.
    if (credentials === null) init.mode = 'no-cors'
    if (method === 'POST') init.body = data
    return init
  }

  /** Once the queue is empty, puts the number of records dropped before into it, as a record. */
  private confess(): void {
    const { dropped } = this
    if (dropped === 0 || this.queue.length > 0) return
    this.dropped = 0
    const record = new LogRecord(
      'treeline.http',
      WARNING,
      '',
      0,
      '%d records were dropped: the queue was full',
      [dropped],
      null,
    )
    try {
      this.enqueue(record)
    } catch (error) {
      this.handleError(record, error)
    }
  }
}

function checkCredentials(credentials: unknown): readonly [string, string] | null {
  if (credentials === null) return null
  if (Array.isArray(credentials) && credentials.length === 2 && credentials.every((part) => typeof part === 'string')) {
    return [credentials[0] as string, credentials[1] as string]
  }
  throw new TypeError(`credentials must be [user, password]: ${repr(typeof credentials)}`)
}

function basic([user, password]: readonly [string, string]): string {
  const bytes = new TextEncoder().encode(`${user}:${password}`)
  return `Basic ${btoa(String.fromCharCode(...bytes))}`
}

/** Python's `str()` of each value. */
function texts(map: Readonly<Record<string, unknown>>): Record<string, string> {
  const result = Object.create(null) as Record<string, string>
  for (const name of Object.keys(map)) result[name] = textOf(name, map[name])
  return result
}

function textOf(name: string, value: unknown): string {
  if (name === 'args' && Array.isArray(value)) return pythonTuple(value)
  if (typeof value === 'number' && FLOATS.has(name)) return floatRepr(value)
  return pythonStr(value)
}

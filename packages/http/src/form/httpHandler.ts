import { Handler, LogRecord, WARNING } from '@treeline/core'
import {
  checkOption,
  checkOptionNames,
  flagOf,
  floatRepr,
  isStandardAttribute,
  outsideZone,
  ofType,
  positiveNumber,
  report,
  wholeNumber,
  RECORD_ATTRIBUTES,
} from '@treeline/core/internal'
import { pythonStr, pythonTuple } from './pythonText.js'
import { type Echo, makeEcho } from '../echo.js'
import { fixedAddress } from '../pageScope.js'
import { type Fetch, isRequesting, request } from '../request.js'
import { makeTurns, type Turns } from './turns.js'

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
  /** Python's TLS context. Default null, and nothing else: TLS is the runtime's. */
  context?: null | undefined
  /** The most records that wait for their turn; above that the oldest are dropped. Default 1000. */
  maxQueueRecords?: number | undefined
  /** The longest time of a request, in milliseconds. Default 15 000. */
  timeoutMs?: number | undefined
  /** Makes the requests. Default the global `fetch`, looked up at each request. */
  fetch?: Fetch | undefined
}

/** A record's turn. */
interface Posting {
  readonly record: LogRecord
  readonly data: string
}

const OPTIONS = 'method secure credentials context maxQueueRecords timeoutMs fetch'
const FORM = 'application/x-www-form-urlencoded'
const FLOATS = ['created', 'msecs', 'relativeCreated']

/**
 * Sends each record to a web server as form data, byte for byte what Python's HTTPHandler sends: a receiver written for Python
 * takes it.
 *
 * Guarantees, as in Python few: a record is sent once, its answer and status are ignored; one that could not be sent is
 * reported by `handleError` and lost. Order is kept, one request at a time. `emit` does not block: it makes the data and
 * queues it, `maxQueueRecords` at most. Above them the oldest is dropped; once the queue is empty a record says how many were.
 * After a request without an answer the next one waits 5 s, which does not keep a process alive: a server that hangs delays
 * the end of a process by one `timeoutMs`. What waits when the page or process ends is lost; a process says how many on
 * standard error. Use `BufferingHTTPHandler` where that matters.
 *
 * Differs from Python: requests are asynchronous; `context` is null, TLS is the runtime's. `exc_info` is the error's
 * text, not a triple's.
 *
 * In a page: without credentials the request is `no-cors`, so a server of another origin needs no CORS headers; with them it
 * needs to answer a preflight. No cookies are sent. A page under HTTPS may only use `secure: true`.
 *
 * @param host the server's name, with a port if need be; `''` in a page for the page's own server, by the page's own protocol
 * @param url the path on the server
 * @throws RangeError `method must be GET or POST`, or for what is no host; TypeError for a parameter of a wrong type
 * @example
 * const handler = new HTTPHandler('logs.example.org', '/log', { method: 'POST', secure: true })
 * getLogger().addHandler(handler)
 */
export class HTTPHandler extends Handler {
  host: string
  url: string
  method: string
  secure: boolean
  credentials: readonly [user: string, password: string] | null
  private readonly turns: Turns<Posting>
  private readonly echo: Echo = makeEcho(Date.now)

  constructor(host: string, url: string, options: HTTPHandlerOptions = {}) {
    if (new.target === HTTPHandler) checkOptionNames('HTTPHandler', options, OPTIONS)
    const { credentials = null, context = null, maxQueueRecords = 1000, timeoutMs = 15_000, fetch } = options
    const method = ofType('method', options.method ?? 'GET', 'string').toUpperCase()
    if (!/^(?:GET|POST)$/.test(method)) throw new RangeError('method must be GET or POST')
    const secure = flagOf('secure', options.secure ?? false)
    if (context !== null) checkOption('context', context, '', false, 'null: TLS is the runtime’s')
    if (fetch !== undefined) ofType('fetch', fetch, 'function')
    ofType('url', url, 'string')
    checkHost(host)
    checkCredentials(credentials)
    wholeNumber('maxQueueRecords', maxQueueRecords, 1)
    positiveNumber('timeoutMs', timeoutMs)
    super()
    // Without a host the address is relative to the page's, as it is now.
    const page = fixedAddress('', globalThis)
    this.host = host
    this.url = url
    this.method = method
    this.secure = secure
    this.credentials = credentials
    this.turns = makeTurns(
      maxQueueRecords,
      async ({ record, data }) => {
        this.echo.ask()
        const outcome = await request({ url: addressOf(this, data, page), init: initOf(this, data), timeoutMs, fetch })
        this.echo.answer()
        if ('error' in outcome) this.handleError(record, outcome.error)
        return outcome.status !== 0
      },
      (dropped) => {
        const msg = '%d records were dropped: the queue was full'
        this.emit(new LogRecord('treeline.http', WARNING, '', 0, msg, [dropped], null))
      },
      () => this.echo.holdMs(),
    )
  }

  /** Returns the parts of a record that are sent, in order: Python's attributes, added ones, and `message` and `asctime` if set. */
  mapLogRecord(record: LogRecord): Record<string, unknown> {
    const map = Object.create(null) as Record<string, unknown>
    const added = Object.keys(record).filter((name) => !isStandardAttribute(name))
    // Last, as in Python: there the formatter of another handler sets them on the finished record.
    const formatted = ['message', 'asctime'].filter((name) => record[name] !== undefined)
    for (const name of [...RECORD_ATTRIBUTES, ...added, ...formatted]) map[name] = record[name]
    return map
  }

  override emit(record: LogRecord): void {
    if (isRequesting()) return
    try {
      this.echo.hear(record)
      const data = urlencode(this.mapLogRecord(record))
      outsideZone(() => this.turns.add({ record, data }))
    } catch (error) {
      this.handleError(record, error)
    }
  }

  /**
   * Resolves when everything accepted so far was sent or has failed, or when the server did not answer a request within
   * `timeoutMs`. Never rejects.
   */
  override flush(): Promise<void> {
    return outsideZone(() => this.turns.flush())
  }

  /** Returns how many records wait or are on their way. At the end of a process standard error shows their number. */
  stats(): { readonly queued: number; readonly inFlight: number } {
    return { queued: this.turns.left(), inFlight: 0 }
  }

  /** Forgets the handler and resolves as `flush` does. What waits for a server that does not answer is lost, and counted. */
  override async close(): Promise<void> {
    void super.close()
    await this.flush()
    const lost = this.turns.clear()
    if (lost > 0) report(this, new Error(`${lost} records were lost: the server does not answer`))
  }
}

/** Returns where a form's data goes, and by GET the data too. */
function addressOf({ host, url, secure, method }: HTTPHandler, data: string, page: string): string {
  const slash = url.startsWith('/') ? '' : '/'
  const base =
    host === ''
      ? fixedAddress(url, { location: { href: page } })
      : `${secure ? 'https' : 'http'}://${host}${slash}${url}`
  return method === 'GET' ? `${base}${url.includes('?') ? '&' : '?'}${data}` : base
}

function initOf({ method, credentials }: HTTPHandler, body: string): RequestInit {
  const headers: Record<string, string> = {}
  const init: RequestInit = { method, headers, credentials: 'omit', cache: 'no-store' }
  if (method === 'POST') {
    headers['Content-Type'] = FORM
    init.body = body
  }
  if (credentials) headers['Authorization'] = basic(credentials)
  // Nobody reads the answer, so no server has to permit that. Authentication is not possible this way.
  else init.mode = 'no-cors'
  return init
}

function checkHost(host: string): void {
  // No host: the page's own server.
  const address = fixedAddress(host && `http://${host}`, globalThis)
  const isName = !/[/\\?#@]/.test(host) && address !== ''
  checkOption('host', host, 'string', isName, "a server's name, with a port if need be; in a page '' too")
}

/**
 * Checks the user and the password.
 *
 * @throws TypeError for anything else
 */
function checkCredentials(credentials: unknown): void {
  const parts = Array.isArray(credentials) ? credentials.map((part) => typeof part) : []
  if (credentials === null || String(parts) === 'string,string') return
  // Not with the value: it holds the password.
  throw new TypeError('credentials: expected [user, password], two strings')
}

function basic(credentials: readonly string[]): string {
  // The bytes of UTF-8, percent-encoded: not every page of a test has a TextEncoder.
  const text = String(new URLSearchParams([['', credentials.join(':')]]))
    .slice(1)
    .replaceAll('+', ' ')
  return `Basic ${btoa(text.replace(/%(..)/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))))}`
}

/**
 * Returns Python's `str()` of each value as a form's data, as Python's `urllib.parse.urlencode` writes them. Lone surrogates
 * become U+FFFD, where Python raises.
 */
function urlencode(map: Readonly<Record<string, unknown>>): string {
  const pairs = Object.keys(map).map((name) => [name, textOf(name, map[name])])
  // Python writes these two characters differently from a page's form.
  return String(new URLSearchParams(pairs)).replaceAll('%7E', '~').replaceAll('*', '%2A')
}

function textOf(name: string, value: unknown): string {
  if (name === 'args' && Array.isArray(value)) return pythonTuple(value)
  return typeof value === 'number' && FLOATS.includes(name) ? floatRepr(value) : pythonStr(value)
}

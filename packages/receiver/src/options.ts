import { type Level } from '@treeline/core'
import { checkLevel } from '@treeline/core/internal'

/** Who sent a request. */
export interface Sender {
  /** The client's network address; undefined where the caller of `handle` did not pass it. */
  readonly address: string | undefined
  /** The id of the page or process that made the batch; undefined for Python's form posts. */
  readonly src: string | undefined
}

/** The number of records that one client may send. */
export interface RateLimit {
  /** Records that may come at once, and again within `perMs`. */
  readonly records: number
  /** Milliseconds. */
  readonly perMs: number
}

/** The options of `Receiver`. */
export interface ReceiverOptions {
  /**
   * The logger above everything received: with `'page'`, a record of `app.ui` goes to `page.app.ui`, and one of the sender's
   * root logger goes to `page`. `''` for no prefix. Default `'page'`.
   */
  prefix?: string
  /**
   * The pages that may send: `'*'` for all, a list of origins (`'https://app.example'`), or a function. Default: pages of the
   * host in the request's URL.
   */
  origins?: '*' | readonly string[] | ((origin: string) => boolean)
  /** Whether requests without an Origin header are taken: servers and Python send none, browsers always do. Default true. */
  withoutOrigin?: boolean
  /** Whether Python's `HTTPHandler(method='GET')` is taken. Any page can make a visitor's browser send GET. Default false. */
  acceptGet?: boolean
  /** The most bytes of a body. Default 524288. */
  maxBodyBytes?: number
  /** The most records of one batch. Default 2000. */
  maxRecords?: number
  /** The most bytes of one record's line; a longer record counts as bad. Default 262144. */
  maxRecordBytes?: number
  /** The number of records that one client address may send; null for no limit. Default 10000 a minute. */
  rate?: RateLimit | null
  /**
   * Returns the address by which the rate is counted, such as one that a trusted proxy put into a header. Default: the address
   * passed to `handle`. Requests without an address share one rate.
   */
  address?: (request: Request) => string | undefined
  /** The most sources, and the most client addresses, that are remembered. The least recent is forgotten first. Default 10000. */
  maxSources?: number
  /** The most nodes that senders can add to the tree by new logger names. Default 1000. */
  maxLoggers?: number
  /** Records below this level are dropped. The levels of loggers are not checked, as in Python's `handle`. Default 0. */
  level?: Level
  /**
   * `'escape'` stops a sender from forging records in a text file or terminal. In the message and in string attributes, a line
   * break becomes the two characters `\n`, and other control characters become `\x1b`; the lines of an error's or a stack's
   * text are indented. `'keep'` changes nothing, for JSON output. Default `'escape'`.
   */
  newlines?: 'keep' | 'escape'
  /** Returns attributes for the records of one request. They replace attributes of the same name that were sent. */
  fields?: (request: Request, sender: Sender) => Readonly<Record<string, unknown>> | undefined
  /** Called for each refused request, bad line and failed record. What it throws is ignored. */
  onError?: (error: Error, request: Request) => void
  /** Returns the time in milliseconds since the epoch. Default the clock. */
  now?: () => number
}

/** The options after their checks, with defaults. */
export type Settings = Required<Omit<ReceiverOptions, 'origins' | 'level' | 'fields' | 'address' | 'onError'>> &
  Pick<ReceiverOptions, 'origins' | 'fields' | 'address' | 'onError'> & { level: number }

const MINUTE_MS = 60_000

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkOptions(options: ReceiverOptions): Settings {
  const { rate = { records: 10_000, perMs: MINUTE_MS }, newlines = 'escape', now = () => Date.now() } = options
  if (rate !== null) {
    count('rate.records', rate.records)
    count('rate.perMs', rate.perMs)
  }
  if (newlines !== 'keep' && newlines !== 'escape') throw new RangeError(`newlines: expected 'keep' or 'escape'`)
  for (const name of ['address', 'fields', 'onError', 'now'] as const) optionalFunction(name, options[name])
  return {
    prefix: checkPrefix(options.prefix ?? 'page'),
    origins: checkOrigins(options.origins),
    withoutOrigin: flag('withoutOrigin', options.withoutOrigin ?? true),
    acceptGet: flag('acceptGet', options.acceptGet ?? false),
    maxBodyBytes: count('maxBodyBytes', options.maxBodyBytes ?? 524_288),
    maxRecords: count('maxRecords', options.maxRecords ?? 2000),
    maxRecordBytes: count('maxRecordBytes', options.maxRecordBytes ?? 262_144),
    rate,
    address: options.address,
    maxSources: count('maxSources', options.maxSources ?? 10_000),
    maxLoggers: count('maxLoggers', options.maxLoggers ?? 1000),
    level: checkLevel(options.level ?? 0, 'level'),
    newlines,
    fields: options.fields,
    onError: options.onError,
    now,
  }
}

function count(name: string, value: unknown): number {
  if (typeof value !== 'number') throw new TypeError(`${name}: expected a number`)
  if (!Number.isSafeInteger(value) || value < 1) throw new RangeError(`${name}: expected a whole number above 0`)
  return value
}

function flag(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw new TypeError(`${name}: expected true or false`)
  return value
}

function optionalFunction(name: string, value: unknown): void {
  if (value !== undefined && typeof value !== 'function') throw new TypeError(`${name}: expected a function`)
}

function checkPrefix(prefix: unknown): string {
  if (typeof prefix !== 'string') throw new TypeError('prefix: expected a string')
  if (prefix !== '' && prefix.split('.').includes('')) throw new RangeError('prefix: expected a logger name')
  return prefix
}

function checkOrigins(origins: unknown): ReceiverOptions['origins'] {
  if (origins === undefined || origins === '*' || typeof origins === 'function')
    return origins as ReceiverOptions['origins']
  if (!Array.isArray(origins)) throw new TypeError(`origins: expected '*', a list of origins or a function`)
  for (const origin of origins) {
    if (origin !== 'null' && !isOrigin(origin)) throw new RangeError(`origins: expected such as 'https://app.example'`)
  }
  return [...origins]
}

function isOrigin(origin: unknown): boolean {
  try {
    return typeof origin === 'string' && /^[a-z][a-z0-9+.-]*:\/\/[^/?#]+$/.test(origin) && Boolean(new URL(origin))
  } catch {
    return false
  }
}

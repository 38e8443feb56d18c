import { type Level } from '@treeline/core'
import { checkLevel } from '@treeline/core/internal'

/** Who sent a request, as far as is known. */
export interface Sender {
  /** The client's network address, where the server that calls `handle` knows it. */
  readonly address: string | undefined
  /** The id of the page or process whose batch it is; undefined for Python's form posts. */
  readonly src: string | undefined
}

/** How many records one client may send. */
export interface RateLimit {
  /** Records that may come at once, and again within each `perMs`. */
  readonly records: number
  /** Milliseconds. */
  readonly perMs: number
}

/** The options of `Receiver`. */
export interface ReceiverOptions {
  /**
   * The logger under which everything received goes: with `'page'` a record of `app.ui` goes to `page.app.ui`, one of the
   * sender's root logger to `page`. `''` for no prefix. Default `'page'`.
   */
  prefix?: string
  /**
   * Which pages may send: `'*'` for all, a list of origins (`'https://app.example'`), or a function. Default: pages of the
   * host that the request is addressed to.
   */
  origins?: '*' | readonly string[] | ((origin: string) => boolean)
  /** Whether requests without an Origin header, which no browser's POST lacks, are taken: servers, Python. Default true. */
  withoutOrigin?: boolean
  /** Whether Python's `HTTPHandler(method='GET')` is taken too. Any page can make a visitor's browser send GET. Default false. */
  acceptGet?: boolean
  /** The longest body, in bytes. Default 524288. */
  maxBodyBytes?: number
  /** The most records in one batch. Default 2000. */
  maxRecords?: number
  /** The longest record, in bytes of its line; a longer one counts as bad. Default 262144. */
  maxRecordBytes?: number
  /** How many records one client address may send; null for any number. Default 10000 a minute. */
  rate?: RateLimit | null
  /**
   * Gives the address by which the rate is counted, such as the one a trusted proxy put into a header. Default: the one that
   * `handle` was given; requests without any share one rate.
   */
  address?: (request: Request) => string | undefined
  /** How many sources, and client addresses, are remembered; the least recent is forgotten first. Default 10000. */
  maxSources?: number
  /** How many tree nodes senders can bring into being by the logger names they use. Default 1000. */
  maxLoggers?: number
  /** Records below this level are taken and dropped. The levels of loggers are not asked, as in Python's `handle`. Default 0. */
  level?: Level
  /**
   * `'escape'` keeps what was sent from passing for records of their own in a text file or terminal: in the message and in
   * string attributes a line break becomes the two characters `\n` and other control characters `\x1b`; each line of an
   * error's or a stack's text is indented. `'keep'` leaves all that as it was sent, for JSON output. Default `'escape'`.
   */
  newlines?: 'keep' | 'escape'
  /** Gives attributes for the records of one request; they win over attributes that were sent. */
  fields?: (request: Request, sender: Sender) => Readonly<Record<string, unknown>> | undefined
  /** Is told of each refused request, bad line and failed record. What it throws is ignored. */
  onError?: (error: Error, request: Request) => void
  /** Milliseconds since the epoch. Default the clock. */
  now?: () => number
}

/** The options as the rest of the package reads them: all there, all checked. */
export type Settings = Required<Omit<ReceiverOptions, 'origins' | 'level' | 'fields' | 'address' | 'onError'>> &
  Pick<ReceiverOptions, 'origins' | 'fields' | 'address' | 'onError'> & { level: number }

const MINUTE_MS = 60_000

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError, RangeError that name the option and what was expected
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

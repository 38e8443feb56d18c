import { type Level, repr } from '@treeline/core'
import { checkLevel, checkNamedOptions, checkOption, oneOf, ofType, wholeNumber } from '@treeline/core/internal'

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
  prefix?: string | undefined
  /**
   * The pages that may send: `'*'` for all, a list of origins (`'https://app.example'`), or a function. Default: pages of the
   * host in the request's URL.
   */
  origins?: '*' | readonly string[] | ((origin: string) => boolean) | undefined
  /** Whether requests without an Origin header are taken: servers and Python send none, browsers always do. Default true. */
  withoutOrigin?: boolean | undefined
  /** Whether Python's `HTTPHandler(method='GET')` is taken. Any page can make a visitor's browser send GET. Default false. */
  acceptGet?: boolean | undefined
  /** The most bytes of a body. Default 524288. */
  maxBodyBytes?: number | undefined
  /** The most records of one batch. Default 2000. */
  maxRecords?: number | undefined
  /** The most bytes of one record's line; a longer record counts as bad. Default 262144. */
  maxRecordBytes?: number | undefined
  /** The number of records that one client address may send; null for no limit. Default 10000 a minute. */
  rate?: RateLimit | null | undefined
  /**
   * Returns the address by which the rate is counted, such as one that a trusted proxy put into a header. Default: the address
   * passed to `handle`. Requests without an address share one rate.
   */
  address?: ((request: Request) => string | undefined) | undefined
  /** The most sources, and the most client addresses, that are remembered. The least recent is forgotten first. Default 10000. */
  maxSources?: number | undefined
  /** The most nodes that senders can add to the tree by new logger names. Default 1000. */
  maxLoggers?: number | undefined
  /** Records below this level are dropped. The levels of loggers are not checked, as in Python's `handle`. Default 0. */
  level?: Level | undefined
  /**
   * `'escape'` stops a sender from forging records in a text file or terminal. In the message and in string attributes, a line
   * break becomes the two characters `\n`, and other control characters become `\x1b`; the lines of an error's or a stack's
   * text are indented. `'keep'` changes nothing, for JSON output. Default `'escape'`.
   */
  newlines?: 'keep' | 'escape' | undefined
  /** Returns attributes for the records of one request. They replace attributes of the same name that were sent. */
  fields?: ((request: Request, sender: Sender) => object | undefined) | undefined
  /** Called for each refused request, bad line and failed record. What it throws is ignored. */
  onError?: ((error: Error, request: Request) => void) | undefined
  /** Returns the time in milliseconds since the epoch. Default the clock. */
  now?: (() => number) | undefined
}

/** The options after their checks, with defaults. */
export type Settings = Required<Omit<ReceiverOptions, 'origins' | 'level' | 'fields' | 'address' | 'onError'>> &
  Pick<ReceiverOptions, 'origins' | 'fields' | 'address' | 'onError'> & { level: number }

const MINUTE_MS = 60_000

const NAMES =
  'prefix origins withoutOrigin acceptGet maxBodyBytes maxRecords maxRecordBytes rate address maxSources maxLoggers level ' +
  'newlines fields onError now'

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkOptions(options: ReceiverOptions): Settings {
  checkNamedOptions({ name: 'Receiver' }, options, NAMES)
  const { rate = { records: 10_000, perMs: MINUTE_MS }, newlines = 'escape', now = () => Date.now() } = options
  if (rate !== null) {
    wholeNumber('rate.records', rate.records, 1)
    wholeNumber('rate.perMs', rate.perMs, 1)
  }
  for (const name of ['address', 'fields', 'onError', 'now'] as const)
    if (options[name] !== undefined) ofType<unknown>(name, options[name], 'function')
  return {
    prefix: checkPrefix(options.prefix ?? 'page'),
    origins: checkOrigins(options.origins),
    withoutOrigin: ofType('withoutOrigin', options.withoutOrigin ?? true, 'boolean'),
    acceptGet: ofType('acceptGet', options.acceptGet ?? false, 'boolean'),
    maxBodyBytes: wholeNumber('maxBodyBytes', options.maxBodyBytes ?? 524_288, 1),
    maxRecords: wholeNumber('maxRecords', options.maxRecords ?? 2000, 1),
    maxRecordBytes: wholeNumber('maxRecordBytes', options.maxRecordBytes ?? 262_144, 1),
    rate,
    address: options.address,
    maxSources: wholeNumber('maxSources', options.maxSources ?? 10_000, 1),
    maxLoggers: wholeNumber('maxLoggers', options.maxLoggers ?? 1000, 1),
    level: checkLevel(options.level ?? 0, 'level'),
    newlines: oneOf('newlines', newlines, ['keep', 'escape']),
    fields: options.fields,
    onError: options.onError,
    now,
  }
}

function checkPrefix(prefix: string): string {
  const isName = prefix === '' || !ofType('prefix', prefix, 'string').split('.').includes('')
  checkOption('prefix', prefix, 'string', isName, 'the name of a logger')
  return prefix
}

function checkOrigins(origins: ReceiverOptions['origins']): ReceiverOptions['origins'] {
  if (origins === undefined || origins === '*' || typeof origins === 'function') return origins
  if (!Array.isArray(origins))
    throw new TypeError(`origins: expected '*', a list of origins or a function, not ${repr(origins)}`)
  for (const origin of origins) {
    const isValid = origin === 'null' || isOrigin(origin)
    checkOption('origins', origin, typeof origin, isValid, "an origin such as 'https://app.example'")
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

import type { Level } from '@treeline/core'
import {
  checkLevel,
  checkNamedOptions,
  checkOption,
  givenOfType,
  ofType,
  oneOf,
  refuse,
  wholeNumber,
} from '@treeline/core/internal'
import type { LevelChanges } from './answers/levels.js'
import type { SeenStore } from './batches/seenStore.js'
import type { RateLimit } from './bounds/rateLimiter.js'
import { REQUEST_BYTES } from './requests/bodiesInProgress.js'

/** The sender of a request. */
export interface Sender {
  /** The client's network address; undefined where the caller of `handle` did not pass it. */
  readonly address: string | undefined
  /** The id of the page or process that made the batch; undefined for Python's form posts. */
  readonly src: string | undefined
}

/** The options of `Receiver`. */
export interface ReceiverOptions {
  /**
   * The logger above everything received: with `'page'`, a record of `app.ui` goes to `page.app.ui`, and a record of the
   * sender's root logger goes to `page`. `''` for no prefix. Default `'page'`.
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
  /**
   * The most bytes of all requests from their arrival to their answer. Each counts at least 16384. Beyond them, the address that
   * holds most loses the body that has waited longest for its next bytes: its answer is 503. Default 67108864.
   */
  maxBytesInProgress?: number | undefined
  /** The most bytes of the requests of one client address, counted in the same way. Default 8388608. */
  maxBytesInProgressPerAddress?: number | undefined
  /** The longest time for a body to arrive, in milliseconds; the answer to a slower one is 408. Default 15000. */
  bodyTimeoutMs?: number | undefined
  /**
   * The number of records that one page or process may send from one address; null for no limit. Beyond it, only that page waits.
   * Default 10000 a minute.
   */
  rate?: RateLimit | null | undefined
  /**
   * The number of records that one client address may send, as all pages of an office may share one. null for no limit. Default 20
   * times `rate`.
   */
  ratePerAddress?: RateLimit | null | undefined
  /**
   * Returns the address by which rates, bytes and sources are counted, such as one from a trusted proxy's header. The first 64
   * bits of an IPv6 address count. Default: the address passed to `handle`. Requests without an address count as one
   * client.
   */
  address?: ((request: Request) => string | undefined) | undefined
  /**
   * The most sources that are remembered, and the most client addresses. The address with most sources forgets its least recent one
   * first. Default 10000.
   */
  maxSources?: number | undefined
  /** The most records that are remembered in all, to recognize copies. Each takes about 50 bytes. Default 500000. */
  maxRemembered?: number | undefined
  /**
   * How copies are recognized. `true`: in memory, until the process ends. A store: also after that, and in several processes.
   * `false`: not at all. Default true.
   *
   * @example
   * ```ts
   * listener({ deduplicate: new SeenFile('seen.log') })
   * ```
   */
  deduplicate?: boolean | SeenStore | undefined
  /** Whether the handlers that got records flush before the answer. `MemoryHandler` and its like do not. Default true. */
  flush?: boolean | undefined
  /**
   * The longest time of the flush and of each call of the store, in milliseconds. A longer flush is reported, and the records are
   * acknowledged. After a longer call of the store the answer is 503. Default 5000.
   */
  acknowledgeTimeoutMs?: number | undefined
  /**
   * The largest error of a page's clock, in milliseconds, before the times of its records are corrected. It must be more than a batch
   * takes to arrive. `sent_created` keeps the page's own time. null for no correction. Default 10000.
   */
  clockToleranceMs?: number | null | undefined
  /**
   * Returns levels for loggers of a page, by their names there, and for how long. Called for each batch
   * of a page that asks for levels, before its records are taken: where it throws, the answer is 500. Default none.
   *
   * @example
   * ```ts
   * listener({ levels: () => ({ 'app.db': { level: 'DEBUG', seconds: 900 } }) })
   * ```
   */
  levels?: ((request: Request, sender: Sender) => LevelChanges | undefined) | undefined
  /** The most loggers that senders can add to the tree by new names, those above them included. Default 1000. */
  maxLoggers?: number | undefined
  /** Records below this level are dropped. The levels of loggers are not checked, as in Python's `handle`. Default 0. */
  level?: Level | undefined
  /**
   * `'escape'` stops a sender from forging records in a text file or terminal. In the message and in string attributes, a line
   * break becomes the two characters `\n`, and other control characters become `\x1b`; the lines of an error's or a stack's
   * text are indented. `'keep'` changes nothing, for JSON output. Default `'escape'`.
   */
  newlines?: 'keep' | 'escape' | undefined
  /**
   * Returns attributes for the records of one request. They replace sent attributes of the same name. Where it throws, the answer is
   * 500, and none of the records is taken. Default none.
   */
  fields?: ((request: Request, sender: Sender) => object | undefined) | undefined
  /** Called for each refused request, bad line and failed record. What it throws is ignored. Default none. */
  onError?: ((error: Error, request: Request) => void) | undefined
  /** Returns the time in milliseconds since the epoch. Default the clock. */
  now?: (() => number) | undefined
}

/** The options after their checks, with defaults. */
export type Settings = Required<Omit<ReceiverOptions, 'level' | Optional>> &
  Pick<ReceiverOptions, Optional> & { level: number }

/** The options without a default. */
type Optional = 'origins' | 'fields' | 'address' | 'onError' | 'levels'

const MINUTE_MS = 60_000
/** The longest wait in milliseconds: engines end a longer one at once. */
const LONGEST_MS = 0x7fff_ffff

const NAMES =
  'prefix origins withoutOrigin acceptGet maxBodyBytes maxRecords maxRecordBytes maxBytesInProgress ' +
  'maxBytesInProgressPerAddress bodyTimeoutMs rate ratePerAddress address maxSources maxRemembered deduplicate flush acknowledgeTimeoutMs ' +
  'clockToleranceMs levels maxLoggers level newlines fields onError now'

const DEFAULT_RATE: RateLimit = { records: 10_000, perMs: MINUTE_MS }
/** The number of busy pages that may share an address. */
const PAGES_PER_ADDRESS = 20

/**
 * Checks the options and fills in the defaults.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkOptions(options: ReceiverOptions): Settings {
  checkNamedOptions({ name: 'Receiver' }, options, NAMES)
  const { newlines = 'escape', now = () => Date.now(), clockToleranceMs = 10_000 } = options
  givenOfType(options, 'address fields onError now levels', 'function')
  return {
    prefix: checkPrefix(options.prefix ?? 'page'),
    origins: checkOrigins(options.origins),
    withoutOrigin: ofType('withoutOrigin', options.withoutOrigin ?? true, 'boolean'),
    acceptGet: ofType('acceptGet', options.acceptGet ?? false, 'boolean'),
    ...checkBytes(options),
    bodyTimeoutMs: checkTimeout('bodyTimeoutMs', options.bodyTimeoutMs ?? 15_000),
    maxRecords: wholeNumber('maxRecords', options.maxRecords ?? 2000, 1),
    maxRecordBytes: wholeNumber('maxRecordBytes', options.maxRecordBytes ?? 262_144, 1),
    ...checkRates(options),
    address: options.address,
    maxSources: wholeNumber('maxSources', options.maxSources ?? 10_000, 1),
    maxRemembered: wholeNumber('maxRemembered', options.maxRemembered ?? 500_000, 1),
    deduplicate: checkStore(options.deduplicate ?? true),
    flush: ofType('flush', options.flush ?? true, 'boolean'),
    acknowledgeTimeoutMs: checkTimeout('acknowledgeTimeoutMs', options.acknowledgeTimeoutMs ?? 5000),
    clockToleranceMs: clockToleranceMs === null ? null : wholeNumber('clockToleranceMs', clockToleranceMs),
    levels: options.levels,
    maxLoggers: wholeNumber('maxLoggers', options.maxLoggers ?? 1000, 1),
    level: checkLevel(options.level ?? 0, 'level'),
    newlines: oneOf('newlines', newlines, ['keep', 'escape']),
    fields: options.fields,
    onError: options.onError,
    now,
  }
}

/**
 * Checks the sizes: each must be at least the one before.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
function checkBytes(
  options: ReceiverOptions,
): Pick<Settings, 'maxBodyBytes' | 'maxBytesInProgress' | 'maxBytesInProgressPerAddress'> {
  const maxBodyBytes = wholeNumber('maxBodyBytes', options.maxBodyBytes ?? 524_288, 1)
  // A request counts as this much at least.
  const body = Math.max(maxBodyBytes, REQUEST_BYTES)
  const perAddress = options.maxBytesInProgressPerAddress ?? Math.max(body, 8_388_608)
  const maxBytesInProgressPerAddress = wholeNumber('maxBytesInProgressPerAddress', perAddress, body)
  const inAll = options.maxBytesInProgress ?? Math.max(maxBytesInProgressPerAddress, 67_108_864)
  return {
    maxBodyBytes,
    maxBytesInProgressPerAddress,
    maxBytesInProgress: wholeNumber('maxBytesInProgress', inAll, body),
  }
}

function checkTimeout(name: string, ms: number): number {
  const isValid = Number.isInteger(ms) && ms >= 1 && ms <= LONGEST_MS
  checkOption(name, ms, 'number', isValid, `a whole number from 1 to ${LONGEST_MS}`)
  return ms
}

function checkRates(options: ReceiverOptions): Pick<Settings, 'rate' | 'ratePerAddress'> {
  const { rate = DEFAULT_RATE } = options
  checkRate('rate', rate)
  const { ratePerAddress = rate && { ...rate, records: rate.records * PAGES_PER_ADDRESS } } = options
  checkRate('ratePerAddress', ratePerAddress)
  return { rate, ratePerAddress }
}

function checkRate(name: string, rate: RateLimit | null): void {
  if (rate === null) return
  checkOption(name, rate, 'object', true, 'an object with records and perMs, or null')
  checkNamedOptions({ name }, rate, 'records perMs')
  wholeNumber(`${name}.records`, rate.records, 1)
  wholeNumber(`${name}.perMs`, rate.perMs, 1)
}

/**
 * Checks and returns `deduplicate`.
 *
 * @throws TypeError, RangeError for anything but a boolean or a store
 */
function checkStore(store: boolean | SeenStore): boolean | SeenStore {
  const { known, add } = (store ?? {}) as Partial<SeenStore>
  const isStore = typeof known === 'function' && typeof add === 'function'
  if (typeof store !== 'boolean' && !isStore)
    refuse('true, false or a store with known() and add()', store, 'deduplicate')
  return store
}

/**
 * Checks and returns a prefix.
 *
 * @throws TypeError, RangeError unless it is the name of a logger, or empty
 */
export function checkPrefix(prefix: string): string {
  const isName = prefix === '' || !ofType('prefix', prefix, 'string').split('.').includes('')
  checkOption('prefix', prefix, 'string', isName, 'the name of a logger')
  return prefix
}

/**
 * Checks `origins` and returns a copy.
 *
 * @throws TypeError, RangeError for wrong origins
 */
function checkOrigins(origins: ReceiverOptions['origins']): ReceiverOptions['origins'] {
  if (origins === undefined || origins === '*' || typeof origins === 'function') return origins
  if (!Array.isArray(origins)) refuse("'*', a list of origins or a function", origins, 'origins')
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

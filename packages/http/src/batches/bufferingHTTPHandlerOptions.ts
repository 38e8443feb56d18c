import type { Level } from '@treeline/core'
import {
  checkOption,
  checkOptionNames,
  givenOfType,
  ofType,
  oneOf,
  positiveNumber,
  wholeNumber,
  withMethods,
} from '@treeline/core/internal'
import type { OutboxMaker } from '@treeline/core/wire'
import type { Encoding } from '../encodings/encoding.js'
import type { PageScope } from '../pageScope.js'
import type { Fetch, Headed } from '../request.js'

/** The optional parameters of `BufferingHTTPHandler`. */
export interface BufferingHTTPHandlerOptions {
  /** The number of records that make a batch. Default 100. */
  capacity?: number | undefined
  /** The most UTF-8 bytes of a batch; a larger record goes alone. Default 48 KiB. */
  maxBatchBytes?: number | undefined
  /** The longest time that a record waits for others, in milliseconds. Default 1000. */
  flushIntervalMs?: number | undefined
  /** A record at or above it is sent at once, with what waits. Default ERROR. */
  flushLevel?: Level | undefined
  /** The most bytes that are kept while they cannot be sent; the oldest records are dropped. Default 1 MiB. */
  maxQueueBytes?: number | undefined
  /** The most records that are kept while they cannot be sent; the oldest are dropped. Default 10 000. */
  maxQueueRecords?: number | undefined
  /** The most bytes of a record; of a larger one the first 1000 characters of its message are sent, and a note. Default 256 KiB. */
  maxRecordBytes?: number | undefined
  /** The longest time for the server's answer, in milliseconds. Default 15 000. */
  timeoutMs?: number | undefined
  /** Whether cookies are sent, as in `fetch`. Default `'omit'`. A beacon (Firefox before 133) always sends them. */
  credentials?: 'omit' | 'same-origin' | 'include' | undefined
  /**
   * More request headers, such as Authorization. To another origin they cost a preflight and rule out beacons. A function is
   * called for each request, and once more after a 401; a request that outlives the page does not wait for a promise, and takes
   * the headers of the one before. What the function logs leaves with a later request. Before its first `await` a flush does
   * nothing; after that it must not wait for a flush, which waits for it. Default none.
   */
  headers?: Headed | (() => Headed | Promise<Headed>) | undefined
  /** The encoding of batches for another server: `otlp()`, `loki()` … Default treeline's batches. */
  encoding?: Encoding | undefined
  /**
   * Takes the answers by which the server changes levels, unchecked: `liveLevels({ server: true }).take`. By default none are
   * asked for.
   */
  onLevels?: ((answer: { readonly levels: unknown }) => void) | undefined
  /**
   * Where records are kept until they are acknowledged, across reloads and crashes: a `Journal` of `@treeline/local-storage`.
   * Default in memory only.
   */
  journal?: OutboxMaker | undefined
  /**
   * Whose 2xx acknowledges a batch: `'receiver'`, that of a receiver of batches, which has the acknowledgement header
   * `treeline`; `'any'`, that of any server, except a page of HTML and an answer behind a redirect. Default `'receiver'`, with
   * an encoding `'any'`.
   */
  acknowledge?: 'receiver' | 'any' | undefined
  /**
   * Whether the place of the logging call is sent; finding it costs a walk of the stack. Default true; where callers
   * are not registered (`treeline/slim`), false.
   */
  caller?: boolean | undefined
  /** Makes the requests. Default the global `fetch`, looked up at each request. */
  fetch?: Fetch | undefined
  /** Numbers in [0, 1), for the waits between attempts and the handler's random name. Default `Math.random`. */
  random?: (() => number) | undefined
  /** Milliseconds since the epoch, for a Retry-After that is a date. Default `Date.now`. */
  now?: (() => number) | undefined
  /** The object with the page's events, `document` and `navigator`. Default `globalThis`. */
  scope?: PageScope | undefined
}

const KIB = 1024

/** The sizes and times among the options. */
export type Limits = Readonly<Record<LimitName, number>>

type LimitName =
  | 'capacity'
  | 'maxBatchBytes'
  | 'flushIntervalMs'
  | 'maxQueueBytes'
  | 'maxQueueRecords'
  | 'maxRecordBytes'
  | 'timeoutMs'

const LIMITS: Limits = {
  capacity: 100,
  maxBatchBytes: 48 * KIB,
  flushIntervalMs: 1000,
  maxQueueBytes: 1024 * KIB,
  maxQueueRecords: 10_000,
  maxRecordBytes: 256 * KIB,
  timeoutMs: 15_000,
}

/** Matches the options that count records. */
const COUNTS = /^capacity|Records$/

const OPTIONS = `${Object.keys(LIMITS).join(' ')} flushLevel acknowledge credentials encoding headers journal onLevels caller fetch random now scope`

/**
 * Checks the names of the options.
 *
 * @throws TypeError for an option of another name
 */
export function checkNames(options: BufferingHTTPHandlerOptions): void {
  checkOptionNames('BufferingHTTPHandler', options, OPTIONS)
}

/**
 * Checks the options that are no sizes or times.
 *
 * @throws TypeError, RangeError for a value of a wrong kind
 */
export function checkKinds(options: BufferingHTTPHandlerOptions): void {
  const {
    acknowledge = 'any',
    credentials = 'omit',
    caller = true,
    encoding,
    headers = {},
    journal,
    scope = {},
  } = options
  oneOf('acknowledge', acknowledge, ['receiver', 'any'])
  oneOf('credentials', credentials, ['omit', 'same-origin', 'include'])
  ofType('caller', caller, 'boolean')
  if (encoding) checkEncoding(encoding)
  if (typeof headers !== 'function')
    checkOption('headers', headers, 'object', headers !== null, 'an object or a function')
  if (journal) withMethods('journal', journal, 'open', 'a Journal')
  givenOfType(options, 'onLevels fetch random now', 'function')
  checkOption('scope', scope, 'object', scope !== null, 'an object')
}

function checkEncoding({ encode, contentType }: Encoding): void {
  ofType('encoding.contentType', contentType, 'string')
  ofType('encoding.encode', encode, 'function')
  const isAsync = Object.prototype.toString.call(encode) === '[object AsyncFunction]'
  checkOption('encoding.encode', encode, 'function', !isAsync, 'a function that is not async')
}

/**
 * Returns the sizes and times that were set, or their defaults.
 *
 * @throws TypeError, RangeError for one that is no number above 0; counts of records must be whole
 */
export function limitsOf(options: BufferingHTTPHandlerOptions): Limits {
  const limits = {} as Record<LimitName, number>
  for (const name of Object.keys(LIMITS) as LimitName[]) {
    const value = options[name] ?? LIMITS[name]
    limits[name] = COUNTS.test(name) ? wholeNumber(name, value, 1) : positiveNumber(name, value)
  }
  return limits
}

import type { FilterLike, Level } from '@treeline/core'
import { checkLevel, givenOfType, oneOf, ofType, wholeNumber, wholeNumberWithin } from '@treeline/core/internal'
import { checkPrefix } from '../receiverOptions.js'
import type { Dropped } from '../frames/dropped.js'

/** The sender of a record. */
export interface Peer {
  /** The network address; undefined for a unix socket. */
  readonly address: string | undefined
  readonly port: number | undefined
}

/** The options that `SocketReceiver` and `DatagramReceiver` share. */
export interface RecordReceiverOptions {
  /** The name or address to listen at. `localhost` is 127.0.0.1, as for Python's receivers. Default `'localhost'`. */
  host?: string | undefined
  /** The port; 0 for a free one. Default Python's, 9020 for TCP and 9021 for UDP. */
  port?: number | undefined
  /**
   * The path of a unix socket to listen at, in place of `host` and `port`. The socket of a killed receiver is replaced. Default none.
   */
  path?: string | undefined
  /**
   * The logger above everything received: with `'worker'`, a record of `app.db` goes to `worker.app.db`, and a record of the
   * sender's root logger goes to `worker`. Default `''`: each record goes to the logger of its name, as with Python's receivers.
   */
  prefix?: string | undefined
  /** Records below this level are dropped. The levels of loggers are not checked, as in Python's `handle`. Default 0. */
  level?: Level | undefined
  /** Drops a record, changes it or replaces it before its logger gets it. Default none. */
  filter?: FilterLike | undefined
  /**
   * Returns attributes for the records of a sender. They replace sent attributes of the same name. Where it throws, that is
   * reported, and the records lack them, as the protocol has no answer. Default none.
   */
  fields?: ((peer: Peer) => object | undefined) | undefined
  /**
   * `'escape'` stops a sender from forging records in a text file or terminal: in the message and in string attributes, a line
   * break becomes the two characters `\n`, and other control characters become `\x1b`; the lines of an error's or a stack's text
   * are indented. Default `'keep'`: the sent text, as with Python's receivers.
   */
  newlines?: 'keep' | 'escape' | undefined
  /** The most bytes of a record's pickle, and the most characters of its texts. A longer record is dropped. Default 1048576. */
  maxRecordBytes?: number | undefined
  /** The most loggers that senders can add to the tree by new names, those above them included. Default 1000. */
  maxLoggers?: number | undefined
  /**
   * Called for everything that is dropped, and for each record on which a filter or handler threw. What it throws is ignored. Default:
   * the first error of a kind within a minute is reported on standard error.
   */
  onError?: ((error: Error | Dropped, peer: Peer) => void) | undefined
}

/** The options after their checks, with defaults. */
export interface RecordReceiverSettings {
  readonly prefix: string
  readonly level: number
  readonly newlines: 'keep' | 'escape'
  readonly maxRecordBytes: number
  readonly maxLoggers: number
  readonly filter: FilterLike | undefined
  readonly fields: RecordReceiverOptions['fields']
  readonly onError: RecordReceiverOptions['onError']
}

/** The names of the shared options. */
export const SHARED_NAMES = 'host port path prefix level filter fields newlines maxRecordBytes maxLoggers onError'

/**
 * Checks the shared options and fills in the defaults.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkShared(options: RecordReceiverOptions): RecordReceiverSettings {
  givenOfType(options, 'fields onError', 'function')
  return {
    prefix: checkPrefix(options.prefix ?? ''),
    level: checkLevel(options.level ?? 0, 'level'),
    newlines: oneOf('newlines', options.newlines ?? 'keep', ['keep', 'escape']),
    maxRecordBytes: wholeNumber('maxRecordBytes', options.maxRecordBytes ?? 1_048_576, 1),
    maxLoggers: wholeNumber('maxLoggers', options.maxLoggers ?? 1000, 1),
    filter: options.filter,
    fields: options.fields,
    onError: options.onError,
  }
}

/** The place where a receiver listens. */
export type Place = { readonly host: string; readonly port: number } | { readonly path: string }

/**
 * Returns the place to listen at.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkPlace({ host, port, path }: RecordReceiverOptions, defaultPort: number): Place {
  if (path === undefined)
    return { host: checkHost(host), port: wholeNumberWithin('port', port ?? defaultPort, 0, MOST_PORT) }
  if (ofType('path', path, 'string') === '')
    throw new RangeError('path: expected the path of a unix socket, not an empty text')
  if (host !== undefined || port !== undefined) throw new TypeError('path: expected without host and port')
  return { path }
}

function checkHost(host: string | undefined): string {
  const name = ofType('host', host ?? 'localhost', 'string')
  // Python's handlers try IPv4 first, or only that.
  return name === 'localhost' ? '127.0.0.1' : name
}

const MOST_PORT = 65_535
/** The longest wait and the largest buffer: engines end a longer wait at once. */
const MOST = 0x7fff_ffff

/**
 * Checks the milliseconds of a wait, and returns them.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkWait(name: string, ms: number): number {
  return wholeNumberWithin(name, ms, 1, MOST)
}

/**
 * Checks the bytes of a buffer, and returns them.
 *
 * @throws TypeError, RangeError that name the option and what it expects
 */
export function checkSize(name: string, bytes: number): number {
  return wholeNumberWithin(name, bytes, 1, MOST)
}

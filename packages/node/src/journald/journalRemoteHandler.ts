import { ERROR, getLevelName, type Level, type LogRecord, WARNING } from '@treeline/core'
import {
  checkLevel,
  checkNamedOptions,
  checkOption,
  fail,
  positiveNumber,
  textOf,
  wholeNumber,
} from '@treeline/core/internal'
import { checkTLSOptions } from '../network/tlsOptions.js'
import { lastSend } from '../network/lastSend.js'
import { Outbox, type Taken } from '../network/outbox.js'
import { OutboxHandler, recordsIn } from '../network/outboxHandler.js'
import { messageEntry, recordEntry } from './exportFormat.js'
import { programName } from '../process/programName.js'
import { checkIdentifier } from './identifier.js'
import { priorityOf } from './priority.js'
import { isRefused, lastUpload, upload, type Upload } from './upload.js'

/** The optional parameters of `JournalRemoteHandler`. */
export interface JournalRemoteHandlerOptions {
  /** The name that `journalctl -t` finds. Default that of the program's file. */
  identifier?: string | undefined
  /** The number of records that make a request. Default 100. */
  capacity?: number | undefined
  /** The longest time that a record waits for others, in milliseconds. Default 1000. */
  flushIntervalMs?: number | undefined
  /** A record of this level or above is sent at once, behind everything that waits. Default ERROR. */
  flushLevel?: Level | undefined
  /** The most records that wait while they cannot be sent; the oldest are dropped. Default 10 000. */
  maxQueueRecords?: number | undefined
  /** The longest time for the server's answer, in milliseconds. Default 15 000. */
  timeoutMs?: number | undefined
  /** Options of Node's `tls.connect`, such as `ca`, `key` and `cert`. Default none. */
  tls?: Readonly<Record<string, unknown>> | undefined
}

interface Entry {
  readonly record: LogRecord
  readonly bytes: Uint8Array
}

interface Batch {
  readonly record: LogRecord
  readonly body: Uint8Array
}

const NAMES = 'identifier capacity flushIntervalMs flushLevel maxQueueRecords timeoutMs tls'
const LAST_MS = 5000

/**
 * Sends records with all their fields to `systemd-journal-remote`, in the journal's export format over HTTP or HTTPS.
 *
 * A record is one entry, with `MESSAGE`, `PRIORITY`, `LOGGER`, `CODE_FILE`, `CODE_LINE`, `CODE_FUNC`, `EXCEPTION_TEXT` and a field
 * for each of its own: `{ userId: 7 }` becomes `USERID=7`. With a formatter, `MESSAGE` is its text.
 *
 * - Order: as logged, one request at a time.
 * - Failure: `handleError` reports it, and the handler tries again after 1 s, 2 s, 4 s … 60 s. What the server refuses is lost.
 *   `maxQueueRecords` wait; an entry says how many were dropped above that.
 * - Loss window: none at an exit, where the server answers: what waits is sent before the process ends, for 5 s at most, after a
 *   signal for half a second. One line on standard error says how many records were not delivered.
 *
 * Python has no such class.
 *
 * @param url such as `http://logs.example.org:19532/upload`
 * @throws TypeError, RangeError for wrong parameters
 * @example
 * const handler = new JournalRemoteHandler('http://logs.example.org:19532/upload', { identifier: 'shop' })
 * getLogger().addHandler(handler)
 */
export class JournalRemoteHandler extends OutboxHandler {
  readonly identifier: string
  private ownFlushLevel: number
  private readonly upload: Upload
  /** @internal */
  protected readonly outbox: Outbox<Entry, Batch>

  constructor(url: string | URL, options: JournalRemoteHandlerOptions = {}) {
    checkNamedOptions(JournalRemoteHandler, options, NAMES, new.target)
    const { identifier = programName(), timeoutMs = 15_000, tls = {}, flushLevel = ERROR } = options
    const { capacity = 100, flushIntervalMs = 1000, maxQueueRecords = 10_000 } = options
    checkIdentifier(identifier)
    positiveNumber('timeoutMs', timeoutMs)
    positiveNumber('flushIntervalMs', flushIntervalMs)
    wholeNumber('capacity', capacity, 1)
    wholeNumber('maxQueueRecords', maxQueueRecords, 1)
    checkTLSOptions(tls)
    const level = checkLevel(flushLevel, 'flushLevel')
    const address = addressOf(url)
    super()
    this.identifier = identifier
    this.ownFlushLevel = level
    this.upload = { url: address, tls, timeoutMs }
    this.outbox = new Outbox(
      { capacity, flushIntervalMs, maxQueueRecords },
      {
        make: (entries, dropped) => this.makeBatch(entries, dropped),
        send: ({ body }) => upload(this.upload, body),
        isPermanent: isRefused,
        failed: ({ record }, error, lost) => this.tellFailure(record, error, lost),
      },
    )
  }

  /** The level from which on a record is sent at once. */
  get flushLevel(): number {
    return this.ownFlushLevel
  }

  /** @throws TypeError, RangeError for a wrong level */
  set flushLevel(level: Level) {
    this.ownFlushLevel = checkLevel(level)
  }

  override emit(record: LogRecord): void {
    try {
      const text = this.formatter === null ? undefined : textOf(this.format(record))
      this.outbox.add({ record, bytes: recordEntry(record, text, this.identifier) })
      this.added()
      if (record.levelno >= this.flushLevel) void this.flush()
    } catch (error) {
      fail(this, record, error)
    }
  }

  private makeBatch(entries: readonly Entry[], dropped: number): Batch {
    const bodies = entries.map(({ bytes }) => bytes)
    if (dropped > 0) {
      const message = `${dropped} records were dropped: too many waited to be sent`
      bodies.unshift(messageEntry(message, priorityOf(WARNING), this.identifier))
    }
    return { record: entries[0]!.record, body: Buffer.concat(bodies) }
  }

  /** @internal */
  protected override sendLast(last: readonly Taken<Batch>[]): number {
    const { target, bytes } = lastUpload(this.upload, Buffer.concat(last.map(({ batch }) => batch.body)))
    return lastSend(target, [bytes], LAST_MS) === 1 ? 0 : recordsIn(last)
  }

  override toString(): string {
    return `<${this.constructor.name} ${this.upload.url.host} (${getLevelName(this.level)})>`
  }
}

/**
 * Returns the address as a URL.
 *
 * @throws TypeError, RangeError for anything but the address of a web server
 */
function addressOf(url: string | URL): URL {
  const address = URL.canParse(String(url)) ? new URL(String(url)) : undefined
  const isWeb = address?.protocol === 'http:' || address?.protocol === 'https:'
  const isText = url instanceof URL || typeof url === 'string'
  checkOption(
    'url',
    isText ? String(url) : url,
    'string',
    isWeb,
    'an address such as http://logs.example.org:19532/upload',
  )
  return address!
}

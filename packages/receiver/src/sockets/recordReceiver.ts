import { Filterer, getLogger, type LogRecord } from '@treeline/core'
import { refusePromise, catchRejection, report, withoutFrames } from '@treeline/core/internal'
import { Dropped, type DropReason } from '../frames/dropped.js'
import { readPickle } from '../pickle/readPickle.js'
import { PythonIntake } from '../records/pythonIntake.js'
import { attributesOf } from '../requests/ask.js'
import { MAX_DEPTH } from '../records/clean.js'
import type { Peer, RecordReceiverSettings } from './recordReceiverOptions.js'

/** The counts of a receiver of Python's records, since it was made. */
export interface RecordReceiverStats {
  /** Records handed to their loggers. */
  records: number
  /** Records below the receiver's level, or that its filter dropped. */
  dropped: number
  /** Records on which a filter or `handleLogRecord` threw. */
  failed: number
  /** Refused records, frames and connections, by reason. */
  refused: Partial<Record<DropReason, number>>
}

/** The most values of a record; one that occurs several times counts each time. */
const MAX_VALUES = 100_000
/** The time in which the same kind of error is reported once, in milliseconds. */
const QUIET_MS = 60_000

/** The base class of receivers of the pickles of Python's handlers. */
export abstract class RecordReceiver {
  private readonly filterer = new Filterer()
  private readonly intake: PythonIntake
  /** @internal */
  protected readonly settings: RecordReceiverSettings
  private readonly counts: RecordReceiverStats = { records: 0, dropped: 0, failed: 0, refused: {} }
  private readonly toldMs = new Map<string, number>()

  /** @internal */
  protected constructor(settings: RecordReceiverSettings) {
    this.settings = settings
    this.intake = new PythonIntake(settings)
    if (settings.filter !== undefined) this.filterer.addFilter(settings.filter)
  }

  /**
   * Reads the bytes of a record, without their length: a pickle of protocol 1. Reads it as data, and calls nothing in it. Override it
   * for senders that use another format, or sign their records.
   *
   * @returns the record's attributes
   * @throws Error for wrong bytes, which are dropped
   */
  unPickle(data: Uint8Array): unknown {
    const { maxRecordBytes } = this.settings
    return readPickle(data, { maxBytes: maxRecordBytes, maxValues: MAX_VALUES, maxDepth: MAX_DEPTH })
  }

  /** Passes a record to the logger of its name, whatever the logger's level, as Python's receivers do. May be overridden. */
  handleLogRecord(record: LogRecord): void {
    getLogger(record.name ?? '').handle(record)
  }

  /** Returns a copy of the counts. */
  stats(): RecordReceiverStats {
    return { ...this.counts, refused: { ...this.counts.refused } }
  }

  /** @internal Takes the bytes of one record. Never throws. Returns whether it was a record. */
  protected receive(data: Uint8Array, peer: Peer): boolean {
    let sent: unknown
    try {
      sent = refusePromise(this.unPickle(data))
    } catch (error) {
      this.refuse(new Dropped('pickle', `a record cannot be read: ${textOf(error)}`, error), peer)
      return false
    }
    try {
      const record = this.intake.read(sent, this.fieldsOf(peer))
      if (record === undefined) this.counts.dropped++
      else this.deliver(record, peer)
      return true
    } catch (error) {
      this.refuse(new Dropped('record', `what came is no record: ${textOf(error)}`, error), peer)
      return false
    }
  }

  /** @internal Counts dropped data, and reports it. */
  protected refuse(dropped: Dropped, peer: Peer): void {
    const { refused } = this.counts
    refused[dropped.reason] = (refused[dropped.reason] ?? 0) + 1
    this.tell(dropped.reason, dropped, peer)
  }

  /** Reports an error that is not the sender's. */
  private fail(error: unknown, peer: Peer): void {
    this.counts.failed++
    this.tell('failure', error instanceof Error ? error : new Error(textOf(error)), peer)
  }

  private deliver(record: LogRecord, peer: Peer): void {
    try {
      const passed = this.filterer.filter(record)
      if (passed === false) {
        this.counts.dropped++
        return
      }
      catchRejection(this.handleLogRecord(passed), (error) => this.fail(error, peer))
      this.counts.records++
    } catch (error) {
      this.fail(error, peer)
    }
  }

  private fieldsOf(peer: Peer): object | undefined {
    try {
      return attributesOf(refusePromise(this.settings.fields?.(peer)))
    } catch (error) {
      this.fail(error, peer)
      return undefined
    }
  }

  private tell(kind: string, error: Error, peer: Peer): void {
    const { onError } = this.settings
    if (onError === undefined) return this.reportOnce(kind, error, peer)
    try {
      catchRejection(onError(error, peer))
    } catch {
      // There is nowhere else to report.
    }
  }

  private reportOnce(kind: string, error: Error, { address }: Peer): void {
    const now = Date.now()
    const before = this.toldMs.get(kind)
    // A clock that was set back ends the quiet too.
    if (before !== undefined && Math.abs(now - before) < QUIET_MS) return
    this.toldMs.set(kind, now)
    report(this, error instanceof Dropped ? this.oneLine(error, address) : error)
  }

  /** Returns a report of one line. */
  private oneLine({ reason, message }: Dropped, address: string | undefined): Error {
    const from = address === undefined ? '' : `from ${address}, `
    const error = new Error(`${message} (${from}${this.counts.refused[reason]} so far)`)
    error.name = this.constructor.name
    return withoutFrames(error)
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

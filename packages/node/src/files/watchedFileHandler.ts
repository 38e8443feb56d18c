import type { LogRecord } from '@treeline/core'
import { checkNamedOptions, checkNumber, registerOutput } from '@treeline/core/internal'
import { watchedOutput } from '../direct/watchedOutput.js'
import { FileHandler, type FileHandlerOptions, type FileName } from './fileHandler.js'
import { TokenBucket } from './tokenBucket.js'
import { FileWriter } from './writer.js'

/** The optional parameters of `WatchedFileHandler`. */
export interface WatchedFileHandlerOptions extends FileHandlerOptions {
  /**
   * How long a look at the path is good for, in milliseconds. 0: each write looks, as in Python, however many there are. With 100, a
   * file that was moved may get the records of another tenth of a second. Default: each write looks, up to 500 at once and 4 more
   * each millisecond.
   */
  checkIntervalMs?: number | undefined
}

const NAMES = 'mode encoding delay errors buffering flushIntervalMs flushLevel checkIntervalMs driver'

/** A look takes longer than a line: 1500 ns. A loop that logs and does nothing else is slowed by 3 % (docs/measured/notes.md). */
const LOOKS = { burst: 500, perMs: 4 }

/**
 * Writes records to a file, and looks before each write whether the path still leads to it: for logrotate and other programs
 * that move the file or delete it. Where it does not, the path is opened anew first.
 *
 * So each record is in the file that has the name when it is written: without `buffering` when the logging call is made, as in
 * Python; with it when what is held is written. Looking takes longer than writing a line. So where there are more than 4 writes
 * each millisecond, and 500 of them beyond that, not each of them looks: a file that is moved then may get the records of
 * another millisecond. `checkIntervalMs: 0` has each of them look. The other guarantees are FileHandler's.
 *
 * Not for Windows, where an open file cannot be moved.
 *
 * Differs from Python: a file is opened anew for appending, whatever the mode. Where it cannot be opened, that is reported, and
 * records go on to the file that is open; where that one was deleted, they are kept, up to FileHandler's bound.
 *
 * @throws as FileHandler
 */
export class WatchedFileHandler extends FileHandler {
  /** How long a look at the path is good for, in milliseconds; undefined where that depends on how many writes there are. */
  readonly checkIntervalMs: number | undefined
  private readonly looks = new TokenBucket(LOOKS)
  /** @internal When the call was made whose line is being written without a record, in milliseconds since 1970; NaN for none. */
  lineMs: number = Number.NaN
  private isLooking = false
  private lookedAtMs = Number.NEGATIVE_INFINITY

  constructor(filename: FileName, options: WatchedFileHandlerOptions = {}) {
    checkNamedOptions(WatchedFileHandler, options, NAMES, new.target)
    const { checkIntervalMs, ...others } = options
    if (checkIntervalMs !== undefined)
      checkNumber('checkIntervalMs', checkIntervalMs, (ms) => ms >= 0, 'a number from 0 on')
    super(filename, others)
    this.checkIntervalMs = checkIntervalMs
  }

  /** The device of the file that is open; -1 for none. */
  get dev(): number {
    return this.stream?.stat?.dev ?? -1
  }

  /** Its number on that device; -1 for none. */
  get ino(): number {
    return this.stream?.stat?.ino ?? -1
  }

  /**
   * Opens the path anew where it leads to another file than the one that is open, or to none.
   *
   * @throws what the file system throws; the file that was open stays, unless it was deleted: then the next write opens the path
   */
  reopenIfNeeded(): void {
    const { stream } = this
    // A subclass's `_open` may give a stream of another kind.
    if (stream instanceof FileWriter) follow(stream)
  }

  override emit(record: LogRecord): void {
    // What was to be written without a record has told its time.
    this.lineMs = Number.NaN
    super.emit(record)
  }

  /** Returns whether a write has to look. The clock of an interval is one that nobody sets back. */
  private isDue(): boolean {
    if (this.checkIntervalMs === undefined) return this.looks.take(this.lineMs)
    if (this.checkIntervalMs === 0) return true
    const now = performance.now()
    if (now - this.lookedAtMs < this.checkIntervalMs) return false
    this.lookedAtMs = now
    return true
  }

  /** @internal */
  protected override beforeWrite(stream: FileWriter): void {
    // A subclass may flush in its own way.
    if (this.isLooking || !this.isDue()) return
    this.isLooking = true
    try {
      if (stream === this.stream) this.reopenIfNeeded()
      else follow(stream)
    } catch (error) {
      this.tellUnopened(error)
    } finally {
      this.isLooking = false
    }
  }
}

function follow(stream: FileWriter): void {
  if (stream.isGone) stream.reopen()
}

registerOutput(WatchedFileHandler.prototype.emit, watchedOutput)

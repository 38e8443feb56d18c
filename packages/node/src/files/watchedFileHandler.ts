import type { LogRecord } from '@treeline/core'
import { checkNamedOptions, checkNumber, registerOutput } from '@treeline/core/internal'
import { watchedOutput } from '../direct/watchedOutput.js'
import { FileHandler, type FileHandlerOptions, type FileName } from './fileHandler.js'
import { TokenBucket } from './tokenBucket.js'
import { FileWriter } from './writer.js'

/** The optional parameters of `WatchedFileHandler`. */
export interface WatchedFileHandlerOptions extends FileHandlerOptions {
  /**
   * The time that a look at the path stays valid, in milliseconds. 0: each write looks, as in Python, however many there are. With 100, a
   * file that was moved may get the records of another tenth of a second. Default: each write looks, up to 500 at once and 4 more
   * each millisecond.
   */
  checkIntervalMs?: number | undefined
}

const NAMES = 'mode encoding delay errors buffering flushIntervalMs flushLevel checkIntervalMs driver'

/** The rate of looks, which take 1500 ns, more than a line. It slows a loop that only logs by 3 % (docs/measured/notes.md). */
const LOOKS = { burst: 500, perMs: 4 }

/**
 * Writes records to a file, and looks before each write whether the path still leads to it: for logrotate and other programs
 * that move the file or delete it. Where it does not, it opens the path anew first.
 *
 * So each record is in the file that has the name when it is written: without `buffering` when the logging call is made, as in
 * Python; with it when what is held is written. Looking takes longer than writing a line. So not each write looks where there are
 * more than 4 a millisecond, and 500 beyond that: a file that is moved then may get the records of another millisecond. With
 * `checkIntervalMs: 0` each write looks. The other guarantees are FileHandler's.
 *
 * Not for Windows, where an open file cannot be moved.
 *
 * Differs from Python: a file is opened anew for appending, whatever the mode. Where it cannot be opened, that is reported, and
 * records go on to the file that is open. Where that one was deleted, records are kept, up to FileHandler's bound.
 *
 * @throws as FileHandler
 * @example
 * getLogger().addHandler(new WatchedFileHandler('/var/log/app.log'))
 */
export class WatchedFileHandler extends FileHandler {
  /** The time that a look at the path stays valid, in milliseconds; undefined where that depends on the number of writes. */
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

  /** The inode of that file; -1 for none. */
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
    // `lineMs` is the time of a line without a record.
    this.lineMs = Number.NaN
    super.emit(record)
  }

  /** Returns whether a write has to look. An interval is measured by a clock that nobody sets back. */
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

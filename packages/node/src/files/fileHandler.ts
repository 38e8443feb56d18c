import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import {
  ERROR,
  getLevelName,
  Handler,
  type Level,
  type LogRecord,
  makeLogRecord,
  repr,
  StreamHandler,
  WARNING,
} from '@treeline/core'
import {
  checkLevel,
  checkNamedOptions,
  checkOption,
  fail,
  hold,
  isExiting,
  report,
  settle,
  textOf,
} from '@treeline/core/internal'
import { errorCode, type FileDriver } from './fileDriver.js'
import { FileWriter } from './writer.js'

/** The optional parameters of `FileHandler`. */
export interface FileHandlerOptions {
  /** `a` appends (default), `w` empties the file, `x` throws where the file exists. */
  mode?: string | undefined
  /** utf-8 (default), ascii, latin-1 or utf-16-le. */
  encoding?: string | null | undefined
  /** Whether the file is opened at the first record. Default false: at once. */
  delay?: boolean | undefined
  /** What happens to characters that the encoding does not have: Python's names. Default `'strict'`. */
  errors?: string | null | undefined
  /** The most characters that are held back. Default 0: each record is in the file when the logging call returns. */
  buffering?: number | undefined
  /** The longest time that records are held, in milliseconds. Default 1000. */
  flushIntervalMs?: number | undefined
  /** A record of this level or above is written at once, behind everything held. A number or a level's name, default ERROR. */
  flushLevel?: Level | undefined
  /** The file system. Default `node:fs`. */
  driver?: FileDriver | undefined
}

/** A path, a `file:` URL, or a Buffer (any bytes) with a path in UTF-8. */
export type FileName = string | URL | Uint8Array

const NAMES = 'mode encoding delay errors buffering flushIntervalMs flushLevel driver'

// Passed to the base class's constructor, which would otherwise take standard error.
const NO_STREAM = { write(): void {} }

/**
 * Writes formatted records to a file.
 *
 * - Order: as logged. Several processes may append to one file: a record is one write, with `buffering` a block of whole
 *   records is one write, and the kernel does not mix writes.
 * - Loss window: none, as in Python. With `buffering: 16384`, a process that is killed (SIGKILL, power) loses at most that
 *   many characters, all younger than `flushIntervalMs` and below `flushLevel`.
 * - Blocking: the logging call lasts as long as the file system takes.
 * - Memory: what is held, and at most 1 Mi characters while the disk is full. Records lost beyond that, or while the file could
 *   not be opened, are counted; one record of the logger `treeline` in their place says how many.
 * - At exit, and at a signal: the exit hook writes everything held.
 *
 * Differs from Python: where a file cannot be opened at the first record (`delay`), the error is reported, not thrown. What is
 * written after `close` is never held.
 *
 * @param filename a path, a `file:` URL or a Buffer with a path in UTF-8
 * @throws TypeError, RangeError for wrong options; what the file system throws, such as ENOENT for a directory that does not
 *   exist
 */
export class FileHandler extends StreamHandler {
  /** The absolute path. */
  baseFilename: string
  mode: string
  encoding: string | null
  errors: string | null
  delay: boolean
  /** The file; null before the first record of a delayed handler, and after `close`. */
  declare stream: FileWriter | null
  private readonly options: FileHandlerOptions
  private ownFlushLevel: number
  private wasClosed = false
  /** Whether it was closed as the process ends. */
  private reopens = false
  /** The number of records that came while the file could not be opened, and the error's code. */
  private missed = 0
  private missedCode = ''

  constructor(filename: FileName, options: FileHandlerOptions = {}) {
    checkNamedOptions(FileHandler, options, NAMES, new.target)
    super(NO_STREAM)
    this.stream = null
    try {
      this.baseFilename = path.resolve(pathOf(filename))
      this.mode = options.mode ?? 'a'
      this.encoding = options.encoding ?? null
      this.errors = options.errors ?? null
      this.delay = options.delay ?? false
      this.ownFlushLevel = checkLevel(options.flushLevel ?? ERROR)
      this.options = options
      if (!this.delay) this.stream = this._open()
    } catch (error) {
      // The base class has registered the handler for shutdown already.
      Handler.prototype.close.call(this)
      throw error
    }
  }

  /** A record at or above it is flushed at once. */
  get flushLevel(): number {
    return this.ownFlushLevel
  }

  /** @throws TypeError, RangeError for a level that is none */
  set flushLevel(level: Level) {
    this.ownFlushLevel = checkLevel(level)
  }

  /** Opens the file with the handler's mode and encoding. */
  _open(): FileWriter {
    return this.openAs(this.mode)
  }

  /** Opens the file in another mode. */
  protected openAs(mode: string): FileWriter {
    const { buffering, flushIntervalMs, driver } = this.options
    const writer = new FileWriter(this.baseFilename, {
      mode,
      encoding: this.encoding,
      errors: this.errors,
      // The exit hook does not know closed handlers: nobody would write what is held.
      buffering: this.wasClosed ? 0 : buffering,
      flushIntervalMs,
      driver,
      onError: (error) => this.reportLater('writing what was held for %s', error),
      lostLine: (records, code) => this.lostLine(records, code),
    })
    if (this.missed > 0) writer.lose(this.missed, this.missedCode)
    this.missed = 0
    return writer
  }

  // Hot path: format, one concatenation, one write.
  override emit(record: LogRecord): void {
    try {
      this.output(record, textOf(this.format(record)))
    } catch (error) {
      fail(this, record, error)
    }
  }

  /** Writes the text of a record. */
  protected output(record: LogRecord, text: string): void {
    const stream = this.opened()
    // A subclass's `_open` may give a stream of another kind.
    settle(this, record, stream?.write(text + this.terminator))
    if (record.levelno >= this.flushLevel) settle(this, record, stream?.flush())
  }

  /** @internal Returns the file, opened now where it is not; null where the handler was closed and opening would empty the file. */
  opened(): FileWriter | null {
    return this.stream ?? this.reopen()
  }

  private reopen(): FileWriter | null {
    if (this.wasClosed && this.mode === 'w' && !this.reopens) return null
    try {
      return (this.stream = this._open())
    } catch (error) {
      this.missed++
      this.missedCode = errorCode(error)
      throw error
    }
  }

  /**
   * Writes what is held and closes the file. A later record opens it again; in mode `'w'` it is dropped, unless the process ends.
   */
  override close(): void | Promise<void> {
    // What listeners of the process's end log comes behind what is there.
    const reopens = isExiting() && !this.wasClosed
    if (reopens && this.stream !== null) this.mode = 'a'
    this.reopens ||= reopens
    this.wasClosed = true
    try {
      this.closeStream()
    } finally {
      // Not StreamHandler's `close`: there is no stream to flush any more.
      Handler.prototype.close.call(this)
    }
  }

  /** Writes what is held and closes the file, also where writing fails. */
  protected closeStream(): void {
    const { stream } = this
    this.stream = null
    hold(stream?.close(), (error) => report(this, error))
  }

  private lostLine(records: number, code: string): string {
    const msg = records === 1 ? '… %d record was lost (%s)' : '… %d records were lost (%s)'
    return this.format(ownRecord(WARNING, msg, [records, code])) + this.terminator
  }

  /** Reports what went wrong outside of a logging call. */
  protected reportLater(doing: string, error: unknown): void {
    fail(this, ownRecord(ERROR, doing, [this.baseFilename]), error)
  }

  override toString(): string {
    return `<${this.constructor.name} ${this.baseFilename} (${getLevelName(this.level)})>`
  }
}

function ownRecord(levelno: number, msg: string, args: readonly unknown[]): LogRecord {
  return makeLogRecord({ name: 'treeline', levelno, levelname: getLevelName(levelno), msg, args })
}

function pathOf(filename: FileName): string {
  if (typeof filename === 'string') return filename
  if (filename instanceof URL) return fileURLToPath(filename)
  if (!ArrayBuffer.isView(filename))
    throw new TypeError(`filename: expected a string, a file URL or a Buffer, not ${repr(filename)}`)
  const bytes = Buffer.from(filename.buffer, filename.byteOffset, filename.byteLength)
  const text = bytes.toString()
  checkOption('filename', filename, 'object', Buffer.from(text).equals(bytes), 'a Buffer with UTF-8')
  return text
}

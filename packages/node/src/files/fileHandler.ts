import * as path from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread } from 'node:worker_threads'
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
  aboutOption,
  checkLevel,
  checkNamedOptions,
  checkOption,
  empties,
  fail,
  flagOf,
  catchRejection,
  isExiting,
  isFailing,
  noted,
  refuse,
  register,
  report,
  settle,
  textOf,
} from '@treeline/core/internal'
import { codecFor } from './codec.js'
import { errorCode, type FileDriver, fileDriver } from './fileDriver.js'
import { obstacleAt } from './obstacle.js'
import { plainError } from './plainError.js'
import { openFlags } from './openFile.js'
import { checkWriting, FileWriter, type FileWriterOptions } from './writer.js'

/** The optional parameters of `FileHandler`. */
export interface FileHandlerOptions {
  /** `a` appends (default), `w` empties the file, `x` throws where the file exists. */
  mode?: string | undefined
  /**
   * utf-8 (default), utf-8-sig, ascii, latin-1, utf-16 and utf-32 (also with -le or -be), or a code page such as cp1252, iso8859-15 or
   * koi8-r: Python's names. utf-8-sig, utf-16 and utf-32 begin an empty file with a byte order mark.
   */
  encoding?: string | null | undefined
  /** Whether the file is opened at the first record. Default false: at once. */
  delay?: boolean | undefined
  /**
   * What happens to characters that the encoding does not have: Python's names. Default null: as `'strict'`, and half a surrogate
   * pair becomes U+FFFD in the UTF encodings.
   */
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

const DROPPED = 'records are dropped until reopen() is called'
const TELL = "process.on('SIGHUP', () => handler.reopen()) has a program that moves it say so"

// Passed to the base class's constructor, which would otherwise take standard error.
const NO_STREAM = { write(): void {} }

/**
 * Writes formatted records to a file.
 *
 * - Order: as logged. Several processes may append to one file: a record is one write, with `buffering` a block of whole
 *   records is one write, and the kernel does not mix writes.
 * - Loss window: none, as in Python. With `buffering: 16384`, a process that is killed (SIGKILL, power) loses at most that
 *   many characters, all younger than `flushIntervalMs` and below `flushLevel`. A worker thread holds nothing, as it ends
 *   without an event.
 * - Blocking: the logging call lasts as long as the file system takes.
 * - Memory: what is held, and at most 1 Mi characters while the disk is full or the file cannot be opened. Beyond that records are
 *   lost; one record of the logger `treeline` in their place says how many.
 * - At exit, and at a signal: the exit hook writes everything held.
 * - Within a second of the next record the handler notices that the file was deleted or moved, reports it once, and opens the path
 *   anew. Records of that second are in the old file. `reopen()` does it at once: `process.on('SIGHUP', () => handler.reopen())`.
 * - A last line that a killed process left torn is ended before the first record is written.
 *
 * Differs from Python: where a file cannot be opened at the first record (`delay`), the error is reported, not thrown. The path
 * of a file that is gone is opened anew.
 *
 * @param filename a path, a `file:` URL or a Buffer with a path in UTF-8
 * @throws TypeError, RangeError for wrong options; what the file system throws, such as ENOENT for a directory that does not
 *   exist
 * @example
 * const handler = new FileHandler('app.log')
 * handler.setFormatter(new Formatter('%(asctime)s %(levelname)s %(name)s: %(message)s'))
 * getLogger().addHandler(handler)
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
  /** @internal */
  protected readonly options: FileHandlerOptions
  private ownFlushLevel: number
  private wasClosed = false
  /** Whether the handler was closed as the process ends. */
  private reopens = false
  /** The number of records that a subclass's `_open` did not open the file for, and the error's code. */
  private missed = 0
  private missedCode = ''
  private hasToldGone = false
  private hasToldObstacle = false
  /** @internal Called before a file is written to, which may be closed then; absent where nobody looks at the path. */
  protected beforeWrite?(stream: FileWriter): void

  constructor(filename: FileName, options: FileHandlerOptions = {}) {
    checkNamedOptions(FileHandler, options, NAMES, new.target)
    super(NO_STREAM)
    this.stream = null
    try {
      this.baseFilename = aboutOption('filename', () => path.resolve(pathOf(filename)))
      this.mode = options.mode ?? 'a'
      this.encoding = options.encoding ?? null
      this.errors = options.errors ?? null
      this.delay = flagOf('delay', options.delay ?? false)
      this.ownFlushLevel = checkLevel(options.flushLevel ?? ERROR, 'flushLevel')
      this.options = options
      // A subclass's `_open` may know others.
      if (this._open === FileHandler.prototype._open) this.checkOpening()
      if (!this.delay) this.stream = this.openFirst()
    } catch (error) {
      // The base class has registered the handler for shutdown already.
      Handler.prototype.close.call(this)
      throw error
    }
  }

  /** The level from which on a record is flushed at once. */
  get flushLevel(): number {
    return this.ownFlushLevel
  }

  /** @throws TypeError, RangeError for a wrong level */
  set flushLevel(level: Level) {
    this.ownFlushLevel = checkLevel(level)
  }

  /** Finds mistakes before the first record, also where only that opens the file. */
  private checkOpening(): void {
    aboutOption('mode', () => openFlags(this.mode))
    aboutOption('encoding', () => codecFor(this.encoding))
    aboutOption('errors', () => codecFor('utf-8', this.errors))
    checkWriting(this.options)
  }

  private openFirst(): FileWriter {
    try {
      return this._open()
    } catch (error) {
      // An error without a code is about another option.
      throw (error as { code?: unknown })?.code === undefined ? error : noted(error, 'filename')
    }
  }

  /** Opens the file with the handler's mode and encoding. */
  _open(): FileWriter {
    return this.openAs(this.mode)
  }

  /**
   * Opens the file in another mode.
   *
   * @param delay whether it is opened at the first write, which is kept while that fails
   */
  protected openAs(mode: string, delay = false): FileWriter {
    const { buffering, flushIntervalMs, driver } = this.options
    const writer: FileWriter = new FileWriter(this.baseFilename, {
      mode,
      encoding: this.encoding,
      errors: this.errors,
      // Held records would be lost: nothing runs in a worker that ends, or after the exit hook.
      buffering: isMainThread && !isExiting() ? buffering : 0,
      flushIntervalMs,
      driver,
      onError: (error) => this.reportLater('writing what was held for %s', error),
      lostLine: (records, code) => this.lostLine(records, code),
      delay,
      terminator: () => this.terminator,
      makeFile: this.makeFile?.(),
      ...(this.beforeWrite === undefined
        ? { onGone: () => this.reopenGone(writer) }
        : { beforeWrite: () => this.beforeWrite!(writer) }),
    })
    if (isFailing()) writer.holdNothing(true)
    this.register()
    if (this.missed > 0) writer.lose(this.missed, this.missedCode)
    this.missed = 0
    return writer
  }

  /** @internal Returns what makes the file. Default: one like any other. */
  protected makeFile?(): FileWriterOptions['makeFile']

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
    return this.stream ?? this.openNow()
  }

  private openNow(): FileWriter | null {
    if (this.wasClosed && empties(this.mode) && !this.reopens) {
      report(
        this,
        plainError(`${this.baseFilename} was closed, and mode ${repr(this.mode)} would empty it: ${DROPPED}`, 'EBADF'),
      )
      return null
    }
    this.register()
    try {
      return (this.stream = this._open())
    } catch (error) {
      // An error without a code is about a wrong option.
      if (this._open === FileHandler.prototype._open && (error as { code?: unknown }).code !== undefined)
        return (this.stream = this.openAs(this.mode, true))
      this.missed++
      this.missedCode = errorCode(error)
      throw error
    }
  }

  /** Registers the handler again: the exit hook knows open handlers only. */
  private register(): void {
    if (this.wasClosed) register(this)
  }

  /** @internal Makes the handler hold nothing for a while: the process may end without an event. */
  holdNothing(isOn: boolean): void {
    const { stream } = this
    if (stream instanceof FileWriter) stream.holdNothing(isOn)
  }

  /**
   * Writes what is held and opens the file anew, for appending: after another program has moved it, as logrotate does. Opens a
   * closed handler, too. Never throws: reports that the file cannot be opened, and records go on to the present one.
   *
   * @example process.on('SIGHUP', () => handler.reopen())
   */
  reopen(): void {
    try {
      this.register()
      this.wasClosed = false
      this.hasToldGone = this.hasToldObstacle = false
      const { stream } = this
      if (stream === null) {
        if (!this.delay) this.stream = this.openAs('a', true)
        else if (empties(this.mode)) this.mode = 'a'
        return
      }
      catchRejection(stream.flush(), (error) => report(this, error))
      if (stream instanceof FileWriter) return stream.reopen()
      // A subclass's `_open` may give a stream of another kind.
      this.closeStream()
      this.stream = this._open()
    } catch (error) {
      this.tellUnopened(error)
    }
  }

  /** @internal Opens the path anew. What is held goes to the new file, as nobody may see the old one. */
  protected reopenGone(stream: FileWriter): void {
    try {
      if (!this.hasToldGone && this.obstacle() === undefined) {
        report(this, plainError(this.goneText(), 'ENOENT'))
        this.hasToldGone = true
      }
      stream.reopen()
      this.hasToldObstacle = false
    } catch (error) {
      this.tellUnopened(error)
    }
  }

  /** @internal Returns the obstacle in the file's place that can be no log file; undefined for none. */
  protected obstacle(): string | undefined {
    return obstacleAt(this.baseFilename, this.options.driver ?? fileDriver)
  }

  /** @internal Reports that the path cannot be opened anew; an obstacle there is reported once, with its kind. */
  protected tellUnopened(error: unknown): void {
    const obstacle = this.obstacle()
    if (obstacle === undefined) return this.reportLater('opening %s anew', error)
    if (this.hasToldObstacle) return
    this.hasToldObstacle = true
    const text = `${this.baseFilename} is ${obstacle} now: records go on to the file that had the name, or wait where it was deleted`
    report(this, plainError(text, errorCode(error)))
  }

  /** @internal Returns the report about a file that has gone. */
  protected goneText(): string {
    return `${this.baseFilename} was moved or deleted, and is opened anew; ${TELL}`
  }

  /**
   * Writes what is held and closes the file. A later record opens it again. In mode `'w'` that record is dropped and reported,
   * unless the process ends.
   */
  override close(): void | Promise<void> {
    // Listeners of the process's end may still log: that is appended.
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
    catchRejection(stream?.close(), (error) => report(this, error))
  }

  /** @internal The number of records that wait for the disk. */
  get unwritten(): number {
    const { stream } = this
    return stream instanceof FileWriter ? stream.waiting : 0
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

/**
 * Returns the path of a file name.
 *
 * @throws TypeError for anything else
 */
function pathOf(filename: FileName): string {
  if (typeof filename === 'string') return filename
  if (filename instanceof URL) return fileURLToPath(filename)
  if (!ArrayBuffer.isView(filename)) refuse('a string, a file URL or a Buffer', filename, 'filename')
  const bytes = Buffer.from(filename.buffer, filename.byteOffset, filename.byteLength)
  const text = bytes.toString()
  checkOption('filename', filename, 'object', Buffer.from(text).equals(bytes), 'a Buffer with UTF-8')
  return text
}

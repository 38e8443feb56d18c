import type { LogRecord } from '@treeline/core'
import { codePoints } from './codec.js'
import { type FileDriver, fileDriver } from './fileDriver.js'
import { FileHandler, type FileHandlerOptions, type FileName } from './fileHandler.js'

/** How long a failed rollover is left alone before it is tried again. */
const RETRY_MS = 1000

/**
 * The base of handlers that put their file aside and start a new one: `shouldRollover` says when, `doRollover` does it.
 *
 * A rollover that fails is reported and tried again after a second; until then records go on to the present file.
 *
 * Differs from Python: `mode` is an option. Each record is formatted once; `shouldRollover` is given the text.
 */
export abstract class BaseRotatingHandler extends FileHandler {
  /** The file system, for the renames. */
  protected readonly driver: FileDriver
  private retryAtMs = 0

  constructor(filename: FileName, options: FileHandlerOptions = {}) {
    super(filename, options)
    this.driver = options.driver ?? fileDriver
  }

  // Methods that are not there, instead of fields: a subclass may define them, a user may assign them.

  /** Gives the name of a file put aside. Default: the name stays. */
  namer?(default_name: string): string

  /** Puts the file aside under its new name, as a rename, compression or upload would. Default a rename. */
  rotator?(source: string, dest: string): void

  /** Tells whether the file is to be put aside before this record is written, whose text is given. */
  abstract shouldRollover(record: LogRecord, text?: string): boolean

  /** Puts the file aside and opens a new one. */
  abstract doRollover(): void

  override emit(record: LogRecord): void {
    try {
      const text = this.format(record)
      this.rolloverWhenDue(record, text)
      this.output(record, text)
    } catch (error) {
      this.handleError(record, error)
    }
  }

  private rolloverWhenDue(record: LogRecord, text: string): void {
    try {
      if (!this.shouldRollover(record, text) || Date.now() < this.retryAtMs) return
      this.doRollover()
      this.retryAtMs = 0
    } catch (error) {
      this.retryAtMs = Date.now() + RETRY_MS
      this.handleError(record, error)
    }
  }

  /** Gives the name under which a file is put aside, from the handler's own idea of it. */
  rotation_filename(default_name: string): string {
    return typeof this.namer === 'function' ? this.namer(default_name) : default_name
  }

  /** Puts a file aside: by `rotator`, or by a rename if the file is there. */
  rotate(source: string, dest: string): void {
    if (typeof this.rotator === 'function') this.rotator(source, dest)
    else this.moveIfThere(source, dest)
  }

  /** Renames a file, over another if need be. */
  protected moveIfThere(source: string, dest: string): void {
    if (source !== dest && this.driver.existsSync(source)) this.driver.renameSync(source, dest)
  }
}

/** The optional parameters of `RotatingFileHandler`. */
export interface RotatingFileHandlerOptions extends FileHandlerOptions {
  /** The size, in bytes, that the file stays below; 0 (default) for any. Makes the mode `'a'`. */
  maxBytes?: number | undefined
  /** How many old files are kept, as `app.log.1` (the newest) and so on. Default 0: the file is never put aside. */
  backupCount?: number | undefined
}

/**
 * Writes records to a file that is put aside when it would grow to `maxBytes`: `app.log` becomes `app.log.1`, that one
 * `app.log.2`, up to `backupCount`, where the oldest goes.
 *
 * The guarantees are FileHandler's. What is held by `buffering` counts, and is written before the rollover. A single record
 * larger than `maxBytes` has a file to itself. One process writes the file: two would put it aside twice.
 *
 * Differs from Python: a rollover that fails half-way goes on where it stopped, so that repeated failures push no old file
 * out, and the size is counted, not asked of the file for each record.
 *
 * @throws as FileHandler; RangeError for `maxBytes` or `backupCount` that is no number of bytes or files
 */
export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number
  backupCount: number
  /** The number of the old file that an unfinished rollover moves next; undefined when there is none. */
  private unfinished: number | undefined

  constructor(filename: FileName, options: RotatingFileHandlerOptions = {}) {
    const maxBytes = checkCount('maxBytes', options.maxBytes ?? 0)
    const backupCount = checkCount('backupCount', options.backupCount ?? 0)
    // Starting the file anew at each run would lose the last run's records without putting them aside.
    super(filename, maxBytes > 0 ? { ...options, mode: 'a' } : options)
    this.maxBytes = maxBytes
    this.backupCount = backupCount
  }

  /**
   * Tells whether the record would make the file reach `maxBytes`. Never for an empty file, nor for one that is not regular.
   *
   * As in Python, the text counts by characters and one newline, the file by bytes.
   */
  shouldRollover(record: LogRecord, text: string = this.format(record)): boolean {
    const { maxBytes } = this
    if (maxBytes <= 0) return false
    this.stream ??= this._open()
    // Hot path: far from the limit, what is held stays held.
    if (this.isFar(text.length) || !this.stream.regular) return false
    const size = this.stream.tell()
    return size > 0 && size + codePoints(text) + 1 >= maxBytes
  }

  /** @internal Returns whether so many more characters keep the file below its size in any case. */
  isFar(length: number): boolean {
    return this.stream.atMost + length + 1 < this.maxBytes
  }

  /**
   * Puts the file aside and opens a new one. With `backupCount` 0 the same file is opened again, and grows.
   *
   * @throws what the file system, `namer` or `rotator` throws; records then go on to the present file
   */
  doRollover(): void {
    const stream: typeof this.stream | null = this.stream
    // Fails here, before anything is closed, when there is no room for what is held.
    stream?.flush()
    this.closeStream()
    try {
      if (this.backupCount > 0) this.shift()
    } catch (error) {
      this.stream = this.openAs('a')
      throw error
    }
    if (!this.delay) this.stream = this._open()
  }

  private shift(): void {
    const numbered = (number: number): string => this.rotation_filename(`${this.baseFilename}.${number}`)
    for (let i = this.unfinished ?? this.backupCount - 1; i > 0; i--) {
      this.unfinished = i
      this.moveIfThere(numbered(i), numbered(i + 1))
    }
    this.unfinished = 0
    this.rotate(this.baseFilename, numbered(1))
    this.unfinished = undefined
  }
}

function checkCount(name: string, value: number): number {
  if (typeof value !== 'number') throw new TypeError(`${name} must be a number, not ${typeof value}`)
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`${name} must be 0 or more, not ${value}`)
  return value
}

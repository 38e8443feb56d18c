import { basename } from 'node:path'
import type { LogRecord } from '@treeline/core'
import { checkNamedOptions } from '@treeline/core/internal'
import type { FileName } from '../files/fileHandler.js'
import { plainError } from '../files/plainError.js'
import { BaseRotatingHandler } from './baseRotatingHandler.js'
import {
  checkBackupCount,
  checkMaxBytes,
  checkRotation,
  ROTATION_NAMES,
  type RotationOptions,
} from './rotationOptions.js'
import { isFarFrom, reaches } from './sizeLimit.js'

const SHARED = 'multiprocess: true in all of them keeps every record'

const OF_ROTATED = ['compress', 'maxTotalBytes', 'maxAgeSeconds'] as const

/** The optional parameters of `RotatingFileHandler`. */
export interface RotatingFileHandlerOptions extends RotationOptions {
  /** The size, in bytes, that the file stays below; the characters of a record count one each, as in Python. Default 0: no limit; so is a number below 0. A limit makes the mode `'a'`. */
  maxBytes?: number | undefined
  /** The number of old files, `app.log.1` (the newest) and so on. Default 0: the file is never rotated. */
  backupCount?: number | undefined
}

const NAMES = `mode maxBytes backupCount encoding delay errors buffering flushIntervalMs flushLevel ${ROTATION_NAMES} driver`

/**
 * Writes records to a file and rotates it before it would grow to `maxBytes`: `app.log` becomes `app.log.1`, that one becomes
 * `app.log.2`, and the oldest of `backupCount` files is overwritten.
 *
 * The guarantees are FileHandler's. What `buffering` holds counts, and is written before the rollover. A single record larger
 * than `maxBytes` has a file to itself. Without `multiprocess` only one process may write the file: two rotate it in turn, and
 * records are lost with the oldest file. The handler notices that within a second or at the rollover, and reports it once.
 *
 * Differs from Python: a rollover that fails half-way continues where it stopped, so that repeated failures lose no old file.
 * The size is counted, and read from the file only where a rollover seems to be due. A `namer` that gives one name to all old files
 * is refused at the rollover, where Python loses them.
 *
 * @throws as FileHandler; TypeError, RangeError for a wrong `maxBytes` or `backupCount`, or a wrong option of
 *   `RotationOptions`
 * @example new RotatingFileHandler('app.log', { maxBytes: 50e6, backupCount: 100, compress: 'gzip', multiprocess: true })
 */
export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number
  backupCount: number
  /** The number of the old file that an unfinished rollover moves next; undefined without one. */
  private unfinished: number | undefined

  constructor(filename: FileName, options: RotatingFileHandlerOptions = {}) {
    checkNamedOptions(RotatingFileHandler, options, NAMES, new.target)
    const maxBytes = checkMaxBytes(options.maxBytes ?? 0)
    const backupCount = checkBackupCount(options.backupCount ?? 0)
    // A derived class may rotate in a way of its own.
    if (new.target === RotatingFileHandler && backupCount < 1) refuseIdle(options)
    // Emptying the file at each start would lose the last run's records, which rotation is there to keep.
    super(filename, maxBytes > 0 ? { ...options, mode: 'a' } : options)
    this.maxBytes = maxBytes
    this.backupCount = backupCount
    this.begin()
  }

  /**
   * Returns whether the record would make the file reach `maxBytes`. False for an empty file, and for one that is not regular.
   *
   * As in Python, the text counts as its characters and one newline, the file as its bytes.
   */
  shouldRollover(record: LogRecord, text: string = this.format(record)): boolean {
    const { maxBytes } = this
    if (maxBytes <= 0) return false
    const stream = this.opened()
    return stream !== null && reaches(maxBytes, stream, text)
  }

  /** @internal */
  override isQuiet(): boolean {
    return this.shouldRollover === shouldRollover
  }

  /** @internal */
  override isFar(length: number): boolean {
    const { maxBytes, stream } = this
    return maxBytes <= 0 || (stream !== null && isFarFrom(maxBytes, stream, length))
  }

  /**
   * Rotates the file and opens a new one. With `backupCount` 0, the same file is opened again and grows.
   *
   * @throws what the file system, `namer` or `rotator` throws; records then go to the present file
   */
  doRollover(): void {
    if (this.wasRotatedByOther()) return
    this.exclusively(() => this.rollOver())
  }

  private rollOver(): void {
    // This throws before anything is closed where the disk has no room for what is held.
    this.stream?.flush()
    this.closeStream()
    try {
      if (this.backupCount > 0) this.shiftBackups()
    } catch (error) {
      this.stream = this.openAs('a')
      throw error
    }
    if (!this.delay) this.stream = this._open()
  }

  /** Goes on in the file that another process has begun: rotating that one would throw away the oldest for nothing. */
  private wasRotatedByOther(): boolean {
    const { stream } = this
    if (this.isShared || this.backupCount <= 0 || this.unfinished !== undefined || !stream?.isGone) return false
    this.reopenGone(stream)
    return true
  }

  /** @internal */
  protected override goneText(): string {
    const other = this.otherWriter()
    if (other === undefined) return super.goneText()
    return `${other} moves ${this.baseFilename} too: records may be lost with the oldest file; ${SHARED}`
  }

  private shiftBackups(): void {
    this.refuseOneName()
    for (let i = this.lastToShift(); i > 0; i--) {
      this.unfinished = i
      this.moveIfThere(this.numbered(i), this.numbered(i + 1))
    }
    this.unfinished = 0
    const newest = this.numbered(1)
    this.backups.removeArchive(newest)
    void this.whenRotated(this.rotate(this.baseFilename, newest))
    this.unfinished = undefined
  }

  /**
   * Refuses a `namer` that gives one name to two files: each rollover would overwrite the last one's file, as in Python.
   *
   * @throws an error with the code EEXIST
   */
  private refuseOneName(): void {
    const newest = this.numbered(1)
    if (this.backupCount > 1 && newest === this.numbered(2))
      throw plainError(`namer() gives the name ${basename(newest)} to more than one file`, 'EEXIST')
  }

  private lastToShift(): number {
    if (!this.isShared) return this.unfinished ?? this.backupCount - 1
    // A process that was killed half-way has left a number free: the files above it have been moved.
    for (let i = 1; i < this.backupCount; i++) if (!this.backups.has(this.numbered(i))) return i - 1
    return this.backupCount - 1
  }

  private numbered(number: number): string {
    return this.rotation_filename(`${this.baseFilename}.${number}`)
  }

  protected override rotatedNames(): string[] {
    if (typeof this.namer !== 'function') return this.numberedNames()
    const names: string[] = []
    for (let i = 1; i <= this.backupCount && this.backups.has(this.numbered(i)); i++) names.unshift(this.numbered(i))
    return names
  }

  /** Returns the rotated files' paths without a namer, by the names in the folder, as numbers may be missing. */
  private numberedNames(): string[] {
    const numbers = this.backups.endings().flatMap((ending) => /^\.([1-9]\d*)(?:\.gz)?$/.exec(ending)?.[1] ?? [])
    return [...new Set(numbers.map(Number))]
      .filter((number) => number <= this.backupCount)
      .sort((a, b) => b - a)
      .map((number) => `${this.baseFilename}.${number}`)
  }
}

const { shouldRollover } = RotatingFileHandler.prototype

/**
 * Refuses options about rotated files where there are none.
 *
 * @throws RangeError for such an option
 */
function refuseIdle(options: RotatingFileHandlerOptions): void {
  checkRotation(options)
  const idle = OF_ROTATED.find((name) => options[name] !== undefined && options[name] !== null)
  if (idle !== undefined)
    throw new RangeError(`${idle}: expected a backupCount of 1 or more with it: without, the file is never rotated`)
}

import { basename, dirname, join } from 'node:path'
import { type LogRecord, strftime } from '@treeline/core'
import { aboutOption, checkNamedOptions, checkNumber, flagOf, report } from '@treeline/core/internal'
import type { FileStat } from '../files/fileDriver.js'
import type { FileName } from '../files/fileHandler.js'
import { plainError } from '../files/plainError.js'
import { BaseRotatingHandler } from './baseRotatingHandler.js'
import { periodEnd, periodStart } from './calendar.js'
import { periodOf } from './period.js'
import { checkBackupCount, checkMaxBytes, ROTATION_NAMES, type RotationOptions } from './rotationOptions.js'
import { byAge, countSuffix, type RotatedFile, rotatedFiles } from './rotatedFile.js'
import { isFarFrom, reaches } from './sizeLimit.js'
import { type TimeOfDay, timeOfDay } from './timeOfDay.js'

/** The optional parameters of `TimedRotatingFileHandler`. */
export interface TimedRotatingFileHandlerOptions extends Omit<RotationOptions, 'mode'> {
  /** The unit of `interval`: `S` seconds, `M` minutes, `H` hours, `D` days, `midnight`, `W0` (Monday) to `W6`. Default `'h'`. */
  when?: string | undefined
  /** The number of these units that a file lasts. Default 1. */
  interval?: number | undefined
  /** The number of rotated files to keep; older ones are deleted. Default 0: all are kept. */
  backupCount?: number | undefined
  /** Whether days and names are UTC's. Default false: the local time zone's. */
  utc?: boolean | 0 | 1 | null | undefined
  /** With `midnight` and `W0` to `W6`, the time of the rollover. Default midnight. */
  atTime?: TimeOfDay | string | null | undefined
  /** The size, in bytes, that the file stays below; the characters of a record count one each, as in Python, also within a period. Default 0: no limit. Not in Python. */
  maxBytes?: number | undefined
}

const NAMES = `when interval backupCount encoding delay utc atTime errors maxBytes buffering flushIntervalMs flushLevel ${ROTATION_NAMES} driver`

/** The longest period in seconds: a few thousand years. */
const LONGEST = 1e11

/**
 * Writes records to a file and rotates it when a period ends: `app.log` becomes `app.log.2026-11-27`, named after the period's
 * start. The first record after the end does it. With `backupCount`, it deletes older files.
 *
 * A period begins when the file was written last, or now where there is none: a restarted program goes on in the file until its
 * period ends. With `midnight` and `W0` to `W6` it ends at `atTime`, and the clock's change to and from daylight
 * saving moves it by an hour, as in Python.
 *
 * With `maxBytes`, the file is rotated in the middle of a period too. The first file of a period has Python's name, the next
 * ones `app.log.2026-11-27.0001`, `.0002`, …, in the order in which they were written. `backupCount` counts all of them.
 *
 * The guarantees are FileHandler's. What `buffering` holds is written before the rollover, to the old file. A rollover that
 * fails is reported and tried again after a second; until then records go to the present file.
 *
 * Behaves as in Python 3.14: where the name of the rotated file is taken, nothing is rotated, and records go on to the present
 * file (Python 3.11 deletes the other file); `interval` counts with `midnight` and `W0` to `W6`, too; only names that the handler
 * gives are deleted.
 *
 * Differs from Python: where the name is taken, the next period begins, and the file is rotated at its end. Python tries the same
 * name again with each record, without end: also where clocks are put back, and the hour before has the name. A file that another
 * process has rotated is left, and the new one is written. In Europe/Dublin, where the zone database has winter as daylight saving,
 * the end is right on the days on which clocks change.
 *
 * @throws as FileHandler; TypeError, RangeError for wrong options
 * @example new TimedRotatingFileHandler('app.log', { when: 'midnight', backupCount: 7, atTime: '03:00:00' })
 */
export class TimedRotatingFileHandler extends BaseRotatingHandler {
  /** The option `when` in upper case. */
  when: string
  /** The length of a period, in seconds. */
  interval: number
  backupCount: number
  utc: boolean
  atTime: TimeOfDay | null
  /** The `strftime` format of the period's start in the rotated file's name. Change `extMatch` with it. */
  suffix: string
  /** Matches that text in a name. */
  extMatch: RegExp
  /** The day on which the week ends, 0 is Monday; undefined without `W0` to `W6`. */
  readonly dayOfWeek: number | undefined
  /** When the period ends, in seconds since 1970. */
  rolloverAt: number
  maxBytes: number

  constructor(filename: FileName, options: TimedRotatingFileHandlerOptions = {}) {
    checkNamedOptions(TimedRotatingFileHandler, options, NAMES, new.target)
    // The base class would report `interval` as a misspelt option of its own.
    const {
      when: unit = 'h',
      interval = 1,
      backupCount = 0,
      utc = false,
      atTime = null,
      maxBytes = 0,
      ...rest
    } = options
    const { when, seconds, suffix, extMatch, dayOfWeek } = aboutOption('when', () => periodOf(unit))
    const isPeriod = (units: number): boolean => units > 0 && units * seconds <= LONGEST
    checkNumber('interval', interval, isPeriod, 'a number above 0, of at most 3000 years')
    checkBackupCount(backupCount)
    checkMaxBytes(maxBytes)
    // Python's configuration files have 1 and 0 for it.
    const isUtc = flagOf('utc', utc ?? false)
    const time = atTime === null ? null : timeOfDay(atTime)
    super(filename, { ...rest, mode: 'a' })
    this.when = when
    this.interval = interval * seconds
    this.backupCount = backupCount
    this.utc = isUtc
    this.atTime = time
    this.suffix = suffix
    this.extMatch = extMatch
    this.dayOfWeek = dayOfWeek
    this.maxBytes = maxBytes
    try {
      this.rolloverAt = this.computeRollover(this.lastWritten())
    } catch (error) {
      // The file's time is beyond the calendar.
      void this.close()
      throw error
    }
    this.begin()
  }

  /** Returns when the period that `currentTime` is in ends. Both are seconds since 1970. */
  computeRollover(currentTime: number): number {
    return periodEnd(this, currentTime)
  }

  /**
   * Returns whether the period has ended, or the record would make the file reach `maxBytes`. Returns false for a file that is not
   * regular, and begins its next period.
   */
  shouldRollover(record: LogRecord, text?: string): boolean {
    const now = wholeSeconds()
    if (now < this.rolloverAt) return this.maxBytes > 0 && this.isTooLarge(text ?? this.format(record))
    if (this.found()?.isFile() ?? true) return true
    this.rolloverAt = this.computeRollover(now)
    return false
  }

  private isTooLarge(text: string): boolean {
    const stream = this.opened()
    return stream !== null && reaches(this.maxBytes, stream, text)
  }

  /** @internal */
  override isQuiet(at: { readonly ms: number }): boolean {
    return this.shouldRollover === shouldRollover && at.ms < this.rolloverAt * 1000
  }

  /** @internal */
  override isFar(length: number): boolean {
    const { maxBytes, stream } = this
    return maxBytes <= 0 || (stream !== null && isFarFrom(maxBytes, stream, length))
  }

  /**
   * Rotates the file, deletes the oldest rotated ones beyond `backupCount`, and opens a new file. Where the rotated file's name
   * is taken, the file stays for another period.
   *
   * @throws what the file system, `namer` or `rotator` throws; records then go to the present file
   */
  doRollover(): void {
    const now = wholeSeconds()
    if (this.wasRotatedByOther(now)) return
    this.exclusively(() => this.rollOver(now))
  }

  private rollOver(now: number): void {
    const dest = this.destination(now)
    if (this.backups.has(dest)) return this.goOn(dest, now)
    // Throws before anything is closed where the disk has no room for what is held.
    this.stream?.flush()
    this.closeStream()
    try {
      void this.whenRotated(this.rotate(this.baseFilename, dest))
    } catch (error) {
      this.stream = this.openAs('a')
      throw error
    }
    this.beginPeriod(now)
    if (!this.delay) this.stream = this._open()
    if (this.backupCount > 0) this.deleteFiles(this.getFilesToDelete())
  }

  /** Returns the paths of the rotated files to delete, so that `backupCount` of them stay: the oldest. */
  getFilesToDelete(): string[] {
    const found = this.rotatedFiles()
    if (found.length < this.backupCount) return []
    const folder = dirname(this.baseFilename)
    const pathOf = ({ fileName }: { readonly fileName: string }): string => join(folder, fileName)
    // Sorted as text, as in Python; with `maxBytes` a period has several files.
    const names = this.maxBytes > 0 ? found.sort(byAge).map(pathOf) : found.map(pathOf).sort()
    return names.slice(0, names.length - this.backupCount).flatMap((name) => this.backups.paths(name))
  }

  protected override rotatedNames(): string[] {
    const folder = dirname(this.baseFilename)
    return this.rotatedFiles()
      .sort(byAge)
      .map(({ fileName }) => join(folder, fileName))
  }

  /** Takes over the other processes' period: it began when they wrote the file. */
  protected override otherRotated(): void {
    if (this.maxBytes <= 0 || wholeSeconds() >= this.rolloverAt)
      this.rolloverAt = this.computeRollover(this.lastWritten())
  }

  private rotatedFiles(): RotatedFile[] {
    const { baseFilename, extMatch, maxBytes, driver } = this
    const namer = typeof this.namer === 'function' ? (name: string): string => this.rotation_filename(name) : undefined
    const fileNames = driver.readdirSync?.(dirname(baseFilename)) ?? []
    const names = new Set(fileNames.map((fileName) => this.backups.nameOf(fileName)))
    return rotatedFiles({ baseFilename, extMatch, counts: maxBytes > 0, namer }, [...names])
  }

  /** Returns the path that the file is moved to now; with `maxBytes` a free one. */
  private destination(now: number): string {
    const period = strftime(this.suffix, periodStart(this, this.rolloverAt, now))
    const named = (count: number): string =>
      this.rotation_filename(`${this.baseFilename}.${period}${countSuffix(count)}`)
    return this.maxBytes > 0 ? this.firstFree(named, this.countOf(period)) : named(0)
  }

  /** Returns how many files were rotated in a period: one more than the highest count, as the oldest may be deleted. */
  private countOf(period: string): number {
    const counts = this.rotatedFiles().map((file) => (file.period === period ? file.count + 1 : 0))
    return Math.max(0, ...counts)
  }

  /**
   * Returns the first name that is not taken: `extMatch` may not match what `suffix` writes.
   *
   * @throws an error with the code EEXIST where `namer` gives one name to several files
   */
  private firstFree(named: (count: number) => string, from: number): string {
    for (let count = from; ; count++) {
      const dest = named(count)
      if (!this.backups.has(dest)) return dest
      if (dest === named(count + 1))
        throw plainError(`namer() gives the name ${basename(dest)} to more than one file of a period`, 'EEXIST')
    }
  }

  /**
   * Goes on in the present file for another period, and says so. Where clocks are put back, the handler itself has taken the name:
   * that of the hour before.
   */
  private goOn(dest: string, now: number): void {
    const text = `${this.baseFilename} goes on for another period: there is ${dest} already`
    report(this, plainError(text, 'EEXIST'))
    if (now >= this.rolloverAt) this.rolloverAt = this.computeRollover(now)
  }

  /** Goes on in the file that another process has begun: the one that it has moved must not be rotated again. */
  private wasRotatedByOther(now: number): boolean {
    const { stream } = this
    if (this.isShared || !stream?.isGone) return false
    if (this.found() === undefined && this.obstacle() === undefined) return false
    this.reopenGone(stream)
    this.beginPeriod(now)
    return true
  }

  /** @internal */
  protected override goneText(): string {
    const other = this.otherWriter()
    if (other === undefined) return super.goneText()
    return `${other} moves ${this.baseFilename} too: records may be in the file that it has put aside; multiprocess: true in all of them has them share it`
  }

  /** Begins a period; where the file only has become too large, its period goes on. */
  private beginPeriod(now: number): void {
    if (this.maxBytes <= 0 || now >= this.rolloverAt) this.rolloverAt = this.computeRollover(now)
  }

  /**
   * Deletes all files that can be deleted.
   *
   * @throws what the file system throws for one of them
   */
  private deleteFiles(paths: readonly string[]): void {
    let failure: unknown
    for (const path of paths) {
      try {
        this.backups.remove(path)
      } catch (error) {
        // Another process was faster.
        if ((error as { code?: unknown }).code !== 'ENOENT') failure ??= error
      }
    }
    if (failure !== undefined) throw failure
  }

  /** Returns when the file was written last, in seconds since 1970; now where there is none. */
  private lastWritten(): number {
    return Math.trunc((this.found()?.mtimeMs ?? Date.now()) / 1000)
  }

  /** Returns the state of the file at the path; undefined for nothing. */
  private found(): FileStat | undefined {
    const { driver, baseFilename } = this
    // It returns false where the folder may not be read, too.
    return driver.existsSync(baseFilename) ? driver.statSync?.(baseFilename) : undefined
  }
}

const { shouldRollover } = TimedRotatingFileHandler.prototype

function wholeSeconds(): number {
  return Math.trunc(Date.now() / 1000)
}

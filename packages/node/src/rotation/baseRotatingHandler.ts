import type { LogRecord } from '@treeline/core'
import {
  refusePromise,
  fail,
  handlerRegistry,
  isExiting,
  isPromise,
  ofType,
  registerOutput,
  report,
  settle,
  textOf,
  whenAccepted,
} from '@treeline/core/internal'
import { rotatingOutput } from '../direct/rotatingOutput.js'
import { codecFor } from '../files/codec.js'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { FileHandler, type FileName } from '../files/fileHandler.js'
import type { FileWriter, FileWriterOptions } from '../files/writer.js'
import { linkTo } from './currentLink.js'
import { Backups } from './backups.js'
import { isTakenOver } from './rotationLock.js'
import { checkRotation, type RotationOptions } from './rotationOptions.js'
import { SharedFile } from './sharedFile.js'

/** The wait after a failed rollover, in milliseconds. */
const RETRY_MS = 1000
/** The wait after a rollover that another process was doing, in milliseconds. */
const BUSY_MS = 50

/**
 * The base class of handlers that rename their file and open a new one: `shouldRollover` decides when, `doRollover` does it.
 *
 * A rollover that fails is reported and tried again after a second. Until then records go to the present file.
 *
 * What `namer` and `rotator` log through the handler itself goes to the new file, before the record that caused the rollover.
 *
 * Differs from Python: `mode` is an option. Each record is formatted once, and `shouldRollover` gets the text. `compress`,
 * `maxTotalBytes`, `maxAgeSeconds`, `link` and `multiprocess` are treeline's own; a `rotator` excludes the first and the last.
 *
 * A subclass calls `begin()` at the end of its constructor, does the work of `doRollover` in `exclusively()`, and returns its files
 * by `rotatedNames()`.
 *
 * @throws as FileHandler; TypeError, RangeError for a wrong option of `RotationOptions`
 */
export abstract class BaseRotatingHandler extends FileHandler {
  /** The file system, for the renames. */
  protected readonly driver: FileDriver
  /** @internal The files beside the present one. */
  protected readonly backups: Backups
  /** The earliest time of the next attempt, by `performance.now`. */
  private retryAtMs = 0
  /** How many new files other processes have begun. */
  private newFiles = 0
  private readonly link: string | undefined
  private hasToldLink = false
  /** The records that a `namer` or `rotator` logs during a rollover: the old file may be copied already. */
  private nested: [record: LogRecord, text: string][] | undefined
  private isRotating = false

  constructor(filename: FileName, options: RotationOptions = {}) {
    checkRotation(options)
    // Emptying the file would lose the others' records.
    super(filename, options.multiprocess ? { ...options, mode: 'a' } : options)
    this.driver = options.driver ?? fileDriver
    this.link = options.link ?? undefined
    this.backups = new Backups(this.baseFilename, options, {
      names: () => this.rotatedNames(),
      onError: (error) => this.reportLater('tidying beside %s', error),
    })
  }

  /** @internal Called by the base class's constructor, before this class has its fields. */
  protected override makeFile(): FileWriterOptions['makeFile'] {
    const options: RotationOptions = this.options
    if (!options.multiprocess) return undefined
    const codec = codecFor(this.encoding, this.errors)
    return (path, driver) =>
      new SharedFile(path, {
        driver,
        end: () => codec.encode(String(this.terminator)),
        onMoved: () => this.onMoved(),
        onObstructed: (error) => this.tellUnopened(error),
        presence: options.compress ? Backups.presenceOf(path, driver) : undefined,
      })
  }

  /** @internal Whether several processes write the file. */
  protected get isShared(): boolean {
    return this.backups.lock !== undefined
  }

  /**
   * Tidies the rest of the last run, and makes the link, once the configuration that is being made is accepted. A subclass calls it
   * at the end of its constructor. Throws nothing.
   */
  protected begin(): void {
    whenAccepted(() => {
      this.backups.begin()
      this.makeLink()
    })
  }

  /** Returns the paths of the rotated files that may be there, oldest first; without compression's suffix. Default: none. */
  protected rotatedNames(): string[] {
    return []
  }

  /** Called when another process has rotated the file, and the new one is open: the place to learn when that one began. */
  protected otherRotated(): void {}

  // Optional methods, not fields: a subclass may define them, a user may assign them.

  /** Returns the name of a rotated file. Default: the name that the handler made. */
  namer?(default_name: string): string

  /**
   * Rotates a file: by a rename, by compression, by an upload. Default a rename. Where it gives a promise, records go on to the
   * present file until that is settled: rename first, and then compress.
   */
  rotator?(source: string, dest: string): void | Promise<void>

  /**
   * Returns whether to rotate the file before this record is written.
   *
   * @param text the formatted record
   */
  abstract shouldRollover(record: LogRecord, text?: string): boolean

  /** Rotates the file and opens a new one. */
  abstract doRollover(): void

  /**
   * @internal Returns whether `shouldRollover` would return false for any short record that is made at that time.
   *
   * @param at `ms`, since 1970
   */
  isQuiet(_at: { readonly ms: number }): boolean {
    return false
  }

  /** @internal Returns whether it would return false with a text of that length too, where the handler is quiet. */
  isFar(_length: number): boolean {
    return false
  }

  override emit(record: LogRecord): void {
    try {
      const text = textOf(this.format(record))
      if (this.nested !== undefined) return void this.nested.push([record, text])
      this.rolloverWhenDue(record, text)
      this.output(record, text)
    } catch (error) {
      fail(this, record, error)
    }
  }

  /**
   * Does a rollover, unless another process has done it meanwhile or is doing it: then records go on to the present file. Afterwards
   * it removes files that are too old or too many, and begins compression.
   *
   * @throws what the rollover throws; TypeError for a `rotator` together with `compress` or `multiprocess`
   */
  protected exclusively(rollover: () => void): void {
    // A `rotator` called for a rollover within one.
    if (this.isRotating) return
    this.isRotating = true
    try {
      this.keepingNested(() => this.rollOverOnce(rollover))
    } finally {
      this.isRotating = false
    }
  }

  /** @internal Whether a rollover is under way: what is logged within it waits for its end. */
  get isRollingOver(): boolean {
    return this.nested !== undefined
  }

  /** Does a rollover, and then writes what its `namer` and `rotator` have logged. */
  private keepingNested(work: () => void): void {
    if (this.nested !== undefined) return work()
    this.nested = []
    try {
      work()
    } finally {
      this.writeNested()
    }
  }

  private writeNested(): void {
    const { nested = [] } = this
    this.nested = undefined
    for (const [record, text] of nested) {
      try {
        this.output(record, text)
      } catch (error) {
        fail(this, record, error)
      }
    }
  }

  private rollOverOnce(rollover: () => void): void {
    const { compress, multiprocess } = this.options as RotationOptions
    if (typeof this.rotator === 'function' && (compress || multiprocess))
      throw new TypeError(`rotator: expected none together with ${compress ? 'compress' : 'multiprocess'}`)
    const { stream } = this
    const isDone = this.backups.lock === undefined ? (rollover(), true) : this.rollOverAlone(rollover)
    if (isDone && (stream === null || this.stream !== stream)) this.backups.tidy()
    // The name was taken, and nothing was rotated: without the wait each record would try again, and take the lock.
    else if (isDone && this.isShared) this.retryAtMs = performance.now() + RETRY_MS
    this.makeLink()
  }

  /** Opens a shared file that was not open yet. Returns whether others have rotated it since this handler was made. */
  private isNewToUs(): boolean {
    if (this.stream !== null || !this.isShared) return false
    this.stream = this._open()
    this.onMoved()
    return true
  }

  private rollOverAlone(rollover: () => void): boolean {
    const { stream, newFiles } = this
    const lock = this.backups.lock!
    // This may open the file that another process has begun.
    stream?.flush()
    const isOver = (): boolean => this.newFiles !== newFiles || stream?.isGone === true
    let isDone = false
    const work = (): void => {
      if (isOver()) return
      rollover()
      isDone = true
    }
    try {
      if (!isOver() && !lock.hold(work, isOver) && !isOver()) this.retryAtMs = performance.now() + BUSY_MS
      if (!isDone && stream?.isGone) this.reopenGone(stream)
    } catch (error) {
      if (!isTakenOver(error)) throw error
      this.onMoved()
    }
    return isDone
  }

  private onMoved(): void {
    this.newFiles++
    this.otherRotated()
  }

  private makeLink(): void {
    if (this.link === undefined) return
    try {
      linkTo(this.baseFilename, this.link, this.backups.driver)
    } catch (error) {
      if (!this.hasToldLink) report(this, error)
      this.hasToldLink = true
    }
  }

  private rolloverWhenDue(record: LogRecord, text: string): void {
    try {
      if (!refusePromise(this.shouldRollover(record, text)) || performance.now() < this.retryAtMs) return
      if (this.isNewToUs() && !refusePromise(this.shouldRollover(record, text))) return
      this.retryAtMs = 0
      this.keepingNested(() => settle(this, record, this.doRollover()))
    } catch (error) {
      this.retryAtMs = performance.now() + RETRY_MS
      fail(this, record, error)
    }
  }

  /**
   * Returns the name of a rotated file: `namer`'s, or `default_name`.
   *
   * @throws TypeError where `namer` gives no text
   */
  rotation_filename(default_name: string): string {
    if (typeof this.namer !== 'function') return default_name
    return ofType('the name that namer() returns', refusePromise(this.namer(default_name)), 'string')
  }

  /** Rotates a file: by `rotator`, or else by a rename where the file exists. */
  rotate(source: string, dest: string): void {
    if (typeof this.rotator !== 'function') return this.moveIfThere(source, dest)
    void this.whenRotated(this.rotator(source, dest))
  }

  /** Waits for an async rotation. No other begins until it is done, as the file may still be where it was. */
  protected async whenRotated(rotated: unknown): Promise<void> {
    if (!isPromise(rotated)) return
    this.retryAtMs = Infinity
    try {
      await rotated
      // The open file may be the one that was moved meanwhile.
      if (this.stream !== null) {
        this.closeStream()
        this.stream = this.openAs('a')
      }
      this.retryAtMs = 0
    } catch (error) {
      this.retryAtMs = performance.now() + RETRY_MS
      this.reportLater('rotating %s', error)
    }
  }

  /** @internal */
  protected override reopenGone(stream: FileWriter): void {
    // An async rotation has moved it, and opens the next one.
    if (this.retryAtMs === Infinity) return
    if (!this.isShared) return super.reopenGone(stream)
    try {
      stream.reopen()
      this.onMoved()
    } catch (error) {
      this.tellUnopened(error)
    }
  }

  /** @internal */
  protected override tellUnopened(error: unknown): void {
    this.retryAtMs = performance.now() + RETRY_MS
    super.tellUnopened(error)
  }

  /** @internal Returns what has put a new file in the place of the open one; undefined where there is none. */
  protected otherWriter(): string | undefined {
    const { baseFilename, driver } = this
    if (!driver.statSync?.(baseFilename)?.isFile()) return undefined
    const others = [...handlerRegistry.open].filter((each) => each !== this) as { baseFilename?: unknown }[]
    return others.some((each) => each.baseFilename === baseFilename)
      ? 'another handler of this process'
      : 'another process'
  }

  /** Renames a file, compressed or not, where it exists. Overwrites another of the new name. */
  protected moveIfThere(source: string, dest: string): void {
    if (source !== dest) this.backups.move(source, dest)
  }

  /** Closes the file. Waits for a compression under way; at the end of the process it leaves that to the next start. */
  override close(): void | Promise<void> {
    // The process may end within a rollover: the path is still the old file, which `mode` could empty.
    if (this.nested !== undefined) {
      this.stream ??= this.openAs('a', true)
      this.writeNested()
    }
    const closed = super.close()
    const ended = this.backups.end(isExiting())
    return ended === undefined ? closed : Promise.all([closed, ended]).then(() => undefined)
  }
}

registerOutput(BaseRotatingHandler.prototype.emit, rotatingOutput)

import type { LogRecord } from '@treeline/core'
import { atOnce, fail, isPromise, ofType, settle, textOf } from '@treeline/core/internal'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { FileHandler, type FileHandlerOptions, type FileName } from '../files/fileHandler.js'
import type { FileWriter } from '../files/writer.js'

/** After a failed rollover, the next attempt comes this much later. */
const RETRY_MS = 1000

/**
 * The base class of handlers that rename their file and open a new one: `shouldRollover` decides when, `doRollover` does it.
 *
 * A rollover that fails is reported and tried again after a second. Until then records go to the present file.
 *
 * Differs from Python: `mode` is an option. Each record is formatted once, and `shouldRollover` gets the text.
 */
export abstract class BaseRotatingHandler extends FileHandler {
  /** The file system, for the renames. */
  protected readonly driver: FileDriver
  /** By the clock that nobody sets. */
  private retryAtMs = 0

  constructor(filename: FileName, options: FileHandlerOptions = {}) {
    super(filename, options)
    this.driver = options.driver ?? fileDriver
  }

  // Optional methods, not fields: a subclass may define them, a user may assign them.

  /** Returns the name of a rotated file. Default: the name that the handler made. */
  namer?(default_name: string): string

  /**
   * Rotates a file: by a rename, by compression, by an upload. Default a rename. Where it gives a promise, records go on to the
   * present file until that is done: rename first, and then compress.
   */
  rotator?(source: string, dest: string): void | Promise<void>

  /**
   * Whether to rotate the file before this record is written.
   *
   * @param text the formatted record
   */
  abstract shouldRollover(record: LogRecord, text?: string): boolean

  /** Rotates the file and opens a new one. */
  abstract doRollover(): void

  /**
   * @internal Whether `shouldRollover` would return false for any short record that is made at that time.
   *
   * @param at `ms`, since 1970
   */
  isQuiet(_at: { readonly ms: number }): boolean {
    return false
  }

  /** @internal Whether it would return false with a text of that length too, where the handler is quiet. */
  isFar(_length: number): boolean {
    return false
  }

  override emit(record: LogRecord): void {
    try {
      const text = textOf(this.format(record))
      this.rolloverWhenDue(record, text)
      this.output(record, text)
    } catch (error) {
      fail(this, record, error)
    }
  }

  private rolloverWhenDue(record: LogRecord, text: string): void {
    try {
      if (!atOnce(this.shouldRollover(record, text)) || performance.now() < this.retryAtMs) return
      this.retryAtMs = 0
      settle(this, record, this.doRollover())
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
    return ofType('the name that namer() returns', atOnce(this.namer(default_name)), 'string')
  }

  /** Rotates a file: by `rotator`, or else by a rename where the file exists. */
  rotate(source: string, dest: string): void {
    if (typeof this.rotator !== 'function') return this.moveIfThere(source, dest)
    void this.whenRotated(this.rotator(source, dest))
  }

  /** Waits for an async rotation. Until it is done, there is no other, as the file may still be where it was. */
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
    if (this.retryAtMs !== Infinity) super.reopenGone(stream)
  }

  /** Renames a file where it exists. Overwrites another of the new name. */
  protected moveIfThere(source: string, dest: string): void {
    if (source !== dest && this.driver.existsSync(source)) this.driver.renameSync(source, dest)
  }
}

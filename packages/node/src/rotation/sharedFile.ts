import { readSync } from 'node:fs'
import type { FileDriver, FileStat } from '../files/fileDriver.js'
import { isCircle, obstacleAt, obstacleIn } from '../files/obstacle.js'
import { OpenFile } from '../files/openFile.js'
import type { Presence } from './presence.js'

/** The most times that a write follows the path: another process may move the new file too. More means another problem. */
const MOST_FOLLOWS = 10
/** The time for which another process's write may be seen in part, in milliseconds, where nothing better shows it. */
const PART_MS = 2
/** The most looks at a part of a line: with many processes, the next one may be writing by then. */
const MOST_LOOKS = 5

/** A shared file's access to its handler. */
export interface SharedFileOptions {
  readonly driver: FileDriver
  /** Returns the bytes that end a record. */
  readonly end: () => Uint8Array
  /** Called when another process has moved the file, and the new one is open. */
  readonly onMoved: () => void
  /** Called when the path cannot be opened, and what is written goes to the file that is open. */
  readonly onObstructed: (error: unknown) => void
  /** Announces which file this process writes; absent where nobody needs that. */
  readonly presence?: Presence | undefined
}

/**
 * A file that several processes append to and one of them moves away: each write looks first where the path leads.
 *
 * - A write is one system call with whole lines, which the kernel does not mix with others'.
 * - A line that a killed process left torn is ended before the next one: that one would be glued to it. So the last bytes are
 *   read where others have written since.
 * - Between the look and the write, another process may move the file. The line is in the moved file then, not lost.
 *
 * Hot path of `multiprocess`: a `stat` each write, and a `read` where others have written (README, "Several processes").
 */
export class SharedFile extends OpenFile {
  private readonly name: string
  private readonly options: SharedFileOptions
  /** The number of bytes of a write that the file did not take: they have to go to the same file. */
  private rest = 0
  /** The end of this process's last write. */
  private ownEnd = 0
  private lastBytes = Buffer.alloc(0)
  // Reported after the write: a report or a subclass's method that writes would reuse the buffer that is being written.
  /** Whether another file is open than before the write. */
  private hasMoved = false
  /** Why the path could not be opened. */
  private obstruction: unknown

  constructor(path: string, options: SharedFileOptions) {
    // `+`: the file's end is read.
    super(path, 'a+', options.driver)
    this.name = path
    this.options = options
  }

  override write(bytes: Uint8Array, length: number): number {
    if (!this.regular || this.rest > 0) return this.append(bytes, length)
    try {
      this.follow()
      return this.appendWhole(bytes, length)
    } finally {
      this.tell()
    }
  }

  private tell(): void {
    const { hasMoved, obstruction, options } = this
    this.hasMoved = false
    this.obstruction = undefined
    if (hasMoved) options.onMoved()
    if (obstruction !== undefined) options.onObstructed(obstruction)
  }

  private appendWhole(bytes: Uint8Array, length: number): number {
    const end = this.position === this.ownEnd || this.position === 0 ? undefined : this.options.end()
    if (end === undefined || !this.isTorn(end)) return this.append(bytes, length)
    const written = this.append(Buffer.concat([end, bytes.subarray(0, length)]), end.length + length)
    return Math.max(0, written - end.length)
  }

  /** Returns false: each write looks by itself, and the path may lead to another file by now. */
  override lacks(): boolean {
    return false
  }

  override close(): void {
    this.options.presence?.withdraw()
    super.close()
  }

  /**
   * Goes to the file that the path leads to now, and learns its size.
   *
   * @throws what the file system throws
   */
  private follow(): void {
    const { options } = this
    for (let i = 0; i < MOST_FOLLOWS; i++) {
      options.presence?.announce(this.ino)
      const found = this.found()
      if (found !== undefined && this.is(found)) {
        this.position = found.size
        return
      }
      if (!this.isReopened()) return
      // The new file's end was not looked at.
      this.ownEnd = -1
      this.hasMoved = true
    }
  }

  /**
   * Looks where the path leads.
   *
   * @throws what the file system throws
   */
  private found(): FileStat | undefined {
    try {
      const found = this.options.driver.statSync!(this.name)
      return obstacleIn(found) === undefined ? found : undefined
    } catch (error) {
      if (isCircle(error)) return undefined
      throw error
    }
  }

  /**
   * Opens the path anew. Returns false where something else is in the file's place.
   *
   * @throws what the file system throws otherwise
   */
  private isReopened(): boolean {
    const { options, name } = this
    try {
      this.reopen()
      return true
    } catch (error) {
      if (obstacleAt(name, options.driver) === undefined) throw error
      this.obstruction = error
      return false
    }
  }

  private append(bytes: Uint8Array, length: number): number {
    const written = super.write(bytes, length)
    this.rest = length - written
    this.ownEnd = this.position
    return written
  }

  /**
   * Returns whether the file ends in a part of a line that nobody is writing any more.
   *
   * Another process's write may be seen in part, and that process may be suspended in the middle. A write waits until another one is
   * done, also a write of no bytes: after it the file has grown, or the part is all there is.
   */
  private isTorn(end: Uint8Array): boolean {
    for (let i = 0; i < MOST_LOOKS && !this.endsWith(end); i++) {
      const size = this.position
      // For file systems that skip a write of no bytes.
      this.options.driver.pauseSync(PART_MS)
      super.write(end, 0)
      if (this.measure() === size) return true
    }
    return false
  }

  private endsWith(end: Uint8Array): boolean {
    const { length } = end
    if (this.lastBytes.length !== length) this.lastBytes = Buffer.alloc(length)
    const count = readSync(this.descriptor, this.lastBytes, 0, length, Math.max(0, this.position - length))
    return count === length && this.lastBytes.equals(end)
  }
}

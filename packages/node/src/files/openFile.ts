import { constants } from 'node:fs'
import { repr } from '@treeline/core'
import { currentTransaction, ofType, type Transaction } from '@treeline/core/internal'
import { type FileDriver, type FileStat, O_NONBLOCK } from './fileDriver.js'
import { openAgain } from './nonBlocking.js'
import { isCircle } from './obstacle.js'
import { plainError } from './plainError.js'

const { O_APPEND, O_CREAT, O_EXCL, O_RDWR, O_TRUNC, O_WRONLY } = constants
const NEW = O_CREAT | O_APPEND

/**
 * Python's modes of a text file that can be written, as the system's flags.
 *
 * Differs from Python: `w` and `x` write at the end too. Otherwise a file that another program empties meanwhile gets a hole.
 */
const FLAGS: ReadonlyMap<string, number> = new Map([
  ['a', O_WRONLY | NEW],
  ['a+', O_RDWR | NEW],
  ['w', O_WRONLY | NEW | O_TRUNC],
  ['w+', O_RDWR | NEW | O_TRUNC],
  ['x', O_WRONLY | NEW | O_EXCL],
  ['x+', O_RDWR | NEW | O_EXCL],
  ['r+', O_RDWR],
])

const UNOPENED = -1
const CLOSED = -2

/** A file that is open for writing, and the number of bytes in it. */
export class OpenFile {
  /** Whether this is a regular file; false for a file descriptor that was passed in. */
  regular = false
  /** The bytes found when the file was opened, and those written since. */
  position = 0
  private fd: number = UNOPENED
  private readonly path: string | undefined
  private flags = 0
  private readonly driver: FileDriver
  /** The file's state when it was opened; undefined before, and for a file descriptor that was passed in. */
  stat: FileStat | undefined = undefined

  /**
   * Makes a file that is not open yet; an open file descriptor is taken as it is.
   *
   * @param target a path, or an open file descriptor
   * @param mode Python's mode
   * @throws TypeError, RangeError for a wrong mode
   */
  constructor(target: string | number, mode: string, driver: FileDriver) {
    this.driver = driver
    if (typeof target === 'number') {
      this.fd = target
    } else {
      this.path = target
      this.flags = openFlags(mode)
    }
  }

  get closed(): boolean {
    return this.fd === CLOSED
  }

  /** The file's inode: 0 where there is none, or none known. */
  get ino(): number {
    return this.stat?.ino ?? 0
  }

  protected get descriptor(): number {
    return this.fd
  }

  /** Returns whether this is the file that is open. */
  protected is(found: FileStat): boolean {
    return found.ino === this.stat?.ino && found.dev === this.stat?.dev
  }

  /**
   * Opens the file where it is not open yet. While a configuration is being made, the file is emptied only once that is
   * accepted, and a new file is removed where it is refused.
   *
   * @throws what the file system throws
   */
  open(): void {
    if (this.fd !== UNOPENED) return
    const transaction = currentTransaction()
    if (transaction === undefined) this.take(this.driver.openSync(this.path!, this.flags))
    else this.openWithin(transaction)
  }

  private openWithin({ accepted, refused }: Transaction): void {
    const { driver, path, flags } = this
    const kept = flags & ~O_TRUNC
    if (flags & O_CREAT && this.isCreated(kept | O_EXCL)) {
      refused.push(() => this.removeNew())
      return
    }
    this.take(driver.openSync(path!, kept))
    if (kept !== flags) accepted.push(() => this.empty())
  }

  /** Creates the file. Returns false where there is one already, or none can be made: opening it another way shows why. */
  private isCreated(flags: number): boolean {
    try {
      this.take(this.driver.openSync(this.path!, flags))
      return true
    } catch {
      return false
    }
  }

  private empty(): void {
    if (this.closed || !this.regular) return
    const before = this.fd
    this.take(this.driver.openSync(this.path!, this.flags))
    this.driver.closeSync(before)
  }

  private removeNew(): void {
    const { driver, path } = this
    const found = driver.statSync?.(path!)
    if (found !== undefined && found.size === 0 && this.is(found)) driver.unlinkSync?.(path!)
  }

  /**
   * Opens the path anew, for appending, and closes the file that was open.
   *
   * @throws what the file system throws; the file that was open stays, unless it has no name any more: then the next write tries
   *   to open the path
   */
  reopen(): void {
    if (this.path === undefined || this.closed) return
    const before = this.fd
    // Opening a pipe that has taken the file's place would wait for its reader, and delay SIGTERM.
    this.flags = (this.flags & (O_WRONLY | O_RDWR)) | NEW | O_NONBLOCK
    try {
      if (this.regular && this.isPipe(this.path)) throw plainError(`${this.path} is a pipe`, 'ENXIO')
      this.take(this.driver.openSync(this.path, this.flags))
    } catch (error) {
      if (before === UNOPENED || this.driver.fstatSync(before).nlink !== 0) throw error
      this.fd = UNOPENED
      this.driver.closeSync(before)
      throw error
    }
    if (before !== UNOPENED) this.driver.closeSync(before)
  }

  private isPipe(path: string): boolean {
    return this.driver.statSync?.(path)?.isFIFO?.() === true
  }

  /** Whether the path leads to another file by now, or to none. */
  get isGone(): boolean {
    const { stat, path, driver } = this
    if (path === undefined || !stat?.ino || driver.statSync === undefined) return false
    try {
      const found = driver.statSync(path)
      return found === undefined || !this.is(found)
    } catch (error) {
      // Any other error may be a folder that may not be read, for example.
      return isCircle(error)
    }
  }

  /** Returns whether this is a regular file that is appended to, is not empty, and does not end in `end`. */
  lacks(end: Uint8Array): boolean {
    const { path, driver } = this
    try {
      const size = this.regular && end.length > 0 ? this.measure() : 0
      if (path === undefined || size === 0) return false
      const bytes = driver.readSync?.(path, Math.max(size - end.length, 0), end.length)
      return bytes !== undefined && !(bytes.length === end.length && bytes.every((byte, i) => byte === end[i]))
    } catch {
      // The file may be written, but not read.
      return false
    }
  }

  /**
   * Writes the first `length` bytes and returns how many of them the file took.
   *
   * @throws what the file system throws
   */
  write(bytes: Uint8Array, length: number): number {
    const written = this.driver.writeSync(this.fd, bytes, 0, length)
    this.position += written
    return written
  }

  /**
   * Reads the size of a file that is appended to: others may have appended too, or emptied it (logrotate's copytruncate).
   *
   * @throws what the file system throws
   */
  measure(): number {
    if (this.regular && this.flags & O_APPEND) this.position = this.driver.fstatSync(this.fd).size
    return this.position
  }

  /**
   * Closes the file.
   *
   * @throws what the file system throws; the file counts as closed anyway
   */
  close(): void {
    const { fd } = this
    this.fd = CLOSED
    if (fd >= 0) this.driver.closeSync(fd)
  }

  private take(fd: number): void {
    const stat = this.driver.fstatSync(fd)
    this.stat = stat
    this.regular = stat.isFile()
    this.position = this.regular && this.flags & O_APPEND ? stat.size : 0
    this.fd = fd
    if (stat.isFIFO?.()) this.waitForNoReader()
  }

  /** Makes writes not wait for the pipe's reader. Opening waits, as in Python. */
  private waitForNoReader(): void {
    const own = openAgain(this.fd)
    if (own === undefined) return
    this.driver.closeSync(this.fd)
    this.fd = own
  }
}

/**
 * Returns the system's flags of one of Python's modes.
 *
 * @throws TypeError, RangeError for a wrong mode
 */
export function openFlags(mode: string): number {
  const letters = ofType('mode', mode, 'string').replace('t', '')
  // As in Python, the plus may stand anywhere.
  const flags = FLAGS.get(letters.includes('+') ? `${letters.replace('+', '')}+` : letters)
  if (flags === undefined)
    throw new RangeError(`invalid mode: ${repr(mode)}; there are: a, w, x and r+, each with t or + if need be`)
  return flags
}

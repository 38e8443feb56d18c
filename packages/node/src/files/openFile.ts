import { repr } from '@treeline/core'
import { ofType } from '@treeline/core/internal'
import type { FileDriver } from './fileDriver.js'

/** Python's modes of a text file that can be written, as Node's flags. */
const FLAGS: ReadonlyMap<string, string> = new Map([
  ['a', 'a'],
  ['a+', 'a+'],
  ['w', 'w'],
  ['w+', 'w+'],
  ['x', 'wx'],
  ['x+', 'wx+'],
  ['r+', 'r+'],
])

/** A file that is open for writing, and the number of bytes in it. */
export class OpenFile {
  /** Whether it is a regular file; false for a file descriptor that was passed in. */
  readonly regular: boolean
  /** The bytes found when the file was opened, and those written since. */
  position = 0
  private fd: number
  private readonly appends: boolean
  private readonly driver: FileDriver

  /**
   * @param target a path, which is opened at once, or an open file descriptor
   * @param mode Python's mode
   * @throws TypeError, RangeError for a wrong mode; what the file system throws
   */
  constructor(target: string | number, mode: string, driver: FileDriver) {
    this.driver = driver
    if (typeof target === 'number') {
      this.fd = target
      this.regular = false
      this.appends = false
    } else {
      const flags = openFlags(mode)
      this.fd = driver.openSync(target, flags)
      const stat = driver.fstatSync(this.fd)
      this.regular = stat.isFile()
      this.appends = this.regular && flags.startsWith('a')
      if (this.appends) this.position = stat.size
    }
  }

  get closed(): boolean {
    return this.fd < 0
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
   * Asks for the size of a file that is appended to: others may have appended too, or emptied it (logrotate's copytruncate).
   *
   * @throws what the file system throws
   */
  measure(): number {
    if (this.appends) this.position = this.driver.fstatSync(this.fd).size
    return this.position
  }

  /** @throws what the file system throws; the file counts as closed all the same */
  close(): void {
    const { fd } = this
    this.fd = -1
    this.driver.closeSync(fd)
  }
}

function openFlags(mode: string): string {
  const flags = FLAGS.get(ofType('mode', mode, 'string').replace('t', ''))
  if (flags === undefined) throw new RangeError(`invalid mode: ${repr(mode)}`)
  return flags
}

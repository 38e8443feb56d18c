import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs'
import { LineSplitter } from './lineSplitter.js'
import type { Take } from './sources.js'

const CHUNK_BYTES = 262_144
/** The number of last bytes that are kept, to recognize a file that was emptied and has grown again. */
const MARK_BYTES = 64
/** The looks without new text after which the writer of a renamed file has left it. */
const LOOKS_AFTER = 10

/** A file that is open, and how far it is read. */
interface Open {
  readonly fd: number
  readonly inode: number
  position: number
  mark: Buffer
  /** The number of looks that found nothing new since another file took its path, and the size then. */
  idle: number
  size: number
}

/**
 * Reads a file and what is added to it, also when it is renamed and made anew, as by rotation, or emptied in its place, as by
 * `copytruncate`. Waits for a file that does not exist yet. Misses what is written between a copy and its truncation.
 */
export class Follower {
  private readonly path: string
  private readonly take: Take
  /** The open files, the oldest first: each is read to its end before the next. */
  private readonly files: Open[] = []
  private readonly buffer = Buffer.allocUnsafe(CHUNK_BYTES)
  private splitter = new LineSplitter()

  constructor(path: string, take: Take) {
    this.path = path
    this.take = take
  }

  /** Reads what is new. Must be called regularly. */
  async look(): Promise<void> {
    this.openNew()
    // Each writer goes on in its old file until it notices.
    for (const file of this.files.slice(0, -1)) countIdle(file)
    for (let first = this.files[0]; first !== undefined; first = this.files[0]) {
      await this.readNew(first)
      if (first.position !== first.size) first.idle = 0
      if (this.files.length === 1 || first.idle < LOOKS_AFTER) return
      closeSync(first.fd)
      this.files.shift()
      await this.endLine()
    }
  }

  /** Closes the files. */
  close(): void {
    for (const { fd } of this.files.splice(0)) closeSync(fd)
  }

  /**
   * Opens the file at the path where it is another than the last.
   *
   * @throws what the file system throws, except for a missing file
   */
  private openNew(): void {
    try {
      const { ino } = statSync(this.path)
      if (ino === this.files.at(-1)?.inode) return
      const fd = openSync(this.path, 'r')
      this.files.push({ fd, inode: fstatSync(fd).ino, position: 0, mark: Buffer.alloc(0), idle: 0, size: 0 })
    } catch (error) {
      // The file does not exist yet, or this is between two files.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
  }

  private async readNew(file: Open): Promise<void> {
    const { size } = fstatSync(file.fd)
    if (size < file.position || (size > file.position && !this.isSame(file))) {
      await this.endLine()
      file.position = 0
      file.mark = Buffer.alloc(0)
    }
    for (;;) {
      const length = readSync(file.fd, this.buffer, 0, CHUNK_BYTES, file.position)
      if (length === 0) return
      const bytes = this.buffer.subarray(0, length)
      file.position += length
      file.mark = Buffer.from(Buffer.concat([file.mark, bytes.subarray(-MARK_BYTES)]).subarray(-MARK_BYTES))
      await this.take(this.splitter.push(bytes))
    }
  }

  /** Returns whether the bytes before the position are those that were read there. */
  private isSame({ fd, position, mark }: Open): boolean {
    const found = Buffer.alloc(mark.length)
    readSync(fd, found, 0, mark.length, position - mark.length)
    return found.equals(mark)
  }

  private async endLine(): Promise<void> {
    await this.take(this.splitter.end())
    this.splitter = new LineSplitter()
  }
}

function countIdle(file: Open): void {
  const { size } = fstatSync(file.fd)
  file.idle = size === file.size ? file.idle + 1 : 0
  file.size = size
}

import type { FileHandle } from 'node:fs/promises'
import { later } from '@treeline/core/internal'
import { errorCode } from '../files/fileDriver.js'
import { plainError } from '../files/plainError.js'
import { gzipTo, isGzipOf, openToRead } from './gzip.js'

/** The wait before a file is tried again that another process may still write, or that could not be put in its place. */
const AGAIN_MS = 1000
/** The attempts to put an archive in its place while another process rotates, and the wait between them. */
const TRIES = 50
const PAUSE_MS = 20

/** The suffix of a compressed file's name. */
export const GZ = '.gz'

/** A rotated file, and its state. */
export interface Backup {
  readonly path: string
  readonly ino: number
  readonly mtimeMs: number
  readonly size: number
}

/** An archiver's access to its handler. */
export interface ArchiverOptions {
  /** Returns the rotated files, oldest first, compressed ones too. */
  readonly rotated: () => Backup[]
  /** Returns whether a line may still come to a file. */
  readonly mayBeWritten: (file: Backup) => boolean
  /** Returns the name of a file that is being made. */
  readonly newName: () => string
  /** Does some work while no rotation is under way. Returns false where it could not be done now. */
  readonly exclusively: (work: () => void) => boolean
  readonly move: (from: string, to: string) => void
  readonly remove: (path: string) => void
  /** Removes a file that no one else knows. Throws nothing. */
  readonly discard: (path: string) => void
  readonly onError: (error: unknown) => void
}

/**
 * Compresses rotated files, one after the other, while the program goes on.
 *
 * It compresses a file under a temporary name and forces the archive to the disk. Only then the archive gets its name, and the
 * rotated file is removed. A rotation may rename the file meanwhile: its inode finds it again. A killed process leaves a whole
 * rotated file, and perhaps its archive: the next start compares the two, and removes the file where they are equal.
 */
export class Archiver {
  private readonly options: ArchiverOptions
  private running: Promise<void> | undefined
  private isAsked = false
  private isEnded = false
  private endWait: (() => void) | undefined
  /** The file that is being made. */
  private making: string | undefined
  private readonly abort = new AbortController()
  /** Files that could not be compressed: a process tries none of them twice. */
  private readonly failed = new Set<string>()

  constructor(options: ArchiverOptions) {
    this.options = options
  }

  /** Begins to compress the rotated files, when the present turn has ended. */
  start(): void {
    this.endWait?.()
    this.endWait = undefined
    if (this.abort.signal.aborted) return
    this.isAsked = true
    this.isEnded = false
    this.running ??= this.run()
  }

  /** Waits until everything is compressed that can be now. */
  async end(): Promise<void> {
    this.isEnded = true
    this.endWait?.()
    await this.running
  }

  /** Gives up the compression under way, as the process ends. The rotated file stays; the next start compresses it. */
  stop(): void {
    this.isEnded = true
    this.endWait?.()
    this.abort.abort()
    if (this.making !== undefined) this.options.discard(this.making)
  }

  private async run(): Promise<void> {
    try {
      // Not in the logging call.
      await Promise.resolve()
      while (this.isAsked && !this.abort.signal.aborted) {
        this.isAsked = false
        for (const file of this.waiting()) await this.tryArchive(file)
      }
    } catch (error) {
      this.options.onError(error)
    } finally {
      this.running = undefined
    }
  }

  /** Returns the files to compress, the newest first. */
  private waiting(): Backup[] {
    return this.options
      .rotated()
      .filter((file) => !file.path.endsWith(GZ) && !this.failed.has(keyOf(file)))
      .reverse()
  }

  private startLater(): void {
    this.endWait?.()
    if (!this.isEnded) this.endWait = later(AGAIN_MS, () => this.start())
  }

  private async tryArchive(file: Backup): Promise<void> {
    if (this.abort.signal.aborted) return
    try {
      const source = await openToRead(file.path)
      try {
        await this.archive(file, source)
      } finally {
        await source.close()
      }
    } catch (error) {
      // The file was rotated away, or the process ends.
      if (errorCode(error) === 'ENOENT' || this.abort.signal.aborted) return
      this.failed.add(keyOf(file))
      this.options.onError(error)
    }
  }

  private async archive(file: Backup, source: FileHandle): Promise<void> {
    const { ino } = await source.stat()
    // Another file has the name by now: this one's turn comes later.
    if (ino !== file.ino || this.options.mayBeWritten(file)) return this.startLater()
    if (this.options.rotated().some(({ path }) => path === file.path + GZ)) return this.mend(file, source)
    const made = this.options.newName()
    this.making = made
    try {
      await gzipTo(source, made, this.abort.signal)
      const place = (path: string): void => {
        this.options.move(made, path + GZ)
        this.options.remove(path)
      }
      await this.exclusively(ino, place)
    } finally {
      this.making = undefined
      this.options.discard(made)
    }
  }

  /** Handles a file that has an archive: a process was killed between the two last steps, or another program compressed it. */
  private async mend(file: Backup, source: FileHandle): Promise<void> {
    const archive = await openToRead(file.path + GZ)
    try {
      const { ino } = await archive.stat()
      const isWhole = await isGzipOf(archive, source, this.abort.signal)
      await this.exclusively(file.ino, (path) => {
        const isTwin = this.options.rotated().some((each) => each.path === path + GZ && each.ino === ino)
        // A rotation came between the opening of the two.
        if (!isTwin) return this.startLater()
        if (!isWhole)
          throw plainError(`${path}${GZ} is there and has other contents; ${path} is left as it is`, 'EEXIST')
        this.options.remove(path)
      })
    } finally {
      await archive.close()
    }
  }

  /** Does some work with the file's present name, where it still has one, while no process rotates. */
  private async exclusively(ino: number, work: (path: string) => void): Promise<void> {
    const find = (): void => {
      const now = this.options.rotated().find((each) => each.ino === ino && !each.path.endsWith(GZ))
      if (now !== undefined) work(now.path)
    }
    for (let i = 0; i < TRIES && !this.abort.signal.aborted; i++) {
      if (this.options.exclusively(find)) return
      await new Promise<void>((resolve) => void later(PAUSE_MS, resolve))
    }
    this.startLater()
  }
}

/** Returns a key of a file: its inode alone may be reused when the file has gone. */
function keyOf({ ino, mtimeMs }: Backup): string {
  return `${ino} ${mtimeMs}`
}

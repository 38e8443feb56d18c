import { later } from '@treeline/core/internal'
import { errorCode } from '../files/fileDriver.js'
import { plainError } from '../files/plainError.js'
import { gzipTo, isGzipOf, syncFolder } from './gzip.js'

/** After which a file is tried again that another process may still write, or that could not be put in its place. */
const AGAIN_MS = 1000

/** What ends the name of a compressed file. */
export const GZ = '.gz'

/** A rotated file, and what it is. */
export interface RotatedFile {
  readonly path: string
  readonly ino: number
  readonly mtimeMs: number
  readonly size: number
}

/** What an archiver needs to know of its handler. */
export interface ArchiverOptions {
  /** Returns the rotated files, oldest first, compressed ones too. */
  readonly rotated: () => RotatedFile[]
  /** Whether a line may still come to a file. */
  readonly mayBeWritten: (file: RotatedFile) => boolean
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
 * Compresses rotated files, one after the other, beside the logging calls.
 *
 * A file is compressed under a name of its own and forced to the disk. Only then it gets its name, and the rotated file goes. A file
 * may be renamed by rotations meanwhile: it is found again by its inode. What a killed process leaves is a whole rotated
 * file, and perhaps its archive: the next start compares the two, and removes the file where they are equal.
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
  /** Files that could not be compressed: nothing is tried twice with one process. */
  private readonly failed = new Set<number>()

  constructor(options: ArchiverOptions) {
    this.options = options
  }

  /** Compresses what there is, when the present turn has ended. */
  start(): void {
    this.endWait?.()
    this.endWait = undefined
    if (this.abort.signal.aborted) return
    this.isAsked = true
    this.isEnded = false
    this.running ??= this.run()
  }

  /** Waits until all is compressed that can be now. */
  async end(): Promise<void> {
    this.isEnded = true
    this.endWait?.()
    await this.running
  }

  /** The process ends: gives up what is under way. The rotated file stays, and is compressed at the next start. */
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

  private waiting(): RotatedFile[] {
    const plain = this.options.rotated().filter(({ path, ino }) => !path.endsWith(GZ) && !this.failed.has(ino))
    const quiet = plain.filter((file) => !this.options.mayBeWritten(file))
    if (quiet.length < plain.length) this.startLater()
    return quiet.reverse()
  }

  private startLater(): void {
    if (!this.isEnded) this.endWait = later(AGAIN_MS, () => this.start())
  }

  private async tryArchive(file: RotatedFile): Promise<void> {
    if (this.abort.signal.aborted) return
    try {
      await this.archive(file)
    } catch (error) {
      // It was rotated away, or the process ends.
      if (errorCode(error) === 'ENOENT' || this.abort.signal.aborted) return
      this.failed.add(file.ino)
      this.options.onError(error)
    }
  }

  private async archive(file: RotatedFile): Promise<void> {
    const archived = this.options.rotated().some(({ path }) => path === file.path + GZ)
    if (archived) return this.mend(file)
    const made = this.options.newName()
    this.making = made
    try {
      await gzipTo(file.path, made, { ino: file.ino, signal: this.abort.signal })
      await this.place(file, made)
    } finally {
      this.making = undefined
      this.options.discard(made)
    }
  }

  /** A process was killed between the two last steps; or somebody has compressed the file in another way. */
  private async mend(file: RotatedFile): Promise<void> {
    if (!(await isGzipOf(file.path + GZ, file.path)))
      throw plainError(`${file.path}${GZ} is there and has other contents; ${file.path} is left as it is`, 'EEXIST')
    if (!this.exclusively(file, (path) => this.options.remove(path))) this.startLater()
  }

  /** Gives the archive its name, and removes the file. */
  private async place(file: RotatedFile, made: string): Promise<void> {
    const isPlaced = this.exclusively(file, (path) => this.options.move(made, path + GZ))
    if (!isPlaced) return this.startLater()
    await syncFolder(file.path)
    if (!this.exclusively(file, (path) => this.options.remove(path))) this.startLater()
  }

  /** Does some work with the file's present name; nothing where there is none any more. Returns whether that could be done now. */
  private exclusively({ ino }: RotatedFile, work: (path: string) => void): boolean {
    return this.options.exclusively(() => {
      const now = this.options.rotated().find((each) => each.ino === ino)
      if (now !== undefined) work(now.path)
    })
  }
}

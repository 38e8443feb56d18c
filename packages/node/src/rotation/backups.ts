import * as path from 'node:path'
import { type FileDriver, fileDriver } from '../files/fileDriver.js'
import { Archiver, GZ, type Backup } from './archiver.js'
import { type FolderDriver, folderDriver } from './folderDriver.js'
import { type Moves, PlainMoves } from './moves.js'
import { Presence } from './presence.js'
import { type RetentionLimits, surplus } from './retention.js'
import { RotationLock } from './rotationLock.js'
import type { RotationOptions } from './rotationOptions.js'

/** The time without a write after which an unfinished archive counts as a killed process's, in milliseconds. */
const ABANDONED_MS = 60_000

/** The backups' access to their handler. */
export interface BackupsOptions {
  /** Returns their paths, oldest first, without `.gz`; some may be missing. */
  readonly names: () => string[]
  readonly onError: (error: unknown) => void
}

/** The rotated files of a handler: moves them, removes those that are too old or too many, and compresses the rest. */
export class Backups {
  readonly driver: FolderDriver
  /** Present where several processes write the file. */
  readonly lock: RotationLock | undefined
  private readonly file: string
  private readonly moves: Moves
  private readonly options: BackupsOptions
  private readonly limits: RetentionLimits | undefined
  private readonly archiver: Archiver | undefined
  private readonly presence: Presence | undefined
  private readonly suffixes: readonly string[]

  /**
   * Makes the backups of a log file.
   *
   * @param file the log file
   */
  constructor(file: string, rotation: RotationOptions, options: BackupsOptions) {
    const { compress, multiprocess } = rotation
    const maxTotalBytes = rotation.maxTotalBytes ?? Infinity
    const maxAgeSeconds = rotation.maxAgeSeconds ?? Infinity
    this.file = file
    this.options = options
    this.driver = folderDriver(rotation.driver ?? fileDriver)
    this.lock = multiprocess ? new RotationLock(file, { driver: this.driver }) : undefined
    this.moves = this.lock ?? new PlainMoves(this.driver)
    this.suffixes = compress ? ['', GZ] : ['']
    if (Math.min(maxTotalBytes, maxAgeSeconds) < Infinity) this.limits = { maxTotalBytes, maxAgeSeconds }
    if (!compress) return
    this.presence = multiprocess ? new Presence(file, this.driver) : undefined
    this.archiver = this.newArchiver()
  }

  /** Returns the marks of the processes that write the file. */
  static presenceOf(file: string, driver: FileDriver): Presence {
    return new Presence(file, folderDriver(driver))
  }

  /** Mends and removes the rest of an earlier run. Throws nothing. */
  begin(): void {
    try {
      this.lock?.clean()
      this.presence?.clean()
      if (this.archiver !== undefined) this.removeAbandoned()
      if (this.lock !== undefined || this.limits !== undefined) this.exclusively(() => this.prune())
    } catch (error) {
      this.options.onError(error)
    }
    this.archiver?.start()
  }

  /** Removes files that are too old or too many, after a rollover, and compresses the rest. Throws nothing. */
  tidy(): void {
    try {
      if (this.limits !== undefined) this.exclusively(() => this.prune())
    } catch (error) {
      this.options.onError(error)
    }
    this.archiver?.start()
  }

  /** Waits for the compression under way, or gives it up where the process ends. Returns undefined where there is none. */
  end(isExiting: boolean): Promise<void> | undefined {
    if (!isExiting) return this.archiver?.end()
    this.archiver?.stop()
    return undefined
  }

  /** Returns whether there is a rotated file of this name, compressed or not. */
  has(name: string): boolean {
    return this.paths(name).length > 0
  }

  /** Returns the endings behind the log file's name in the names beside it. */
  endings(): string[] {
    const base = path.basename(this.file)
    const names = this.driver.readdirSync(path.dirname(this.file))
    return names.filter((name) => name.startsWith(base)).map((name) => name.slice(base.length))
  }

  /** Renames a rotated file, compressed or not, where there is one. Overwrites another of the new name. */
  move(from: string, to: string): void {
    const there = this.suffixes.filter((suffix) => this.driver.existsSync(from + suffix))
    if (there.length === 0) return
    for (const suffix of this.suffixes) if (!there.includes(suffix)) this.removeIfThere(to + suffix)
    for (const suffix of there) this.moves.move(from + suffix, to + suffix)
  }

  /** Returns the paths under which there is a rotated file of this name, compressed or not. */
  paths(name: string): string[] {
    return this.suffixes.map((suffix) => name + suffix).filter((file) => this.driver.existsSync(file))
  }

  /** Returns a name without compression's suffix. */
  nameOf(fileName: string): string {
    return this.archiver !== undefined && fileName.endsWith(GZ) ? fileName.slice(0, -GZ.length) : fileName
  }

  /**
   * Removes a file.
   *
   * @throws what the file system throws
   */
  remove(file: string): void {
    this.moves.remove(file)
  }

  /** Removes the archive of a name that another file gets. */
  removeArchive(name: string): void {
    if (this.archiver !== undefined) this.removeIfThere(name + GZ)
  }

  private removeIfThere(file: string): void {
    if (this.driver.existsSync(file)) this.remove(file)
  }

  /** Does some work under the lock, where there is one. Returns false where another process rotates the file. */
  private exclusively(work: () => void): boolean {
    if (this.lock !== undefined) return this.lock.hold(work, () => false)
    work()
    return true
  }

  private prune(): void {
    if (this.limits === undefined) return
    const current = this.driver.lstatSync(this.file)?.size ?? 0
    for (const file of surplus(this.rotated(), this.limits, current, Date.now())) this.remove(file.path)
  }

  /** Returns the rotated files that exist. Links do not count. */
  private rotated(): Backup[] {
    return this.options.names().flatMap((name) =>
      this.suffixes.flatMap((suffix) => {
        const path = name + suffix
        const stat = this.driver.lstatSync(path)
        return stat?.isFile() ? { path, ino: stat.ino, mtimeMs: stat.mtimeMs, size: stat.size } : []
      }),
    )
  }

  private removeAbandoned(): void {
    for (const ending of this.endings()) {
      if (!/^\.[0-9a-f]{16}\.gz\.tmp$/.test(ending)) continue
      const stat = this.driver.lstatSync(this.file + ending)
      const isLeft = this.lock === undefined || Date.now() - (stat?.mtimeMs ?? Infinity) > ABANDONED_MS
      if (isLeft && stat?.isFile()) this.discard(this.file + ending)
    }
  }

  private discard(file: string): void {
    try {
      this.driver.unlinkSync(file)
    } catch {
      // The file has its name by now.
    }
  }

  private newArchiver(): Archiver {
    return new Archiver({
      rotated: () => this.rotated(),
      mayBeWritten: ({ ino, mtimeMs }) => this.presence?.mayBeWritten(ino, mtimeMs) === true,
      newName: () => `${this.file}.${crypto.randomUUID().replaceAll('-', '').slice(0, 16)}.gz.tmp`,
      exclusively: (work) => this.exclusively(work),
      move: (from, to) => this.moves.move(from, to),
      remove: (file) => this.remove(file),
      discard: (file) => this.discard(file),
      onError: this.options.onError,
    })
  }
}

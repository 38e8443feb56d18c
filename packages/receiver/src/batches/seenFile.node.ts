import { mkdirSync, renameSync, rmdirSync, statSync } from 'node:fs'
import { checkOptionNames, ofType, wholeNumber } from '@treeline/core/internal'
import { SeenGeneration } from './seenGeneration.node.js'
import type { SeenStore } from './seenStore.js'

/** The optional parameters of `SeenFile`. */
export interface SeenFileOptions {
  /** The most records that are remembered; half of them at least. Each takes 17 bytes of the files. Default 500000. */
  maxRecords?: number | undefined
}

/** The age of a dead process's lock, in milliseconds: the lock is held for two system calls only. */
const STALE_MS = 10_000

/**
 * Remembers in a file which records came, so that copies are recognized after a restart, and in all processes of this machine that
 * use the same file.
 *
 * - It only appends: a line for each batch, before its answer. A line that a crash has cut does no harm.
 * - Bounded: at half of `maxRecords` it renames the file to `path.1`, in place of the one before, and begins a new one.
 * - Window: a batch that the handlers have written comes again after a crash if its line was not written yet. That is at most one
 *   batch for each page that was sending.
 * - It survives the process, also SIGKILL. A power failure can lose what the system had not written yet, as in the log itself.
 * - Synchronous: a line takes some tens of microseconds.
 *
 * @param path the path of the file; its folder must exist
 * @param options see `SeenFileOptions`
 * @throws TypeError, RangeError for wrong options; Error where the file cannot be opened
 * @example
 * ```ts
 * createServer(listener({ deduplicate: new SeenFile('seen.log') })).listen(8080)
 * ```
 */
export class SeenFile implements SeenStore {
  private readonly path: string
  private readonly maxRecent: number
  private older: SeenGeneration | undefined
  private recent: SeenGeneration

  constructor(path: string, options: SeenFileOptions = {}) {
    checkOptionNames('SeenFile', options, 'maxRecords')
    this.path = ofType('path', path, 'string')
    this.maxRecent = wholeNumber('maxRecords', options.maxRecords ?? 500_000, 2) / 2
    if (inodeOf(this.before) !== undefined) this.older = new SeenGeneration(this.before)
    this.recent = new SeenGeneration(path)
  }

  /** The number of records that are remembered. */
  get size(): number {
    return this.recent.size + (this.older?.size ?? 0)
  }

  /** Returns those of the keys that were added. */
  known(_src: string, keys: readonly string[]): string[] {
    this.refresh()
    return keys.filter((key) => this.recent.has(key) || this.older?.has(key))
  }

  /**
   * Adds keys.
   *
   * @throws Error where the file cannot be written
   */
  add(_src: string, keys: readonly string[]): void {
    this.refresh()
    if (this.recent.size >= this.maxRecent) this.rotate()
    this.recent.write(keys)
  }

  /** Closes the files. */
  close(): void {
    this.recent.close()
    this.older?.close()
  }

  private get before(): string {
    return `${this.path}.1`
  }

  /** Reads what other processes have written, and follows where one of them has begun a new file. */
  private refresh(): void {
    if (inodeOf(this.path) !== this.recent.ino) {
      const recent = new SeenGeneration(this.path)
      this.older?.close()
      this.older = this.recent
      this.recent = recent
    }
    this.older?.read()
    this.recent.read()
  }

  /** Begins a new file, unless another process is about to do so. */
  private rotate(): void {
    const lock = `${this.path}.lock`
    if (!take(lock)) return
    try {
      if (inodeOf(this.path) === this.recent.ino) renameSync(this.path, this.before)
    } finally {
      rmdirSync(lock)
    }
    this.refresh()
  }
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino
}

/**
 * Makes a lock. Returns false where there is one.
 *
 * @throws what the file system throws otherwise
 */
function take(lock: string): boolean {
  try {
    mkdirSync(lock)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    const stats = statSync(lock, { throwIfNoEntry: false })
    if (stats !== undefined && Date.now() - stats.mtimeMs > STALE_MS) rmdirSync(lock)
    return false
  }
}

import * as path from 'node:path'
import { Timer } from '@treeline/core/internal'
import type { FolderDriver } from './folderDriver.js'
import { hasEnded, ownIdentity } from './identity.js'

/** A process that has written nothing for so long does not count as a writer until it writes again. */
const QUIET_MS = 1000
/** A process of another machine cannot be known to be dead: what it says counts for so long after the last write. */
const FOREIGN_MS = 3_600_000

/**
 * Says which file a process writes, so that nobody compresses it while a line may still come: a process may be stopped between
 * its look at the path and its write, for hours.
 *
 * `app.log.writers/<process>@<inode>` is an empty file: it is there before the look at the path, and until a second after the last
 * write. So a file that is no longer under the log's name, and that nobody has announced, gets no more lines.
 */
export class Presence {
  private readonly folder: string
  private readonly driver: FolderDriver
  private readonly token = `${ownIdentity()}-${crypto.randomUUID().slice(0, 8)}`
  private readonly timer = new Timer(() => this.look())
  private announced = ''
  private hasWritten = false

  /** @param file the log file */
  constructor(file: string, driver: FolderDriver) {
    this.folder = `${file}.writers`
    this.driver = driver
  }

  /** Says that this process is going to write to a file, by the file's inode. Hot path: called before each write. */
  announce(ino: number): void {
    this.hasWritten = true
    const name = `${this.token}@${ino}`
    if (this.announced === name) return
    this.withdraw()
    // Where nobody can say so, the line is written all the same.
    if (!this.create(path.join(this.folder, name))) return
    this.announced = name
    this.timer.start(QUIET_MS)
  }

  /** Says that this process writes to no file. */
  withdraw(): void {
    this.timer.stop()
    if (this.announced === '') return
    attempt(() => this.driver.unlinkSync(path.join(this.folder, this.announced)))
    attempt(() => this.driver.rmdirSync(this.folder))
    this.announced = ''
  }

  /**
   * Whether a line may still come to a file that is no longer under the log's name.
   *
   * @param ino its inode
   * @param mtimeMs when it was written last
   */
  mayBeWritten(ino: number, mtimeMs: number): boolean {
    return this.driver.readdirSync(this.folder).some((name) => {
      if (!name.endsWith(`@${ino}`)) return false
      if (!hasEnded(name) && Date.now() - mtimeMs < FOREIGN_MS) return true
      attempt(() => this.driver.unlinkSync(path.join(this.folder, name)))
      return false
    })
  }

  /** Forgets processes that have ended. */
  clean(): void {
    for (const name of this.driver.readdirSync(this.folder))
      if (hasEnded(name)) attempt(() => this.driver.unlinkSync(path.join(this.folder, name)))
    attempt(() => this.driver.rmdirSync(this.folder))
  }

  private create(file: string): boolean {
    for (let tries = 0; tries < 9; tries++) {
      attempt(() => this.driver.mkdirSync(this.folder))
      // Another process may remove the empty folder in between.
      if (attempt(() => this.driver.createSync(file))) return true
    }
    return false
  }

  private look(): void {
    if (!this.hasWritten) return this.withdraw()
    this.hasWritten = false
    this.timer.start(QUIET_MS)
  }
}

/** Returns whether it was done. */
function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    // It is there already, or has gone, or is another's.
    return false
  }
}

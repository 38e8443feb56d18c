import * as path from 'node:path'
import { Timer } from '@treeline/core/internal'
import type { FolderDriver } from './folderDriver.js'
import { hasEnded, ownIdentity } from './identity.js'

/** The time without a write after which a process does not count as a writer until it writes again, in milliseconds. */
const QUIET_MS = 1000
/** The time after the last write for which another machine's process counts, in milliseconds: it cannot be known to be dead. */
const FOREIGN_MS = 3_600_000

/**
 * Announces which file a process writes, so that no other compresses it while a line may still come: a process may be stopped
 * between its look at the path and its write, for hours.
 *
 * The mark is an empty file, `app.log.writers/<process>@<inode>`. It exists before the look at the path, and until a second after
 * the last write. So a file that is no longer under the log's name, and that nobody has announced, gets no more lines.
 */
export class Presence {
  private readonly folder: string
  private readonly driver: FolderDriver
  private readonly token = `${ownIdentity()}-${crypto.randomUUID().slice(0, 8)}`
  private readonly timer = new Timer(() => this.look())
  private announced = ''
  private hasWritten = false

  /**
   * Makes the marks of a log file.
   *
   * @param file the log file
   */
  constructor(file: string, driver: FolderDriver) {
    this.folder = `${file}.writers`
    this.driver = driver
  }

  /** Announces that this process is going to write to a file, by the file's inode. Hot path: called before each write. */
  announce(ino: number): void {
    this.hasWritten = true
    const name = `${this.token}@${ino}`
    if (this.announced === name) return
    this.withdraw()
    // Where the mark cannot be made, the line is written anyway.
    if (!this.create(path.join(this.folder, name))) return
    this.announced = name
    this.timer.start(QUIET_MS)
  }

  /** Removes the mark: this process writes to no file. */
  withdraw(): void {
    this.timer.stop()
    if (this.announced === '') return
    attempt(() => this.driver.unlinkSync(path.join(this.folder, this.announced)))
    attempt(() => this.driver.rmdirSync(this.folder))
    this.announced = ''
  }

  /**
   * Returns whether a line may still come to a file that is no longer under the log's name.
   *
   * @param ino the file's inode
   * @param mtimeMs the time of its last write
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

/** Does some work. Returns whether it succeeded. */
function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    // The file is there already, or has gone, or is another's.
    return false
  }
}

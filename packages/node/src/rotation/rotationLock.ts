import * as path from 'node:path'
import { errorCode } from '../files/fileDriver.js'
import { plainError } from '../files/plainError.js'
import type { FolderDriver } from './folderDriver.js'
import { hasEnded, ownIdentity } from './identity.js'
import type { Moves } from './moves.js'

/** The longest wait of a logging call for a new holder, in milliseconds. A rotation takes a few. */
const PATIENCE_MS = 50
/** The time after which a holder counts as dead or stopped, in milliseconds. */
const LEASE_MS = 3000
const LONGEST_PAUSE_MS = 8

const TAKEN: ReadonlySet<string> = new Set(['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES', 'EBUSY'])

/** The code of the error where another process has taken the lock over, as this one was stopped for so long. */
const TAKEN_OVER = 'ESTALE'

/** The marks of a file on its way: it is moved to a name, or removed. */
const TO = '='
const AWAY = '-'

/** The parts of a lock that tests replace. */
export interface LockWorld {
  readonly driver: FolderDriver
  /** Milliseconds of a clock that nobody sets. Default `performance.now`. */
  now?: (() => number) | undefined
  /** Returns whether a holder is known to be dead. */
  hasEnded?: ((token: string) => boolean) | undefined
}

/**
 * Lets one process at a time rotate a file. A process that was stopped can do no harm when it goes on.
 *
 * Node has no `flock`. A lock file that others delete when its owner seems dead has a race: its owner may live. So here the lock is
 * a folder, `app.log.lock/<token>/`, and each file passes through it on its way: into the folder, and out of it to its new name. A
 * process that takes the lock over renames the token's folder. That is one step, only one process can do it, and from then on each
 * move of the former owner fails, as its path leads nowhere. So it does not matter whether the owner was dead. The files that it had
 * on their way are in the folder, each under its new name, and the new owner moves them first.
 *
 * A dead owner's lock is taken over at once, where its process is one of this machine and container; any other after 3 s.
 */
export class RotationLock implements Moves {
  private readonly folder: string
  private readonly home: string
  private readonly driver: FolderDriver
  private readonly now: () => number
  private readonly hasEnded: (token: string) => boolean
  /** The token's folder, of the present holding or of one that left files behind. */
  private own = ''
  private isHeld = false
  /** The last other holder, since when it was seen, and whether this process has waited for it. */
  private holder: string | undefined
  private holderSinceMs = 0
  private isWaitedFor = false

  /**
   * Makes the lock of a log file, which is not held yet.
   *
   * @param file the log file; the lock is beside it
   */
  constructor(file: string, world: LockWorld) {
    this.folder = `${file}.lock`
    this.home = path.dirname(file)
    this.driver = world.driver
    this.now = world.now ?? ((): number => performance.now())
    this.hasEnded = world.hasEnded ?? hasEnded
  }

  /**
   * Does some work while no other process does.
   *
   * @param isOver returns whether the work is not needed any more: then it does not wait
   * @returns whether it was done; false where another process holds the lock
   * @throws what the work throws, and the file system; see `isTakenOver`
   */
  hold(work: () => void, isOver: () => boolean): boolean {
    // A user's `namer` may log.
    if (this.isHeld || !this.waitFor(isOver)) return false
    this.isHeld = true
    try {
      this.finishMoves()
      work()
    } finally {
      this.isHeld = false
      this.release()
    }
    return true
  }

  /**
   * Renames a file, through the lock's folder.
   *
   * @throws an error with the code ESTALE where another process holds the lock now
   */
  move(from: string, to: string): void {
    const inside = path.join(this.own, TO + encodeURIComponent(path.relative(this.home, to)))
    this.step(() => this.driver.renameSync(from, inside))
    try {
      this.step(() => this.driver.renameSync(inside, to))
    } catch (error) {
      // A folder has the name, for example.
      if (!isTakenOver(error)) this.putBack(inside, from)
      throw error
    }
  }

  /** Puts a file back, so that nobody waits for it. Uses a link, which overwrites no new file of another process. */
  private putBack(inside: string, from: string): void {
    try {
      this.driver.linkSync(inside, from)
      this.driver.unlinkSync(inside)
    } catch {
      // The file stays where it is; the next holder moves it to its place.
    }
  }

  /**
   * Removes a file.
   *
   * @throws as `move`
   */
  remove(file: string): void {
    const inside = path.join(this.own, AWAY + encodeURIComponent(path.basename(file)))
    this.step(() => this.driver.renameSync(file, inside))
    this.step(() => this.driver.unlinkSync(inside))
  }

  /** Removes the rest of processes that were killed just before they had the lock. */
  clean(): void {
    const prefix = `${path.basename(this.folder)}.`
    for (const name of this.driver.readdirSync(this.home)) {
      const token = name.slice(prefix.length)
      if (!name.startsWith(prefix) || !this.hasEnded(token)) continue
      this.removeFolder(path.join(this.home, name, token))
      this.removeFolder(path.join(this.home, name))
    }
  }

  private step(work: () => void): void {
    try {
      work()
    } catch (error) {
      if (errorCode(error) !== 'ENOENT' || this.driver.existsSync(this.own)) throw error
      throw plainError('another process has taken the rotation over', TAKEN_OVER)
    }
  }

  private waitFor(isOver: () => boolean): boolean {
    let pauseMs = 1
    for (let waitedMs = 0; !this.acquire(); waitedMs += pauseMs, pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
      if (this.isWaitedFor || isOver()) return false
      if (waitedMs >= PATIENCE_MS) {
        this.isWaitedFor = true
        return false
      }
      this.driver.pauseSync(pauseMs)
    }
    return true
  }

  private acquire(): boolean {
    const [holder] = this.driver.readdirSync(this.folder)
    return holder === undefined ? this.take() : this.takeOver(holder)
  }

  /**
   * Takes a lock that nobody holds. The folder is made with the token in it, so that it is never without one.
   *
   * @returns whether it was taken
   * @throws what the file system throws
   */
  private take(): boolean {
    const { driver, folder } = this
    const token = newToken()
    const prepared = `${folder}.${token}`
    driver.mkdirSync(prepared)
    try {
      driver.mkdirSync(path.join(prepared, token))
      driver.renameSync(prepared, folder)
    } catch (error) {
      this.removeFolder(path.join(prepared, token))
      this.removeFolder(prepared)
      if (!TAKEN.has(errorCode(error))) throw error
      // Windows does not rename onto an empty folder either; a holder that died at its end leaves one.
      this.removeFolder(folder)
      return false
    }
    this.own = path.join(folder, token)
    return true
  }

  private takeOver(holder: string): boolean {
    const current = path.join(this.folder, holder)
    // This process holds the lock from an earlier attempt, which left a file on its way.
    if (current === this.own) return true
    if (!this.isStale(holder)) return false
    const own = path.join(this.folder, newToken())
    try {
      this.driver.renameSync(current, own)
    } catch {
      // Another process was faster, or the holder has gone.
      return false
    }
    this.own = own
    return true
  }

  private isStale(token: string): boolean {
    if (this.holder !== token) {
      this.holder = token
      this.holderSinceMs = this.now()
      this.isWaitedFor = false
    }
    return this.hasEnded(token) || this.now() - this.holderSinceMs >= LEASE_MS
  }

  /** Moves the files to their places whose process was stopped or killed on the way. */
  private finishMoves(): void {
    for (const name of this.driver.readdirSync(this.own)) {
      const inside = path.join(this.own, name)
      const target = path.join(this.home, decodeURIComponent(name.slice(1)))
      if (name.startsWith(TO)) this.step(() => this.driver.renameSync(inside, target))
      else if (name.startsWith(AWAY)) this.step(() => this.driver.unlinkSync(inside))
    }
  }

  /** Gives the lock up. It stays where a file is still on its way: the next holder moves that to its place. */
  private release(): void {
    this.removeFolder(this.own)
    this.removeFolder(this.folder)
  }

  /** Removes a folder if it exists and is empty. */
  private removeFolder(folder: string): void {
    try {
      this.driver.rmdirSync(folder)
    } catch {
      // The folder is another's, or has files.
    }
  }
}

/** Returns whether an error of `hold` says that another process has taken the lock over, as this one was stopped for so long. */
export function isTakenOver(error: unknown): boolean {
  return errorCode(error) === TAKEN_OVER
}

function newToken(): string {
  return `${ownIdentity()}-${crypto.randomUUID().slice(0, 8)}`
}

import { Timer } from '@treeline/core/internal'
import type { OpenFile } from './openFile.js'

/** The time from a write to a look at the path, in milliseconds. */
const LOOK_MS = 1000

/**
 * Notices that the path no longer leads to the file that is open. Looks a second after a write: a look at each write would cost as
 * much as the write, and a timer while nothing is written would run for nothing.
 */
export class PathWatch {
  /** Whether a write has to start the watch. Hot path: read after each write to the file. */
  isIdle: boolean
  private readonly file: OpenFile
  private readonly onGone: (() => void) | undefined
  private readonly timer = new Timer(() => this.look())

  /**
   * Makes the watch of a file.
   *
   * @param onGone undefined for no watch
   */
  constructor(file: OpenFile, onGone: (() => void) | undefined) {
    this.file = file
    this.onGone = onGone
    this.isIdle = onGone !== undefined
  }

  start(): void {
    this.isIdle = false
    if (this.file.regular) this.timer.start(LOOK_MS)
  }

  /**
   * Ends the watch, with a last look where something was written since the one before.
   *
   * @param hasMore whether something will still be written
   */
  end(hasMore: boolean): void {
    if (this.timer.isRunning || (hasMore && this.isIdle)) this.look()
    this.timer.stop()
    this.isIdle = false
  }

  private look(): void {
    this.timer.stop()
    this.isIdle = true
    if (this.file.isGone) this.onGone!()
  }
}

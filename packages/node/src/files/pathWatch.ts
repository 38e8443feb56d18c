import { Timer } from '@treeline/core/internal'
import type { OpenFile } from './openFile.js'

/** How long after a write the path is looked at. */
const LOOK_MS = 1000

/**
 * Notices that the path no longer leads to the file that is open. Looks a second after a write: not at each, which would cost as
 * much as the write, and not while nothing is written, so that no timer runs for nothing.
 */
export class PathWatch {
  /** Whether a write has to start it. Hot path: asked after each write to the file. */
  isIdle: boolean
  private readonly file: OpenFile
  private readonly onGone: (() => void) | undefined
  private readonly timer = new Timer(() => this.look())

  /** @param onGone undefined where nobody wants to know */
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
   * The last look, where something was written since the one before.
   *
   * @param hasMore whether something is going to be written
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

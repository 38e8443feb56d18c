import type { FolderDriver } from './folderDriver.js'

/** Moves and removes rotated files. */
export interface Moves {
  /** Renames a file. Overwrites another of the new name. */
  move(from: string, to: string): void
  remove(path: string): void
}

/** Moves for a file that one process writes. */
export class PlainMoves implements Moves {
  private readonly driver: FolderDriver

  constructor(driver: FolderDriver) {
    this.driver = driver
  }

  move(from: string, to: string): void {
    this.driver.renameSync(from, to)
  }

  remove(path: string): void {
    this.driver.unlinkSync(path)
  }
}

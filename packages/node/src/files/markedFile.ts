import type { FileDriver } from './fileDriver.js'
import { OpenFile } from './openFile.js'

/** A file that begins with a byte order mark: an empty one gets it before the first text, as in Python. */
export class MarkedFile extends OpenFile {
  private readonly mark: Uint8Array
  /** The number of the mark's bytes that the file still has to take. */
  private left = 0

  constructor(target: string | number, mode: string, driver: FileDriver, mark: Uint8Array) {
    super(target, mode, driver)
    this.mark = mark
  }

  override write(bytes: Uint8Array, length: number): number {
    const { mark } = this
    if (this.position === 0) this.left = mark.length
    while (this.left > 0) {
      const written = super.write(mark.subarray(mark.length - this.left), this.left)
      if (written === 0) return 0
      this.left -= written
    }
    return super.write(bytes, length)
  }

  override reopen(): void {
    this.left = 0
    super.reopen()
  }
}

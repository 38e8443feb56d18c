/** The most bytes of a line; the rest of a longer one is left out. */
export const MAX_LINE_BYTES = 1_048_576

const NEWLINE = 10

/** Splits a stream of bytes into lines. */
export class LineSplitter {
  private held: Buffer[] = []
  private heldBytes = 0
  private dropped = 0

  /** Returns the lines that have ended. The bytes may be used again once it has returned. */
  push(bytes: Buffer): string[] {
    const end = bytes.lastIndexOf(NEWLINE)
    if (end < 0) {
      this.hold(bytes)
      return []
    }
    const start = this.heldBytes + this.dropped > 0 ? bytes.indexOf(NEWLINE) + 1 : 0
    const lines: string[] = []
    if (start > 0) {
      this.hold(bytes.subarray(0, start - 1))
      lines.push(this.take())
    }
    if (start <= end) for (const line of bytes.toString('utf8', start, end).split('\n')) lines.push(line)
    if (end + 1 < bytes.length) this.hold(bytes.subarray(end + 1))
    return lines
  }

  /** Returns the last line where no newline ends it. */
  end(): string[] {
    return this.heldBytes + this.dropped > 0 ? [this.take()] : []
  }

  private hold(bytes: Buffer): void {
    const room = MAX_LINE_BYTES - this.heldBytes
    const kept = Buffer.from(bytes.subarray(0, Math.max(0, room)))
    this.held.push(kept)
    this.heldBytes += kept.length
    this.dropped += bytes.length - kept.length
  }

  private take(): string {
    const text = Buffer.concat(this.held).toString()
    const more = this.dropped > 0 ? `... ${this.dropped} more bytes` : ''
    this.held = []
    this.heldBytes = 0
    this.dropped = 0
    return text + more
  }
}

/** A growing buffer of bytes. */
export class ByteWriter {
  private bytes: Buffer = Buffer.allocUnsafe(1024)
  private length = 0

  /** The number of bytes that were written so far. */
  get size(): number {
    return this.length
  }

  /** Drops the bytes beyond `size`. */
  rewind(size: number): void {
    this.length = size
  }

  /** Returns what was written so far. */
  result(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  byte(value: number): void {
    // This comes first: it may replace `bytes`.
    const at = this.claim(1)
    this.bytes[at] = value
  }

  uint16LE(value: number): void {
    const at = this.claim(2)
    this.bytes.writeUInt16LE(value, at)
  }

  int32LE(value: number): void {
    const at = this.claim(4)
    this.bytes.writeInt32LE(value, at)
  }

  doubleBE(value: number): void {
    const at = this.claim(8)
    this.bytes.writeDoubleBE(value, at)
  }

  ascii(text: string): void {
    const at = this.claim(text.length)
    this.bytes.write(text, at, 'latin1')
  }

  /** Writes text as UTF-8 behind its length in bytes. Lone surrogates become three bytes each, as by Python's `surrogatepass`. */
  sizedUtf8(text: string): void {
    const lengthAt = this.claim(4)
    const at = this.length
    // A cast, because the types are those of ES2022.
    if (!(text as string & { isWellFormed(): boolean }).isWellFormed()) this.surrogatePass(text)
    else {
      this.claim(text.length * 3)
      this.length = at + this.bytes.write(text, at)
    }
    this.bytes.writeUInt32LE(this.length - at, lengthAt)
  }

  private surrogatePass(text: string): void {
    for (const char of text) {
      const code = char.codePointAt(0)!
      const isLone = code >= 0xd800 && code < 0xe000
      const at = this.claim(isLone ? 3 : Buffer.byteLength(char))
      if (isLone) {
        this.bytes[at] = 0xed
        this.bytes[at + 1] = 0x80 | ((code >> 6) & 0x3f)
        this.bytes[at + 2] = 0x80 | (code & 0x3f)
      } else this.bytes.write(char, at)
    }
  }

  /** Makes room, and returns where it is. */
  private claim(count: number): number {
    const at = this.length
    this.length += count
    if (this.length > this.bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.length, this.bytes.length * 2))
      this.bytes.copy(larger, 0, 0, at)
      this.bytes = larger
    }
    return at
  }
}

import { UnpicklingError } from './unpicklingError.js'

const LINE_FEED = 10

/** Reads the parts of a pickle one after another. Its methods throw UnpicklingError beyond the end. */
export class ByteReader {
  /** The start of the next part. */
  at = 0
  private readonly bytes: Uint8Array
  private readonly view: DataView

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** The number of remaining bytes. */
  get left(): number {
    return this.bytes.length - this.at
  }

  byte(): number {
    return this.view.getUint8(this.take(1))
  }

  uint16(): number {
    return this.view.getUint16(this.take(2), true)
  }

  int32(): number {
    return this.view.getInt32(this.take(4), true)
  }

  uint32(): number {
    return this.view.getUint32(this.take(4), true)
  }

  /**
   * Reads a float of eight bytes, the highest first.
   *
   * @throws UnpicklingError where the pickle ends before
   */
  float64(): number {
    return this.view.getFloat64(this.take(8), false)
  }

  slice(length: number): Uint8Array {
    const start = this.take(length)
    return this.bytes.subarray(start, start + length)
  }

  /**
   * Reads a line of ASCII, without its line feed.
   *
   * @throws UnpicklingError for a line that is longer than `maxLength` or does not end
   */
  line(maxLength: number): string {
    const end = this.bytes.subarray(this.at, this.at + maxLength + 1).indexOf(LINE_FEED)
    if (end < 0) {
      if (this.left <= maxLength) throw truncated()
      throw new UnpicklingError(`a line is longer than ${maxLength} bytes`)
    }
    const line = String.fromCharCode(...this.slice(end))
    this.at++
    return line
  }

  /**
   * Moves on by some bytes, and returns where they begin.
   *
   * @throws UnpicklingError beyond the end
   */
  private take(length: number): number {
    if (length > this.left) throw truncated()
    const start = this.at
    this.at += length
    return start
  }
}

function truncated(): UnpicklingError {
  return new UnpicklingError('it ends too early')
}

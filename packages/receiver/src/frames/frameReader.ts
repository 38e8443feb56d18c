import { Dropped } from './dropped.js'

const LENGTH_BYTES = 4
/** The highest length: a higher one is the beginning of something else, such as a text or TLS's hello. */
const MOST_BYTES = 0x0fff_ffff
/** The first room of a frame in bytes, unless it is shorter. */
const LEAST_ROOM = 4096
const NOTHING = /* @__PURE__ */ new Uint8Array(0)

/**
 * Splits the bytes of a connection into frames: four bytes of length, the highest byte first, then that many bytes.
 *
 * Memory: the present chunk, and at most twice the received part of an unfinished frame.
 */
export class FrameReader {
  private readonly maxBytes: number
  private chunk: Uint8Array = NOTHING
  private at = 0
  private readonly head = new Uint8Array(LENGTH_BYTES)
  private headLength = 0
  /** The length of the present frame; undefined while its head is incomplete. */
  private length: number | undefined
  private body: Uint8Array = NOTHING
  private bodyLength = 0
  private skip = 0

  /**
   * Makes a reader without bytes.
   *
   * @param maxBytes the longest frame that is returned; longer ones are skipped
   */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** Whether a frame is unfinished. */
  get isWithin(): boolean {
    return this.headLength > 0 || this.skip > 0
  }

  /** The bytes that the unfinished frame takes. */
  get held(): number {
    return this.body.length
  }

  /** Adds a chunk. */
  add(chunk: Uint8Array): void {
    const rest = this.chunk.subarray(this.at)
    this.chunk = rest.length === 0 ? chunk : joined(rest, chunk)
    this.at = 0
  }

  /** Forgets the received bytes. */
  clear(): void {
    this.chunk = NOTHING
    this.at = 0
    this.skip = 0
    this.beginAnew()
  }

  /**
   * Returns the next frame without its length, or undefined where the chunk is at its end.
   *
   * @throws Dropped for a frame that is too long (`size`): the next call goes on behind it. For an impossible length (`frame`): nothing
   *   can be read from here on
   */
  next(): Uint8Array | undefined {
    this.skipBytes()
    if (this.at === this.chunk.length) return undefined
    this.length ??= this.readLength()
    if (this.length === undefined) return undefined
    if (this.length <= this.maxBytes) return this.readBody(this.length)
    this.skip = this.length
    const { length } = this
    this.beginAnew()
    throw new Dropped('size', `a record of ${length} bytes is longer than ${this.maxBytes}`)
  }

  private skipBytes(): void {
    const skipped = Math.min(this.skip, this.chunk.length - this.at)
    this.skip -= skipped
    this.at += skipped
  }

  /**
   * Reads the length of a frame. Returns undefined while its head is incomplete.
   *
   * @throws Dropped for a length that no frame has
   */
  private readLength(): number | undefined {
    while (this.headLength < LENGTH_BYTES) {
      if (this.at === this.chunk.length) return undefined
      this.head[this.headLength++] = this.chunk[this.at++]!
    }
    const length = new DataView(this.head.buffer).getUint32(0)
    if (length > MOST_BYTES) throw new Dropped('frame', 'what came is no frame of a SocketHandler')
    return length
  }

  private readBody(length: number): Uint8Array | undefined {
    const missing = length - this.bodyLength
    const end = Math.min(this.at + missing, this.chunk.length)
    const part = this.chunk.subarray(this.at, end)
    this.at = end
    // Usually the whole frame is in one chunk: it is not copied.
    if (part.length === length) {
      this.beginAnew()
      return part
    }
    this.append(part, length)
    if (this.bodyLength < length) return undefined
    const body = this.body.subarray(0, length)
    this.beginAnew()
    return body
  }

  private append(part: Uint8Array, length: number): void {
    const needed = this.bodyLength + part.length
    if (needed > this.body.length) {
      // Twice the received bytes, and not the length: a sender can claim any length.
      const room = new Uint8Array(Math.min(length, Math.max(2 * needed, LEAST_ROOM)))
      room.set(this.body.subarray(0, this.bodyLength))
      this.body = room
    }
    this.body.set(part, this.bodyLength)
    this.bodyLength = needed
  }

  private beginAnew(): void {
    this.headLength = 0
    this.length = undefined
    this.body = NOTHING
    this.bodyLength = 0
  }
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length)
  both.set(first)
  both.set(second, first.length)
  return both
}

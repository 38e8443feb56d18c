/** The chunks that wait to be sent, bounded in bytes. A chunk is the bytes of one record. */
export class SendQueue {
  /** How many chunks were dropped since the last notice to the peer. */
  dropped = 0
  /** The bytes that wait. */
  bytes = 0

  private readonly maxBytes: number
  private chunks: Uint8Array[] = []
  /** The place of the first chunk: to move all others up for each would take long. */
  private head = 0

  /**
   * Makes an empty queue.
   *
   * @param maxBytes the most bytes that wait; a single chunk may be longer
   */
  constructor(maxBytes: number) {
    this.maxBytes = maxBytes
  }

  /** How many chunks wait. */
  get length(): number {
    return this.chunks.length - this.head
  }

  /** Puts a chunk behind the others. Without room the oldest are dropped, or the new one where it would push out all others. */
  add(chunk: Uint8Array): void {
    if (chunk.length > this.maxBytes && this.length > 0) {
      this.dropped++
      return
    }
    this.chunks.push(chunk)
    this.bytes += chunk.length
    this.fit()
  }

  /** Takes the first chunk, and as many of the next ones as fit into `maxBytes`. */
  take(maxBytes: number): Uint8Array[] {
    const taken: Uint8Array[] = []
    let bytes = 0
    while (this.length > 0 && (bytes === 0 || bytes + this.chunks[this.head]!.length <= maxBytes)) {
      const chunk = this.shift()
      bytes += chunk.length
      taken.push(chunk)
    }
    return taken
  }

  /** Puts chunks before the others. */
  putBack(chunks: readonly Uint8Array[]): void {
    if (chunks.length === 0) return
    this.chunks = [...chunks, ...this.chunks.slice(this.head)]
    this.head = 0
    for (const { length } of chunks) this.bytes += length
    this.fit()
  }

  /** Forgets everything, and returns how many chunks there were. */
  clear(): number {
    const { length } = this
    this.chunks = []
    this.head = 0
    this.bytes = 0
    return length
  }

  private fit(): void {
    for (; this.bytes > this.maxBytes && this.length > 1; this.dropped++) this.shift()
  }

  private shift(): Uint8Array {
    const chunk = this.chunks[this.head]!
    this.bytes -= chunk.length
    this.head++
    if (this.head * 2 > this.chunks.length) {
      this.chunks = this.chunks.slice(this.head)
      this.head = 0
    }
    return chunk
  }
}

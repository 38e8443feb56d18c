import { closeSync, fstatSync, openSync, readSync, writeSync } from 'node:fs'

const CHUNK_BYTES = 65_536
const KEY = /^[\w-]{16}$/

/** One file of keys, and the keys in it. Reads on where other processes have written. */
export class SeenGeneration {
  readonly ino: number
  private readonly keys = new Set<string>()
  private readonly fd: number
  private readAt = 0
  /** The part of an incomplete key that was read. */
  private rest = ''

  /**
   * Opens the file, and creates it where there is none.
   *
   * @throws Error where it cannot be opened or read
   */
  constructor(path: string) {
    this.fd = openSync(path, 'a+')
    this.ino = fstatSync(this.fd).ino
    this.read()
  }

  get size(): number {
    return this.keys.size
  }

  has(key: string): boolean {
    return this.keys.has(key)
  }

  /** Reads what has been written since. */
  read(): void {
    const { size } = fstatSync(this.fd)
    // Another program has emptied the file.
    if (size < this.readAt) this.readAt = 0
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - this.readAt))
    for (;;) {
      const bytes = readSync(this.fd, buffer, 0, buffer.length, this.readAt)
      if (bytes === 0) return
      this.readAt += bytes
      this.take(this.rest + buffer.toString('latin1', 0, bytes))
    }
  }

  /**
   * Writes keys as one line.
   *
   * @throws Error where that fails; the written part of the line does not count
   */
  write(keys: readonly string[]): void {
    // Ends a line that a crash or a full disk has cut.
    const text = `${this.rest === '' ? '' : '\n'}${keys.join(' ')}\n`
    const bytes = Buffer.from(text, 'latin1')
    for (let written = 0; written < bytes.length;) written += writeSync(this.fd, bytes, written)
    this.read()
  }

  close(): void {
    closeSync(this.fd)
  }

  private take(text: string): void {
    const words = text.split(/[ \n]/)
    this.rest = words.pop()!
    for (const word of words) if (KEY.test(word)) this.keys.add(word)
    // Longer than any key: the rest is no key.
    if (this.rest.length > CHUNK_BYTES) this.rest = '?'
  }
}

import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Writes lines as fast as they are read, and notices that the reader has gone. */
export class Output {
  private readonly stream: Writable
  private held = ''
  private isOpen = true

  constructor(stream: Writable) {
    this.stream = stream
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.isOpen = false
      if (error.code !== 'EPIPE') throw error
    })
  }

  /** Whether the reader is still there. */
  get open(): boolean {
    return this.isOpen
  }

  /** Adds a line to those that are held. */
  line(text: string): void {
    this.held += `${text}\n`
  }

  /** Writes what is held. The promise waits for a slow reader. */
  flush(): void | Promise<void> {
    if (this.held === '') return
    const text = this.held
    this.held = ''
    if (!this.isOpen || this.stream.write(text)) return
    return this.drained()
  }

  private async drained(): Promise<void> {
    const ended = new AbortController()
    const stop = (): void => ended.abort()
    this.stream.once('error', stop).once('close', stop)
    try {
      await once(this.stream, 'drain', { signal: ended.signal })
    } catch {
      // The reader has gone, which `open` shows.
    } finally {
      this.stream.off('error', stop).off('close', stop)
    }
  }
}

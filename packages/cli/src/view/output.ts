import { once } from 'node:events'
import type { Writable } from 'node:stream'

/** Writes lines as fast as they are read, and notices that the reader has gone. */
export class Output {
  private readonly stream: Writable
  private held = ''
  private readonly abort = new AbortController()

  constructor(stream: Writable) {
    this.stream = stream
    stream.on('error', (error: NodeJS.ErrnoException) => {
      this.abort.abort()
      if (error.code !== 'EPIPE') throw error
    })
  }

  /** Whether the reader is still there. */
  get open(): boolean {
    return !this.gone.aborted
  }

  /** Is aborted when the reader has gone: what is read for it need not be read on. */
  get gone(): AbortSignal {
    return this.abort.signal
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
    if (!this.open || this.stream.write(text)) return
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

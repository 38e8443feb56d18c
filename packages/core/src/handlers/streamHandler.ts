import { formatFor } from '../formatting/controls.js'
import { fail, Handler, settle } from './handler.js'
import { type Level, levelName } from '../records/levels.js'
import { catchRejection, textOf } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import { runtime, type Stream, writeText } from '../runtime/runtime.js'
import { checkOption, takesOnly } from '../runtime/checks.js'
import type { LogRecord } from '../records/record.js'

/**
 * A handler that writes formatted records to a stream, each followed by `terminator`.
 *
 * Order and loss are the stream's: treeline's own standard streams and files have written when `emit` returns; a Node Writable
 * that is asynchronous loses what it has not written when the process is killed. Holds nothing itself.
 *
 * @param stream an object with `write(text)`; default the platform's standard error. Its `flush()`, if it has one, is called
 *   after each record.
 * @throws TypeError for a stream without `write`, and for a second argument
 * @example
 * const handler = new StreamHandler(process.stdout)
 * handler.setFormatter(new Formatter('%(levelname)s %(message)s'))
 * getLogger('app').addHandler(handler)
 */
export class StreamHandler extends Handler {
  /** The text behind each record. Default a newline. */
  terminator = '\n'
  /** The stream. Null while a subclass has none, as a closed `FileHandler`. */
  stream: Stream | null

  constructor(stream?: Stream | null) {
    if (new.target === StreamHandler) takesOnly(1, arguments)
    const used = stream ?? runtime().stderr
    if (!used.write) checkOption('stream', used, '', false, 'one with write()')
    super()
    this.stream = used
    runtime().watchStream?.(used)
  }

  /** Writes the record to the stream, and flushes. An error is reported. */
  override emit(record: LogRecord): void {
    try {
      const { stream } = this
      // It may have been assigned.
      runtime().watchStream?.(stream!)
      const text = formatFor(stream, () => textOf(this.format(record)))
      settle(this, record, writeText(stream!, text + this.terminator))
      settle(this, record, this.flush())
    } catch (error) {
      fail(this, record, error)
    }
  }

  /** Calls the stream's `flush`, if it has one; returns its promise. */
  override flush(): void | Promise<void> {
    const { stream } = this
    if (typeof stream?.flush === 'function') return stream.flush() as void | Promise<void>
  }

  /**
   * Writes to another stream from now on, after flushing the present one.
   *
   * @returns the stream before, or null when it is the same one
   */
  setStream(stream: Stream): Stream | null {
    if (stream === this.stream) return null
    const before = this.stream
    catchRejection(this.flush(), (error) => report(this, error))
    runtime().watchStream?.(stream)
    this.stream = stream
    return before
  }

  override toString(): string {
    const name = nameOf(this.stream)
    return `<${this.constructor.name} ${name && `${name} `}(${levelName(this.level)})>`
  }
}

/** Returns a stream's name. Node's own standard streams have a descriptor alone. */
function nameOf(stream: (Stream & { readonly fd?: unknown }) | null): string {
  const { name, fd } = stream ?? {}
  return String(name ?? (fd === 1 ? '<stdout>' : fd === 2 ? '<stderr>' : ''))
}

/** A handler that writes to standard error as it is at the time of the record, as Python's handler of last resort does. */
export class StderrHandler extends StreamHandler {
  constructor(level: Level = 0) {
    super()
    this.setLevel(level)
    Object.defineProperty(this, 'stream', { get: () => runtime().stderr })
  }
}

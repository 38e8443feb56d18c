import { formatFor } from '../formatting/controls.js'
import { fail, Handler, settle } from './handler.js'
import { type Level, levelName } from '../records/levels.js'
import { catchRejection, textOf } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import { runtime, type Stream, writeText } from '../runtime/runtime.js'
import { checkOption, takesOnly } from '../runtime/options.js'
import type { LogRecord } from '../records/record.js'

/**
 * Writes formatted records to a stream, each followed by `terminator`.
 *
 * Order and loss are the stream's: treeline's own standard streams and files have written when `emit` returns; for a Node
 * Writable that is asynchronous, what it has not written is lost when the process is killed. Holds nothing itself.
 *
 * @param stream anything with `write(text)`; default the platform's standard error. `flush()` is called after each record
 *   where there is one.
 * @throws TypeError for a stream without `write`, and for anything behind it
 */
export class StreamHandler extends Handler {
  /** What ends each record. Default a newline. */
  terminator = '\n'
  /** Null where a subclass has no stream at the moment, as a closed `FileHandler`. */
  stream: Stream | null

  constructor(stream?: Stream | null) {
    if (new.target === StreamHandler) takesOnly(1, arguments)
    const used = stream ?? runtime().stderr
    if (!used.write) checkOption('stream', used, '', false, 'one with write()')
    super()
    this.stream = used
    runtime().watchStream?.(used)
  }

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
    const name = String(this.stream?.name ?? '')
    return `<${this.constructor.name} ${name && `${name} `}(${levelName(this.level)})>`
  }
}

/** Writes to what is standard error at the time of the record, as Python's handler of last resort does. */
export class StderrHandler extends StreamHandler {
  constructor(level: Level = 0) {
    super()
    this.setLevel(level)
    Object.defineProperty(this, 'stream', { get: () => runtime().stderr })
  }
}

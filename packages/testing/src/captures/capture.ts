import { BASIC_FORMAT, Formatter, Handler, type Level, type Logger, type LogRecord, prepare } from '@treeline/core'
import { checkLevel, isPromise, unmergedText } from '@treeline/core/internal'
import { CapturingHandler, type Capturing } from './capturingHandler.js'
import type { LogCapture } from './logCapture.js'
import { Scope } from './scope.js'

/** Formats the lines, and reports a message that does not merge. No logger has this handler. */
const lines = new Handler()
lines.setFormatter(new Formatter(BASIC_FORMAT))
void lines.close()

/** A capture of a logger. */
export class Capture extends Scope implements Capturing, LogCapture {
  readonly logger: Logger
  readonly level: number
  readonly records: LogRecord[] = []
  readonly messages: string[] = []
  readonly output: string[] = []
  /** The error of the first message that does not merge with its arguments. */
  failure: unknown = undefined
  private exact = false

  /**
   * Makes a capture, which is not open yet.
   *
   * @throws TypeError, RangeError for a wrong level
   */
  constructor(logger: Logger, level: Level) {
    super()
    this.logger = logger
    this.level = checkLevel(level)
  }

  get text(): string {
    return this.output.map((line) => `${line}\n`).join('')
  }

  clear(): void {
    for (const list of [this.records, this.messages, this.output]) list.length = 0
  }

  get isExact(): boolean {
    return this.exact
  }

  /** Begins to capture what the rest of the running function logs. */
  open(): this {
    this.begin()
    CapturingHandler.install(this)
    this.enter()
    return this
  }

  /** Captures what `work` logs, until it has ended, or its promise is settled. */
  during<T>(work: () => T): T {
    this.exact = true
    this.begin()
    CapturingHandler.install(this)
    let isAsync = false
    try {
      const result = this.within(work)
      isAsync = isPromise(result)
      return isAsync ? (Promise.resolve(result).finally(() => this.close()) as T) : result
    } finally {
      if (!isAsync) this.close()
    }
  }

  close(): void {
    if (!this.isOpen) return
    this.end()
    CapturingHandler.remove(this)
  }

  /** Closes the capture, at the end of the block of a `using` declaration. */
  declare readonly [Symbol.dispose]: () => void

  override get isCapture(): boolean {
    return true
  }

  override hear(record: LogRecord, logger: Logger): boolean {
    if (logger !== this.logger) return false
    if (record.levelno >= this.level) this.take(prepare(record))
    return true
  }

  private take(record: LogRecord): void {
    this.records.push(record)
    this.messages.push(this.messageOf(record))
    this.output.push(lines.format(record))
  }

  private messageOf(record: LogRecord): string {
    try {
      return record.getMessage()
    } catch (error) {
      this.failure ??= error
      return unmergedText(record)
    }
  }
}

// Compilers use the second where a runtime, or a test runner's realm, lacks the first.
for (const name of [Symbol.dispose, Symbol.for('Symbol.dispose')])
  if (name !== undefined) Object.defineProperty(Capture.prototype, name, { value: Capture.prototype.close })

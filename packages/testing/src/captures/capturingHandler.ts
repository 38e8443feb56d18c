import { Handler, Logger, type LogRecord, NullHandler } from '@treeline/core'
import { shared } from '@treeline/core/internal'
import { currentScope, type Scope } from './scope.js'

/** A capture of a logger. */
export interface Capturing extends Scope {
  readonly logger: Logger
  readonly level: number
  /** Whether it captures what one function logs, and nothing else. */
  readonly isExact: boolean
}

/** The loggers that are captured at present. */
const captured: Map<Logger, CapturingHandler> = shared('captured', () => new Map<Logger, CapturingHandler>())

/**
 * Replaces a logger's handlers while there are captures of it. A record of no capture goes to the replaced handlers.
 */
export class CapturingHandler extends Handler {
  private readonly logger: Logger
  private readonly captures = new Set<Capturing>()
  private readonly before: Pick<Logger, 'handlers' | 'level' | 'propagate'>
  private isClosed = false

  private constructor(logger: Logger) {
    super()
    const { handlers, level, propagate } = logger
    this.logger = logger
    this.before = { handlers, level, propagate }
    logger.handlers = [this]
    logger.propagate = false
  }

  /** Begins a capture. */
  static install(capture: Capturing): void {
    const { logger } = capture
    let handler = captured.get(logger)
    if (handler === undefined) captured.set(logger, (handler = new CapturingHandler(logger)))
    handler.captures.add(capture)
    handler.setLevels()
  }

  /** Ends a capture. After the last one of a logger, the logger is as it was. */
  static remove(capture: Capturing): void {
    const handler = captured.get(capture.logger)
    if (handler === undefined) return
    handler.captures.delete(capture)
    if (handler.captures.size === 0) handler.restore()
    else handler.setLevels()
  }

  /** Sets the logger's lowest level of its captures, without those that have other captures within them, as in Python. */
  private setLevels(): void {
    const outer = new Set<Scope>()
    for (const capture of this.captures) {
      if (!capture.isExact) continue
      for (const scope of capture.outwards()) if (scope !== capture) outer.add(scope)
    }
    const levels = [...this.captures].filter((capture) => !outer.has(capture)).map(({ level }) => level)
    // NOTSET would mean the level of the loggers above.
    const level = Math.min(...levels) || (this.logger.parent === null ? 0 : 1)
    if (this.logger.level !== level) this.logger.level = level
  }

  /** The logger's own level without captures. */
  get levelBefore(): number {
    return this.before.level
  }

  private restore(): void {
    const { logger, before, isClosed } = this
    captured.delete(logger)
    // `resetLogging` has reset the logger, and has closed its handlers.
    const wasReset = isClosed && !logger.handlers.includes(this)
    if (!wasReset) Object.assign(logger, before)
    super.close()
  }

  override close(): void {
    this.isClosed = true
    super.close()
  }

  override emit(record: LogRecord): void {
    const scopes = [...currentScope().outwards()]
    if (!scopes.some((scope) => scope.hear(record, this.logger))) this.passOn(record)
    else for (const scope of scopes) scope.note(record, true)
  }

  private passOn(record: LogRecord): void {
    const { logger, before } = this
    const from = (logger.manager.loggerDict.get(record.name ?? '') ?? logger) as Logger
    if (record.levelno < levelBefore(from)) return
    const { name, parent } = logger
    // The handler of last resort gets records where there was no other on the way.
    const handlers = hasHandlersBelow(from, logger) ? [...before.handlers, none] : before.handlers
    Logger.prototype.callHandlers.call({ ...before, handlers, name, parent } as Logger, record)
  }
}

const none = new NullHandler()
void none.close()

/** Returns whether a record meets handlers on its way from a logger to one above it. */
function hasHandlersBelow(from: Logger, above: Logger): boolean {
  for (let at: Logger | null = from; at && at !== above; at = at.parent) if (at.handlers.length > 0) return true
  return false
}

/** Returns the level that would be in effect if nothing were captured. */
function levelBefore(from: Logger): number {
  for (let at: Logger | null = from; at !== null; at = at.parent) {
    const level = captured.get(at)?.levelBefore ?? at.level
    if (level !== 0) return level
  }
  return 0
}

import { context } from '@opentelemetry/api'
import type { Logger, LoggerProvider } from '@opentelemetry/api-logs'
import { Handler, type Level, type LogRecord } from '@treeline/core'
import { checkNamedOptions, checkOption } from '@treeline/core/internal'
import { toWireLine, type WireRecord } from '@treeline/core/wire'
import { attributesOf } from './attributes.js'
import { globalProvider } from './globalProvider.js'
import { loops } from './loops.js'
import { severityOf } from './severity.js'
import { contextOf } from './traceContext.js'

/** The optional parameters of `OpenTelemetryHandler`. */
export interface OpenTelemetryHandlerOptions {
  /** The provider that gets the records. Default the global provider at the time of each record. */
  provider?: LoggerProvider | undefined
  /** The level below which records are not handled; a number or a name. Default NOTSET. */
  level?: Level | undefined
}

/** The most loggers that are kept: a receiver's records may have any names. */
const MAX_LOGGERS = 1000

/**
 * Gives records to OpenTelemetry: by the logger of the same name, with number and text of severity, the merged message (or the
 * formatter's text, where there is one) as body, the time, the fields, the error and the place of the call as attributes, and the
 * context of the active span.
 *
 * Guarantees. Order: as logged. Loss window, blocking, memory and exit: those of the provider's processors; nothing is held here.
 * `flush` and `close` flush the provider where it can be flushed, and leave it running, as it is the application's.
 *
 * @throws TypeError, RangeError for an option that is wrong
 * @example
 * getLogger().addHandler(new OpenTelemetryHandler({ provider: new LoggerProvider({ processors }) }))
 */
export class OpenTelemetryHandler extends Handler {
  private readonly provider: LoggerProvider | undefined
  private readonly loggers = new Map<string, Logger>()
  /** The provider of the kept loggers. */
  private owner: LoggerProvider | undefined = undefined

  constructor(options: OpenTelemetryHandlerOptions = {}) {
    checkNamedOptions(OpenTelemetryHandler, options, 'provider level', new.target)
    const { provider, level } = options
    if (provider !== undefined) {
      const isProvider = typeof (provider as Partial<LoggerProvider> | null)?.getLogger === 'function'
      checkOption('provider', provider, 'object', isProvider, 'a LoggerProvider')
    }
    super(level)
    this.provider = provider
  }

  override emit(record: LogRecord): void {
    if (loops.received.has(record)) return
    loops.sending++
    try {
      // Whatever was logged becomes bounded plain data.
      const wire = JSON.parse(toWireLine(record)) as WireRecord
      const timestamp = timeOf(wire.created)
      this.loggerOf(wire.name).emit({
        timestamp,
        observedTimestamp: timestamp,
        severityNumber: severityOf(record.levelno),
        severityText: wire.levelname,
        body: this.formatter === null ? wire.msg : this.format(record),
        attributes: attributesOf(record, wire),
        context: contextOf(record) ?? context.active(),
      })
    } catch (error) {
      this.handleError(record, error)
    } finally {
      loops.sending--
    }
  }

  override flush(): Promise<void> | void {
    const { forceFlush } = (this.provider ?? {}) as { forceFlush?(): Promise<void> }
    return forceFlush?.call(this.provider)
  }

  override async close(): Promise<void> {
    super.close()
    await this.flush()
  }

  private loggerOf(name: string): Logger {
    const provider = this.provider ?? globalProvider()
    if (provider !== this.owner || this.loggers.size >= MAX_LOGGERS) this.loggers.clear()
    this.owner = provider
    let logger = this.loggers.get(name)
    if (logger === undefined) {
      logger = provider.getLogger(name)
      this.loggers.set(name, logger)
    }
    return logger
  }
}

/** Returns a time in OpenTelemetry's form, seconds and nanoseconds; the present for a wrong time. */
function timeOf(created: number): [seconds: number, nanoseconds: number] {
  const seconds = Number.isFinite(created) && created >= 0 ? created : Date.now() / 1000
  // A double is exact to microseconds only.
  const microseconds = Math.round(seconds * 1e6)
  const whole = Math.floor(microseconds / 1e6)
  return [whole, (microseconds - whole * 1e6) * 1000]
}

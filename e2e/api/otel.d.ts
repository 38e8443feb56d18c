export interface EmittedLogRecord {
  readonly hrTime: HrTime
  readonly severityNumber?: number | undefined
  readonly severityText?: string | undefined
  readonly body?: LogBody | undefined
  readonly eventName?: string | undefined
  readonly attributes: LogAttributes
  readonly spanContext?: SpanContext | undefined
  readonly instrumentationScope: {
    readonly name: string
  }
}

export class OpenTelemetryHandler extends Handler {
  constructor(options?: OpenTelemetryHandlerOptions)
  emit(record: LogRecord): void
  flush(): Promise<void> | void
  close(): Promise<void>
}

export interface OpenTelemetryHandlerOptions {
  provider?: LoggerProvider | undefined
  level?: Level | undefined
}

export class TreeLogRecordProcessor {
  constructor(options?: TreeLoggerOptions)
  onEmit(emitted: EmittedLogRecord, _context?: Context): void
  forceFlush(): Promise<void>
  shutdown(): Promise<void>
}

export interface TreeLoggerOptions {
  prefix?: string | undefined
}

export class TreeLoggerProvider implements LoggerProvider {
  constructor(options?: TreeLoggerOptions)
  getLogger(name: string): Logger
}

import { type Context, type HrTime, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import type { LogAttributes, LogBody } from '@opentelemetry/api-logs'
import { receive } from './receivedRecord.js'
import { attempt, prefixOf, type TreeLoggerOptions } from './treeLoggerProvider.js'

/** The parts that are read of a record of OpenTelemetry's SDK. */
export interface EmittedLogRecord {
  readonly hrTime: HrTime
  readonly severityNumber?: number | undefined
  readonly severityText?: string | undefined
  readonly body?: LogBody | undefined
  readonly eventName?: string | undefined
  readonly attributes: LogAttributes
  readonly spanContext?: SpanContext | undefined
  readonly instrumentationScope: { readonly name: string }
}

/**
 * A processor for OpenTelemetry's SDK that passes emitted records to the tree, beside the SDK's own processors. Records that an
 * `OpenTelemetryHandler` gives to the SDK do not come back.
 *
 * @throws TypeError for an option that is wrong
 * @example
 * new LoggerProvider({ processors: [new TreeLogRecordProcessor({ prefix: 'otel.' })] })
 */
export class TreeLogRecordProcessor {
  private readonly prefix: string

  constructor(options: TreeLoggerOptions = {}) {
    this.prefix = prefixOf(TreeLogRecordProcessor, options)
  }

  onEmit(emitted: EmittedLogRecord, _context?: Context): void {
    attempt(this, () => {
      const { hrTime, severityNumber, severityText, body, eventName, attributes, spanContext } = emitted
      const context = spanContext && trace.setSpanContext(ROOT_CONTEXT, spanContext)
      const event = { severityNumber, severityText, body, eventName, attributes, context }
      receive({ ...event, name: emitted.instrumentationScope.name, time: hrTime }, this.prefix)
    })
  }

  /** Does nothing: the tree's handlers have a record when it was emitted. */
  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

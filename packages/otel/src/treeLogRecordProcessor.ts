import { type Context, type HrTime, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import type { LogAttributes, LogBody } from '@opentelemetry/api-logs'
import { receive } from './receivedRecord.js'
import { attempt, prefixOf, type TreeLoggerOptions } from './treeLoggerProvider.js'

/** What is read of what OpenTelemetry's SDK gives to its processors. */
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
 * A processor for OpenTelemetry's SDK that brings what is emitted into the tree, beside the SDK's own processors. What an
 * `OpenTelemetryHandler` gives to the SDK does not come back.
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

  /** Does nothing: a record is with the tree's handlers when it was emitted. */
  async forceFlush(): Promise<void> {}

  async shutdown(): Promise<void> {}
}

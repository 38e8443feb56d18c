import { type Context, isSpanContextValid, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import type { Filter, LogRecord } from '@treeline/core'

/** The names of what a record has of its span, as OpenTelemetry asks for in logs that do not go through it. */
export const TRACE_FIELDS: readonly string[] = ['trace_id', 'span_id', 'trace_flags']

/** Returns the fields of a span. */
export function traceFields(span: SpanContext | undefined): Record<string, string> {
  if (span === undefined || !isSpanContextValid(span)) return {}
  const { traceId, spanId, traceFlags } = span
  return { trace_id: traceId, span_id: spanId, trace_flags: traceFlags.toString(16).padStart(2, '0') }
}

/** Returns the context of a record that has a span's fields; undefined for any other. */
export function contextOf(record: LogRecord): Context | undefined {
  const { trace_id: traceId, span_id: spanId, trace_flags: flags } = record
  if (typeof traceId !== 'string' || typeof spanId !== 'string') return undefined
  const span: SpanContext = { traceId, spanId, traceFlags: Number.parseInt(String(flags ?? '00'), 16), isRemote: true }
  return isSpanContextValid(span) ? trace.setSpanContext(ROOT_CONTEXT, span) : undefined
}

/**
 * Gives each record the fields `trace_id`, `span_id` and `trace_flags` of the span that is active: for lines of text and JSON, and for records
 * that reach OpenTelemetry later, through a queue. Lets all records pass; those without a span stay as they are.
 *
 * @example
 * handler.addFilter(new TraceContextFilter())
 * handler.setFormatter(new JSONFormatter())
 */
export class TraceContextFilter implements Pick<Filter, 'filter'> {
  filter(record: LogRecord): boolean {
    for (const [key, value] of Object.entries(traceFields(trace.getActiveSpan()?.spanContext()))) record[key] ??= value
    return true
  }
}

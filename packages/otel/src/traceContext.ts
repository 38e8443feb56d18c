import { type Context, isSpanContextValid, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api'
import type { LogRecord } from '@treeline/core'

/** The names of a record's fields about its span, by core's `ContextFilter` or from OpenTelemetry. */
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

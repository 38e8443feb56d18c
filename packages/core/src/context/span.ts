// The active span of OpenTelemetry, found as its API finds it: under symbols that all its copies share. So nothing depends on it.
const API = Symbol.for('opentelemetry.js.api.1')
const SPAN = Symbol.for('OpenTelemetry Context Key SPAN')

/** A request's place in a trace, under OpenTelemetry's names for logs. */
export interface Trace {
  /** 32 hexadecimal digits, the same in all services that the request goes through. */
  readonly trace_id: string
  /** 16 hexadecimal digits: one service's part of the trace. */
  readonly span_id: string
  /** `'01'` if the trace is recorded, `'00'` if not. */
  readonly trace_flags: string
}

interface Span {
  spanContext(): { readonly traceId?: unknown; readonly spanId?: unknown; readonly traceFlags?: unknown }
}

interface API {
  readonly context?: { active(): { getValue(key: symbol): Span | undefined } }
}

/** Returns the ids of OpenTelemetry's active span; undefined without one, or without OpenTelemetry. Never throws. */
export function activeSpan(): Trace | undefined {
  const api = (globalThis as { [API]?: API })[API]
  if (api === undefined) return undefined
  try {
    const { traceId, spanId, traceFlags } = api.context?.active().getValue(SPAN)?.spanContext() ?? {}
    if (!isId(traceId) || !isId(spanId)) return undefined
    return { trace_id: traceId, span_id: spanId, trace_flags: flagsText(Number(traceFlags)) }
  } catch {
    return undefined // Another version, or something else under that symbol.
  }
}

/** Returns the one flag that has a meaning, as text: whether the trace is recorded. */
export function flagsText(flags: number): Trace['trace_flags'] {
  return flags & 1 ? '01' : '00'
}

/** Returns whether it is an id. A span of no trace has zeros. */
export function isId(id: unknown): id is string {
  return typeof id === 'string' && /[^0]/.test(id)
}

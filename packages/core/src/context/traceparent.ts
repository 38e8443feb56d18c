// The W3C's Trace Context: the header by which services pass on the trace that a request belongs to.
// https://www.w3.org/TR/trace-context/
import { context } from './context.js'
import { activeSpan, flagsText, isId, type Trace } from './span.js'

/** Version, trace, span, flags. A later version may have more behind a dash. */
const HEADER = /^(?!ff)([\da-f]{2})-(?!0+-)([\da-f]{32})-(?!0+-)([\da-f]{16})-([\da-f]{2})(-.*)?$/

/**
 * Reads a `traceparent` header.
 *
 * @param header the value of `request.headers.traceparent`; it comes from outside and may be anything
 * @returns the sender's place in the trace; undefined for anything but such a header
 */
export function parseTraceparent(header: unknown): Trace | undefined {
  const [, version, trace_id, span_id, flags, more] = (typeof header === 'string' && HEADER.exec(header.trim())) || []
  if (trace_id === undefined || span_id === undefined || (version === '00' && more !== undefined)) return undefined
  // The other bits mean nothing yet, and must not be passed on.
  return { trace_id, span_id, trace_flags: flagsText(Number.parseInt(flags!, 16)) }
}

/**
 * Begins this service's part of a trace: returns the fields for its context, with a new `span_id`. The trace is the header's, or
 * a new one.
 *
 * @param header an incoming `traceparent`; default none
 * @example
 * context.run(startTrace(request.headers.traceparent), () => answer(request, response))
 */
export function startTrace(header?: unknown): Trace {
  const { trace_id = randomId(16), trace_flags = '00' } = parseTraceparent(header) ?? {}
  return { trace_id, span_id: randomId(8), trace_flags }
}

/**
 * Returns the `traceparent` header for a request that the present code sends: from OpenTelemetry's active span, or from the
 * context's `trace_id` and `span_id`. Undefined without either.
 */
export function makeTraceparent(): string | undefined {
  const { trace_id, span_id, trace_flags = '00' } = activeSpan() ?? context.get()
  const header = `00-${String(trace_id)}-${String(span_id)}-${String(trace_flags)}`
  return HEADER.test(header) ? header : undefined
}

interface Crypto {
  getRandomValues(bytes: Uint8Array): Uint8Array
}

/** Returns random bytes as hexadecimal digits, not all zero. */
function randomId(length: number): string {
  const bytes = new Uint8Array(length)
  const { crypto } = globalThis as { crypto?: Crypto }
  if (crypto === undefined) bytes.forEach((_, index) => (bytes[index] = Math.random() * 256))
  else crypto.getRandomValues(bytes)
  const id = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return isId(id) ? id : randomId(length)
}

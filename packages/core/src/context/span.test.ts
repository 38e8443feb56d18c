// The real API of OpenTelemetry, with its own context manager.
import { context as otel, trace, TraceFlags } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { JSONFormatter } from '../formatting/jsonFormatter.js'
import { makeLogRecord } from '../records/record.js'
import { context } from './context.js'
import { ContextFilter } from './contextFilter.js'
import { activeSpan } from './span.js'
import { makeTraceparent } from './traceparent.js'

const traceId = '0af7651916cd43dd8448eb211c80319c'
const spanId = 'b7ad6b7169203331'

function within<Result>(
  spanContext: { traceId: string; spanId: string; traceFlags: number },
  work: () => Result,
): Result {
  return otel.with(trace.setSpan(otel.active(), trace.wrapSpanContext(spanContext)), work)
}

beforeEach(() => {
  otel.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
})
afterEach(() => otel.disable())

test('the active span is found', async () => {
  expect(activeSpan()).toBe(undefined)
  const span = { traceId, spanId, traceFlags: TraceFlags.SAMPLED }
  await within(span, async () => {
    await Promise.resolve()
    expect(activeSpan()).toEqual({ trace_id: traceId, span_id: spanId, trace_flags: '01' })
  })
  expect(activeSpan()).toBe(undefined)
})

test('its ids are on the records, in place of those of the context', () => {
  const line = within({ traceId, spanId, traceFlags: 0 }, () =>
    context.run({ trace_id: 'old', a: 1 }, () => {
      const record = makeLogRecord({ msg: 'x', name: 'app', levelname: 'INFO', levelno: 20 })
      new ContextFilter().filter(record)
      return new JSONFormatter().format(record)
    }),
  )
  expect(JSON.parse(line)).toMatchObject({ trace_id: traceId, span_id: spanId, trace_flags: '00', a: 1 })
})

test('a header names it', () => {
  const header = within({ traceId, spanId, traceFlags: 1 }, () => context.run({ trace_id: 'old' }, makeTraceparent))
  expect(header).toBe(`00-${traceId}-${spanId}-01`)
})

test('the span of a trace that is none is none', () => {
  const zeros = { traceId: '0'.repeat(32), spanId: '0'.repeat(16), traceFlags: 0 }
  expect(within(zeros, activeSpan)).toBe(undefined)
})

test('whatever stands under the symbol, nothing is thrown', () => {
  otel.disable()
  const key = Symbol.for('opentelemetry.js.api.1')
  const realm = globalThis as Record<symbol, unknown>
  const before = realm[key]
  const broken = [
    7,
    {},
    { context: {} },
    { context: { active: () => undefined } },
    { context: { active: () => ({ getValue: () => ({ spanContext: () => null }) }) } },
  ]
  for (const api of broken) {
    realm[key] = api
    expect(activeSpan()).toBe(undefined)
  }
  realm[key] = before
})

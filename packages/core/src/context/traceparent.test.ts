import { expect, test } from 'vitest'
import { context } from './context.js'
import { makeTraceparent, parseTraceparent, startTrace } from './traceparent.js'

const trace_id = '0af7651916cd43dd8448eb211c80319c'
const span_id = 'b7ad6b7169203331'
const header = `00-${trace_id}-${span_id}-01`

test('a header is read', () => {
  expect(parseTraceparent(header)).toEqual({ trace_id, span_id, trace_flags: '01' })
  expect(parseTraceparent(` 00-${trace_id}-${span_id}-02 `)).toEqual({ trace_id, span_id, trace_flags: '00' })
})

test('a later version may have more in it', () => {
  expect(parseTraceparent(`cc-${trace_id}-${span_id}-03-what`)).toEqual({ trace_id, span_id, trace_flags: '01' })
  expect(parseTraceparent(`${header}-what`)).toBe(undefined)
  expect(parseTraceparent(`cc-${trace_id}-${span_id}-03what`)).toBe(undefined)
})

test.each([
  '',
  'x',
  header.toUpperCase(),
  `ff-${trace_id}-${span_id}-01`,
  `00-${'0'.repeat(32)}-${span_id}-01`,
  `00-${trace_id}-${'0'.repeat(16)}-01`,
  `00-${trace_id.slice(1)}-${span_id}-01`,
  `00-${trace_id}-${span_id}-1`,
  `00-${trace_id}-${span_id}`,
  `${header}\n${header}`,
  [header],
  undefined,
  7,
])('%j is no header', (text) => {
  expect(parseTraceparent(text)).toBe(undefined)
})

test('a trace goes on with a span of its own', () => {
  const trace = startTrace(header)
  expect(trace).toEqual({ trace_id, span_id: expect.stringMatching(/^[\da-f]{16}$/), trace_flags: '01' })
  expect(trace.span_id).not.toBe(span_id)
})

test('without a header a new trace begins', () => {
  const traces = [startTrace(), startTrace('junk')]
  for (const trace of traces) {
    expect(trace.trace_id).toMatch(/^[\da-f]{32}$/)
    expect(trace.trace_flags).toBe('00')
  }
  expect(traces[0]!.trace_id).not.toBe(traces[1]!.trace_id)
})

test('an engine without crypto has ids too', () => {
  const found = Object.getOwnPropertyDescriptor(globalThis, 'crypto')!
  Object.defineProperty(globalThis, 'crypto', { value: undefined, configurable: true })
  try {
    expect(startTrace().trace_id).toMatch(/^[\da-f]{32}$/)
  } finally {
    Object.defineProperty(globalThis, 'crypto', found)
  }
})

test('what the present code sends has the header of its context', () => {
  expect(makeTraceparent()).toBe(undefined)
  context.run({ trace_id, span_id }, () => expect(makeTraceparent()).toBe(`00-${trace_id}-${span_id}-00`))
  context.run(startTrace(header), () => {
    expect(makeTraceparent()).toBe(`00-${trace_id}-${String(context.get()['span_id'])}-01`)
  })
  context.run({ trace_id: 'x\r\nhost: evil', span_id }, () => expect(makeTraceparent()).toBe(undefined))
})

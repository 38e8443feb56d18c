import { expect, test } from 'vitest'
import { context } from './context.js'
import { makeTraceparent, parseTraceparent, startTrace } from './traceparent.js'

const TRACE = '0123456789abcdef0123456789abcdef'
const SPAN = '0123456789abcdef'

test.each<[string, string]>([
  [`00-${TRACE}-${SPAN}-01`, '01'],
  [`00-${TRACE}-${SPAN}-00`, '00'],
  [`00-${TRACE}-${SPAN}-03`, '01'],
  [`00-${TRACE}-${SPAN}-ff`, '01'],
  [` 00-${TRACE}-${SPAN}-fe\t`, '00'],
  [`01-${TRACE}-${SPAN}-01-more`, '01'],
  [`fe-${TRACE}-${SPAN}-01`, '01'],
  [`f0-${TRACE}-${SPAN}-01-`, '01'],
])('%j is a header', (header, trace_flags) => {
  expect(parseTraceparent(header)).toEqual({ trace_id: TRACE, span_id: SPAN, trace_flags })
  expect(startTrace(header)).toMatchObject({ trace_id: TRACE, trace_flags })
  expect(startTrace(header).span_id).toMatch(/^(?!0+$)[\da-f]{16}$/)
  expect(startTrace(header).span_id).not.toBe(SPAN)
})

test.each<[unknown]>([
  [undefined],
  [5],
  [''],
  [`ff-${TRACE}-${SPAN}-01`],
  [`00-${TRACE}-${SPAN}-01-more`],
  [`00-${TRACE}-${SPAN}-01-`],
  [`00-${'0'.repeat(32)}-${SPAN}-01`],
  [`00-${TRACE}-${'0'.repeat(16)}-01`],
  [`00-${TRACE.slice(1)}-${SPAN}-01`],
  [`00-${TRACE}0-${SPAN}-01`],
  [`00-${TRACE}-${SPAN.slice(1)}-01`],
  [`00-${TRACE}-${SPAN}0-01`],
  [`00-${TRACE.toUpperCase()}-${SPAN}-01`],
  [`00-${TRACE}-${SPAN}-1`],
  [`00-${TRACE}-${SPAN}-011`],
  [`0-${TRACE}-${SPAN}-01`],
  [`000-${TRACE}-${SPAN}-01`],
  [`x00-${TRACE}-${SPAN}-01`],
])('%j is none', (header) => {
  expect(parseTraceparent(header)).toBeUndefined()
  const begun = startTrace(header)
  expect(begun.trace_id).toMatch(/^(?!0+$)[\da-f]{32}$/)
  expect(begun.trace_flags).toBe('00')
})

test.each<[object, string | undefined]>([
  [{ trace_id: TRACE, span_id: SPAN, trace_flags: '01' }, `00-${TRACE}-${SPAN}-01`],
  [{ trace_id: TRACE, span_id: SPAN }, `00-${TRACE}-${SPAN}-00`],
  [{ trace_id: TRACE }, undefined],
  [{ span_id: SPAN }, undefined],
  [{ trace_id: 'x', span_id: SPAN }, undefined],
  [{}, undefined],
])('the header of %j', (fields, header) => {
  expect(context.run(fields as Record<string, unknown>, () => makeTraceparent())).toBe(header)
})

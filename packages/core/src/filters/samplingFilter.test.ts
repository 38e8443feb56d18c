import { expect, test } from 'vitest'
import { context } from '../context/context.js'
import { LogRecord } from '../records/record.js'
import { SamplingFilter } from './samplingFilter.js'

const record = (level = 20): LogRecord => new LogRecord('app', level, '', 0, 'x', [], null)

test('a part of the requests passes, each as a whole', () => {
  const filter = new SamplingFilter(0.25)
  let passed = 0
  for (let request_id = 0; request_id < 4000; request_id++) {
    const answers = context.run({ request_id }, () => [
      filter.filter(record()),
      context.run({ step: 2 }, () => filter.filter(record(10))),
      new SamplingFilter(0.25).filter(record()),
    ])
    expect(new Set(answers).size).toBe(1)
    if (answers[0]) passed++
  }
  // The names are the same each time, and so is the number.
  expect(passed).toBeGreaterThan(900)
  expect(passed).toBeLessThan(1100)
})

test('errors pass, and what is of no request', () => {
  const filter = new SamplingFilter(0)
  expect(filter.filter(record())).toBe(true)
  context.run({ trace_id: 'x' }, () => {
    expect(filter.filter(record())).toBe(false)
    expect(filter.filter(record(40))).toBe(true)
    expect(new SamplingFilter(0, { always: 'WARNING' }).filter(record(30))).toBe(true)
    expect(new SamplingFilter(1).filter(record())).toBe(true)
  })
})

test('the first of the names counts, wherever it stands, and the fields of the call too', () => {
  const filter = new SamplingFilter(0.5)
  for (let i = 0; i < 200; i++) {
    const trace_id = `t${i}`
    const plain = context.run({ trace_id }, () => filter.filter(record()))
    const own = record()
    own['request_id'] = `r${i}`
    expect(context.run({ trace_id }, () => filter.filter(own))).toBe(plain)
    expect(filter.filter(new LogRecord('app', 20, '', 0, 'x', [{ trace_id }] as never, null))).toBe(plain)
  }
  expect(new SamplingFilter(0).filter(new LogRecord('app', 20, '', 0, 'x', [{ request_id: 7 }] as never, null))).toBe(
    false,
  )
})

test('the record names the request where its context does not', () => {
  const filter = new SamplingFilter(0, { by: ['job'] })
  const queued = record()
  expect(filter.filter(queued)).toBe(true)
  queued['job'] = 7
  expect(filter.filter(queued)).toBe(false)
  context.run({ request_id: 1 }, () => expect(filter.filter(record())).toBe(true))
})

test.each([
  [2, {}, 'rate: expected a number from 0 to 1, not 2'],
  [Number.NaN, {}, 'rate: expected'],
  [0.5, { by: 'job' }, "by: expected a list of names, not 'job'"],
  [0.5, { by: [1] }, 'by[0]: expected a string, not 1'],
  [0.5, { always: 'LOUD' }, "Unknown level: 'LOUD'"],
  [0.5, { key: 1 }, "SamplingFilter: unknown option 'key'; there are: always by"],
])('%j, %j is refused', (rate, options, message) => {
  expect(() => new SamplingFilter(rate, options as never)).toThrow(message)
})

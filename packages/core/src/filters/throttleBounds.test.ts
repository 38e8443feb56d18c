import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { context } from '../context/context.js'
import { type LogRecord, makeLogRecord } from '../records/record.js'
import { ListHandler } from '../testing/listHandler.js'
import { resetLogging } from '../testing/realmState.js'
import { getLogger } from '../tree/manager.js'
import { SamplingFilter } from './samplingFilter.js'
import { ThrottleFilter, type ThrottleFilterOptions } from './throttleFilter.js'

const NOW = 1_700_000_000_000
let list: ListHandler
beforeEach(() => {
  vi.useFakeTimers({ now: NOW })
  list = new ListHandler()
  getLogger('app').addHandler(list)
})
afterEach(() => {
  resetLogging()
  vi.useRealTimers()
})

const record = (attributes: object = {}): LogRecord =>
  makeLogRecord({ name: 'app', levelno: 20, msg: 'text', ...attributes })
const passed = (filter: ThrottleFilter, count: number, attributes?: object): number =>
  Array.from({ length: count }, () => filter.filter(record(attributes))).filter(Boolean).length
const told = (): string[] => list.records.map((each) => each.getMessage())

describe('ThrottleFilter', () => {
  test.each<[ThrottleFilterOptions, number]>([
    [{}, 10],
    [{ limit: 0 }, 0],
    [{ limit: 1 }, 1],
    [{ limit: 15 }, 12],
  ])('%j lets pass of twelve', (options, count) => {
    expect(passed(new ThrottleFilter(options), 12)).toBe(count)
  })

  test('what was left out is told when the period ends', () => {
    const filter = new ThrottleFilter({ limit: 1 })
    passed(filter, 3)
    vi.advanceTimersByTime(59_999)
    expect(told()).toEqual([])
    vi.advanceTimersByTime(1)
    expect(told()).toEqual(["2 more records in 60 s like 'text'"])
    expect(list.records[0]).toMatchObject({ name: 'app', levelno: 20, left_out: 2, lineno: 0, pathname: '' })
    expect(passed(filter, 2)).toBe(1)
    expect(vi.getTimerCount()).toBe(1)
  })

  test('a period ends on time, and where the clock was set back', () => {
    const filter = new ThrottleFilter({ limit: 1, seconds: 2 })
    expect(passed(filter, 1)).toBe(1)
    vi.setSystemTime(NOW + 1999)
    expect(passed(filter, 1)).toBe(0)
    vi.setSystemTime(NOW)
    expect(passed(filter, 1)).toBe(0)
    vi.setSystemTime(NOW - 1)
    expect(passed(filter, 1)).toBe(1)
    vi.setSystemTime(NOW + 1999)
    expect(passed(filter, 1)).toBe(1)
  })

  test.each<[ThrottleFilterOptions['by'], object, boolean]>([
    ['template', { msg: 'other' }, false],
    ['template', { levelno: 30 }, false],
    ['template', { name: 'app.x' }, false],
    ['template', { lineno: 5 }, true],
    ['template', { msg: `text${'y'.repeat(196)}1` }, false],
    ['logger', { msg: 'other', levelno: 30 }, true],
    ['logger', { name: 'app.x' }, false],
    [(each) => each.levelno, { msg: 'other', name: 'app.x' }, true],
    [(each) => each.levelno, { levelno: 30 }, false],
    [() => null, { levelno: 30 }, true],
  ])('by %s: %j is of the same kind: %j', (by, attributes, isSame) => {
    const filter = new ThrottleFilter({ limit: 1, by })
    passed(filter, 1)
    expect(passed(filter, 1, attributes)).toBe(isSame ? 0 : 1)
  })

  test('long messages that differ at their ends are kinds of their own', () => {
    const filter = new ThrottleFilter({ limit: 1, by: (each) => each.msg })
    for (const end of ['', 'a', 'b']) expect(passed(filter, 2, { msg: `${'x'.repeat(1000)}${end}` })).toBe(1)
    expect(passed(new ThrottleFilter({ limit: 1 }), 2, { msg: 'x'.repeat(1000), name: 'n'.repeat(300) })).toBe(1)
  })

  test('a period without an end lets one pass for good', () => {
    const filter = new ThrottleFilter({ limit: 1, seconds: Infinity })
    expect(passed(filter, 3)).toBe(1)
    vi.setSystemTime(Date.now() + 1e12)
    expect(passed(filter, 3)).toBe(0)
  })

  test('a clock that is set back does not keep the summary back', () => {
    const filter = new ThrottleFilter({ limit: 1, seconds: 10 })
    passed(filter, 3)
    vi.setSystemTime(Date.now() - 3_600_000)
    vi.advanceTimersByTime(10_000)
    expect(told()).toEqual(["2 more records in 10 s like 'text'"])
  })

  test('a thousand kinds are told apart; the first is forgotten, after its summary', () => {
    const filter = new ThrottleFilter({ limit: 1, by: (each) => each.lineno })
    passed(filter, 2, { lineno: 0 })
    for (let lineno = 1; lineno < 1000; lineno++) passed(filter, 1, { lineno })
    expect(passed(filter, 1, { lineno: 0 })).toBe(0)
    expect(told()).toEqual([])
    passed(filter, 1, { lineno: 1000 })
    expect(told()).toEqual(["2 more records in 60 s like 'text'"])
    expect(passed(filter, 1, { lineno: 0 })).toBe(1)
  })

  test('flush tells at once, and forgets', () => {
    const filter = new ThrottleFilter({ limit: 1, seconds: 0.5 })
    passed(filter, 2)
    filter.flush()
    expect(told()).toEqual(["1 more records in 0.5 s like 'text'"])
    expect([passed(filter, 1), vi.getTimerCount()]).toEqual([1, 0])
    filter.flush()
    expect(told()).toHaveLength(1)
  })

  test.each<[object, string]>([
    [{ limit: -1 }, 'limit: expected a whole number from 0 on, not -1'],
    [{ limit: 1.5 }, 'limit: expected a whole number from 0 on, not 1.5'],
    [{ seconds: 0 }, 'seconds: expected a number above 0, not 0'],
    [{ by: 'level' }, "by: expected 'template', 'logger' or a function, not 'level'"],
    [{ colour: 1 }, "ThrottleFilter: unknown option 'colour'; there are: limit seconds by"],
  ])('%j is refused', (options, message) => {
    expect(() => new ThrottleFilter(options)).toThrow(message)
  })
})

describe('SamplingFilter', () => {
  const passes = (filter: SamplingFilter, attributes: object = {}): boolean =>
    Boolean(filter.filter(record(attributes)))

  test.each([
    [1, true],
    [0, false],
  ])('rate %d lets records pass: %j', (rate, all) => {
    const filter = new SamplingFilter(rate)
    for (let i = 0; i < 50; i++) expect(passes(filter, { request_id: i })).toBe(all)
    // Of no request.
    expect(passes(filter)).toBe(true)
  })

  test('errors pass always, or what is asked for', () => {
    const usual = new SamplingFilter(0)
    expect([39, 40, 50].map((levelno) => passes(usual, { levelno, request_id: 1 }))).toEqual([false, true, true])
    const early = new SamplingFilter(0, { always: 'INFO' })
    expect([19, 20].map((levelno) => passes(early, { levelno, request_id: 1 }))).toEqual([false, true])
  })

  test('a request is chosen as a whole, by the first field that it has', () => {
    const filter = new SamplingFilter(0.5)
    const verdicts = Array.from({ length: 200 }, (_, i) => {
      const first = passes(filter, { trace_id: i, request_id: 'a' })
      expect(passes(filter, { trace_id: i, request_id: 'b' })).toBe(first)
      expect(context.run({ trace_id: i }, () => passes(filter))).toBe(first)
      return first
    })
    const count = verdicts.filter(Boolean).length
    expect(count > 50 && count < 150).toBe(true)
    const own = new SamplingFilter(0.5, { by: ['order'] })
    const byOrder = Array.from({ length: 50 }, (_, order) => passes(own, { order }))
    expect(Array.from({ length: 50 }, (_, order) => passes(own, { order, trace_id: order * 7 }))).toEqual(byOrder)
  })

  test.each<[number, object, string]>([
    [-0.1, {}, 'rate: expected a number from 0 to 1, not -0.1'],
    [1.1, {}, 'rate: expected a number from 0 to 1, not 1.1'],
    [1, { by: 'x' }, "by: expected a list of names, not 'x'"],
    [1, { by: [5] }, 'by[0]: expected a string, not 5'],
    [1, { colour: 1 }, "SamplingFilter: unknown option 'colour'; there are: always by"],
  ])('%d, %j is refused', (rate, options, message) => {
    expect(() => new SamplingFilter(rate, options)).toThrow(message)
  })
})

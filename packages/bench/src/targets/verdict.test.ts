import { describe, expect, test } from 'vitest'
import { type Row, verdict } from './verdict.mjs'
import { TARGETS } from './targets.mjs'

function row(name: string, from: string, ns: number, other: Partial<Row> = {}): Row {
  return { workload: 'json-buffered', name, from, ns, spread: 1, lost: 0, ...other }
}

const own = row('treeline', 'treeline', 100)
const fast = { workload: 'json-buffered', beside: 'pino', measure: 'timesAsFast', bound: 4 } as const
const cheap = { workload: 'json-buffered', beside: 'node', measure: 'timesTheCost', bound: 1.7 } as const
const near = { workload: 'json-buffered', beside: 'node', measure: 'nsAbove', bound: 1 } as const

describe('a target', () => {
  test.each([
    [fast, row('pino', 'pino', 400), 4, true],
    [fast, row('pino', 'pino', 399), 3.99, false],
    [fast, row('pino', 'pino', 50), 0.5, false],
    [cheap, row('limit', 'node', 62.5), 1.6, true],
    [cheap, row('limit', 'node', 50), 2, false],
    [near, row('limit', 'node', 99), 1, true],
    [near, row('limit', 'node', 98), 2, false],
    [near, row('limit', 'node', 101), -1, true],
  ])('%j beside %j: %d, %s', (target, other, figure, reached) => {
    expect(verdict(target, [other, own])).toEqual({ own, other, figure, reached })
  })

  test('is held against the fastest set-up', () => {
    const worker = row('pino worker', 'pino', 300)
    const rows = [row('pino', 'pino', 500), worker, own, row('limit', 'node', 10), row('pino async', 'pino', 900)]
    expect(verdict(fast, rows)).toEqual({ own, other: worker, figure: 3, reached: false })
  })

  test('leaves out who lost lines', () => {
    const kept = row('pino', 'pino', 500)
    const rows = [own, row('pino worker', 'pino', 10, { lost: 1 }), kept]
    expect(verdict(fast, rows)).toEqual({ own, other: kept, figure: 5, reached: true })
  })

  test('may be held against the other’s lines of another workload', () => {
    const text = { ...own, workload: 'text-buffered' }
    const target = { ...fast, workload: 'text-buffered', its: 'json-buffered' }
    const json = row('pino', 'pino', 450)
    expect(verdict(target, [json, row('pino', 'pino', 50, { workload: 'json-sync' }), text])).toEqual({
      own: text,
      other: json,
      figure: 4.5,
      reached: true,
    })
  })

  test('is not reached where the other, or treeline, was not measured', () => {
    expect(verdict(fast, [own])).toEqual({ own, other: undefined, reached: false })
    const other = row('pino', 'pino', 900)
    expect(verdict(fast, [other])).toEqual({ own: undefined, other, reached: false })
    expect(verdict(fast, [own, { ...other, lost: 3 }])).toEqual({ own, other: undefined, reached: false })
  })

  test('is not reached where treeline lost lines', () => {
    const lossy = { ...own, lost: 1 }
    const other = row('pino', 'pino', 900)
    expect(verdict(fast, [lossy, other])).toEqual({ own: lossy, other, reached: false })
  })
})

test('each target is named once', () => {
  const names = TARGETS.map(({ workload, beside }) => `${workload} beside ${beside}`)
  expect(new Set(names).size).toBe(names.length)
})

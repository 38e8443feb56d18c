import { makeLogRecord, type LogRecord } from '@treeline/core'
import { beforeEach, expect, test } from 'vitest'
import { type Echo, makeEcho } from './echo.js'

let nowMs: number
let echo: Echo
beforeEach(() => {
  nowMs = 1_000_000
  echo = makeEcho(() => nowMs)
})

const record = (attributes: object = {}): LogRecord =>
  makeLogRecord({ name: 'net', levelno: 20, msg: 'sent 12 bytes in 5 ms', ...attributes })

/** A request, and records that are heard behind its answer. */
function round(...records: LogRecord[]): void {
  echo.ask()
  echo.answer()
  for (const each of records) echo.hear(each)
}

function rounds(count: number, make: (i: number) => LogRecord = () => record()): void {
  for (let i = 0; i < count; i++) round(make(i))
}

test('records that follow each of five answers wait, longer each time, for an hour at most', () => {
  rounds(6)
  expect(echo.holdMs()).toBe(0)
  const held = Array.from({ length: 14 }, () => {
    round(record())
    return echo.holdMs()
  })
  expect(held.slice(0, 4)).toEqual([1000, 2000, 4000, 8000])
  expect(held.slice(-2)).toEqual([3_600_000, 3_600_000])
})

test.each<[string, (i: number) => object, boolean]>([
  ['numbers differ', (i) => ({ msg: `sent ${i} bytes in ${i * 17} ms` }), true],
  ['what is behind 200 characters differs', (i) => ({ msg: `${'x'.repeat(200)}${'abcdefghijkl'[i]}` }), true],
  ['the 200th character differs', (i) => ({ msg: `${'x'.repeat(199)}${'abcdefghijkl'[i]}` }), false],
  ['names differ', (i) => ({ name: 'abcdefghijkl'[i] }), false],
  ['levels differ', (i) => ({ levelno: i }), false],
  ['texts differ', (i) => ({ msg: 'abcdefghijkl'[i] }), false],
  ['what are no texts differ', (i) => ({ msg: { i } }), true],
])('of records that look alike: %s', (_, attributes, isEcho) => {
  rounds(8, (i) => record(attributes(i)))
  expect(echo.holdMs() > 0).toBe(isEcho)
})

test('a name that goes on in the level is another kind', () => {
  rounds(8, (i) => record(i % 2 === 0 ? { name: 'a', levelno: 1 } : { name: 'a1', levelno: Number.NaN }))
  rounds(8, (i) => record(i % 2 === 0 ? { name: 'a', levelno: 12 } : { name: 'a1', levelno: 2 }))
  expect(echo.holdMs()).toBeGreaterThan(0)
})

test.each([
  [10_000, true],
  [10_001, false],
])('what comes %d ms behind an answer may be its echo: %j', (ms, isEcho) => {
  for (let i = 0; i < 8; i++) {
    round()
    nowMs += ms
    echo.hear(record())
  }
  expect(echo.holdMs() > 0).toBe(isEcho)
})

test('what is caused by a request is one, whenever it comes', () => {
  for (let i = 0; i < 8; i++) {
    round()
    nowMs += 60_000
    echo.hear(record(), true)
  }
  expect(echo.holdMs()).toBeGreaterThan(0)
})

test('records that come while nothing is sent are innocent for ever', () => {
  rounds(8)
  expect(echo.holdMs()).toBeGreaterThan(0)
  nowMs += 60_000
  echo.hear(record())
  expect(echo.holdMs()).toBe(0)
})

test('more than twice as many as before are no echo', () => {
  rounds(8)
  expect(echo.holdMs()).toBeGreaterThan(0)
  for (let i = 0; i < 100; i++) echo.hear(record())
  expect(echo.holdMs()).toBe(0)
  rounds(9)
  expect(echo.holdMs()).toBe(0)
})

import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { makeWaits, type Waits } from './waits.js'

let waits: Waits
let resumed: number[]

beforeEach(() => {
  vi.useFakeTimers({ now: 1000 })
  resumed = []
  waits = makeWaits(Date.now, () => resumed.push(Date.now()))
})
afterEach(() => vi.useRealTimers())

const pass = (ms: number): void => void vi.advanceTimersByTime(ms)

test('a pause has a cause until it ends by itself', () => {
  expect(waits.cause).toBeUndefined()
  waits.pause('server', 500)
  pass(499)
  expect([waits.cause, resumed]).toEqual(['server', []])
  pass(1)
  expect([waits.cause, resumed]).toEqual([undefined, [1500]])
})

test('a pause takes the place of any other wait; a wait for more records, of none', () => {
  waits.gather(100)
  waits.pause('network', 500)
  waits.gather(100)
  waits.pause('refusal', 700)
  pass(10_000)
  expect(resumed).toEqual([1700])
  waits.gather(100)
  waits.gather(50)
  expect(waits.cause).toBeUndefined()
  pass(10_000)
  expect(resumed).toEqual([1700, 11_100])
})

test('one that is stopped resumes nothing, and makes room for the next', () => {
  waits.pause('network', 500)
  waits.stop()
  expect(waits.cause).toBeUndefined()
  waits.gather(100)
  pass(10_000)
  expect(resumed).toEqual([1100])
})

test('a wait is overdue behind its end, and none is where nothing is waited for', () => {
  expect(waits.isOverdue(Number.MAX_VALUE)).toBe(false)
  waits.gather(100)
  expect([waits.isOverdue(1100), waits.isOverdue(1101)]).toEqual([false, true])
  waits.stop()
  expect(waits.isOverdue(Number.MAX_VALUE)).toBe(false)
})

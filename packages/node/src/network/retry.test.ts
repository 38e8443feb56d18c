import { afterEach, expect, test, vi } from 'vitest'
import { Retry } from './retry.js'

afterEach(() => {
  vi.useRealTimers()
})

function clock(): void {
  vi.useFakeTimers({ now: 1_700_000_000_000 })
}

test("waits grow by Python's factor up to the longest", () => {
  clock()
  const retry = new Retry({ retryStart: 1, retryFactor: 2, retryMax: 5 })
  expect([retry.time, retry.waitMs]).toEqual([null, 0])
  const waits = [1, 2, 3, 4, 5].map(() => {
    retry.fail()
    return retry.waitMs
  })
  expect(waits).toEqual([1000, 2000, 4000, 5000, 5000])
  expect(retry.time).toBe(1_700_000_005)
  vi.setSystemTime(1_700_000_002_000)
  expect(retry.waitMs).toBe(3000)
  vi.setSystemTime(1_600_000_000_000)
  expect(retry.waitMs).toBe(5000)
})

test('times that are assigned hold from the next failure on', () => {
  clock()
  const times = { retryStart: 1, retryFactor: 2, retryMax: 30 }
  const retry = new Retry(times)
  times.retryStart = 7
  retry.fail()
  expect(retry.waitMs).toBe(7000)
})

test('a connection that lasted ends the row of failures; one that did not is a failure', () => {
  clock()
  const retry = new Retry({ retryStart: 1, retryFactor: 2, retryMax: 30 })
  retry.fail()
  retry.connected()
  expect([retry.time, retry.waitMs, retry.failures]).toEqual([null, 0, 1])
  retry.ended(999)
  expect([retry.waitMs, retry.failures]).toEqual([2000, 2])
  retry.connected()
  retry.ended(1000)
  expect([retry.waitMs, retry.failures]).toEqual([0, 0])
})

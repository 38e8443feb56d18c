import { expect, test, vi } from 'vitest'
import { TokenBucket } from './tokenBucket.js'

/** A bucket of 5 and 2 a millisecond, and what sets its clock. */
function bucket(): { taken(times: number, at?: number): number; at(ms: number): void; asked(): number } {
  let now = 100
  const clock = vi.fn(() => now)
  const made = new TokenBucket({ burst: 5, perMs: 2 }, clock)
  return {
    asked: () => clock.mock.calls.length,
    taken: (times, at = Number.NaN) => Array.from({ length: times }, () => made.take(at)).filter(Boolean).length,
    at: (ms) => void (now = ms),
  }
}

/** At a time, so many tries, so many of them allowed. */
type Step = readonly [ms: number, tries: number, allowed: number]

test.each<[string, readonly Step[]]>([
  [
    'allows a burst, and then so many a millisecond',
    [
      [100, 20, 5],
      [101, 20, 2],
      [103, 20, 4],
      [1000, 20, 5],
    ],
  ],
  [
    'what is not taken is there later, up to the burst',
    [
      [100, 4, 4],
      [101, 20, 3],
      [102, 1, 1],
      [200, 20, 5],
    ],
  ],
  [
    'a clock that is set back fills it',
    [
      [100, 5, 5],
      [1, 20, 5],
      [2, 20, 2],
    ],
  ],
])('%s', (_, steps) => {
  const { taken, at } = bucket()
  for (const [ms, tries, allowed] of steps) {
    at(ms)
    expect(taken(tries), `at ${ms}`).toBe(allowed)
  }
})

test('at the rate, nothing is refused', () => {
  const { taken, at } = bucket()
  for (let ms = 101; ms < 1000; ms++) {
    at(ms)
    expect(taken(2)).toBe(2)
  }
})

test('where the clock stands still, each thousandth is allowed', () => {
  const { taken } = bucket()
  expect(taken(5 + 999)).toBe(5)
  expect(taken(1)).toBe(1)
  expect(taken(1000)).toBe(1)
})

test('where a caller’s time stays the same, the clock is asked each 16th time', () => {
  const { taken, at, asked } = bucket()
  taken(5, 7)
  const before = asked()
  expect(taken(160, 7)).toBe(0)
  expect(asked() - before).toBe(10)
  at(101)
  expect(taken(16, 7)).toBe(2)
})

test('where it is another, the clock is asked at once', () => {
  const { taken, at } = bucket()
  expect(taken(6, 7)).toBe(5)
  at(101)
  expect(taken(1, 7)).toBe(0)
  expect(taken(1, 8)).toBe(1)
  expect(taken(5, 8)).toBe(1)
  at(102)
  expect(taken(1)).toBe(1)
})

import { expect, test } from 'vitest'
import { PageClock, timeMs } from './pageClock.js'

/** Returns the clock of a page whose batches took so long, by its clock. */
function clock(...offsets: number[]): PageClock {
  const observed = new PageClock()
  for (const offset of offsets) observed.observe(1000, 1000 + offset)
  return observed
}

test.each([
  [[100], 0],
  [[101], 101],
  [[-100], 0],
  [[-101], -101],
  [[900, 300, 500], 300],
  [[20, 900], 0],
  [[200, 900, 900, 900, 900], 200],
  [[200, 900, 900, 900, 800, 900], 800],
])('batches that are off by %j ms: %d ms are added', (offsets, correction) => {
  expect(clock(...offsets).correctionMs(100)).toBe(correction)
})

test.each([1, 8.64e15])('%d is a time', (value) => expect(timeMs(value)).toBe(value))

test.each([0, -1, 8.64e15 + 2, NaN, '5', undefined, null])('%j is none', (value) =>
  expect(timeMs(value)).toBeUndefined(),
)

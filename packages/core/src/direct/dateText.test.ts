import { expect, test } from 'vitest'
import { drawDate, hasText } from './dateText.js'
import { TextLine } from './line.js'

function drawn(ms: number): string {
  const line = new TextLine()
  line.begin()
  drawDate(line, ms)
  return String(line)
}

const BOUNDS = [0, 1, 9, 10, 11, 99, 100, 101, 999, 1000, 9999, 10_000, 59_999, 60_000, 599_999, 600_000, 3_599_999]
const HOURS = [3_600_000, 35_999_999, 36_000_000, 86_399_999, 86_400_000, 86_400_001, 64 * 86_400_000, 65 * 86_400_000]

test.each([0, 1_700_000_000_000, -86_400_000 * 400, -1, 8.64e15 - 86_400_000 * 70, -8.64e15])(
  'dates from %d on are as toISOString has them',
  (start) => {
    // Twice: what was kept is used again.
    for (const after of [...BOUNDS, ...HOURS, ...BOUNDS])
      expect(drawn(start + after)).toBe(`${new Date(start + after).toISOString()}"`)
  },
)

test.each([
  [0, true],
  [8.64e15, true],
  [8.64e15 + 1, false],
  [-8.64e15, true],
  [-8.64e15 - 1, false],
  [Number.NaN, false],
  [Infinity, false],
])('%d has a text: %j', (ms, has) => {
  expect(hasText(ms)).toBe(has)
})

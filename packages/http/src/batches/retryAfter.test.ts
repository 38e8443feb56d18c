import { expect, test } from 'vitest'
import { retryAfterMs } from './retryAfter.js'

const NOW = Date.UTC(2026, 5, 1, 12)

test.each<[string | null | undefined, number]>([
  ['5', 5000],
  ['0.5', 500],
  ['300', 300_000],
  ['301', 300_000],
  ['1e9', 300_000],
  ['0', 0],
  ['-5', 0],
  ['', 0],
  ['soon', 0],
  [null, 0],
  [undefined, 0],
  ['Mon, 01 Jun 2026 12:00:07 GMT', 7000],
  ['Mon, 01 Jun 2026 12:00:00 GMT', 0],
  ['Mon, 01 Jun 2026 11:59:59 GMT', 0],
  ['Tue, 02 Jun 2026 12:00:00 GMT', 300_000],
])('%s is %d ms', (value, ms) => {
  expect(retryAfterMs(value, NOW)).toBe(ms)
})

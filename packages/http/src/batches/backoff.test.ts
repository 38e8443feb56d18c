import { expect, test } from 'vitest'
import { ANSWERED_MS, backoffMs, UNANSWERED_MS } from './backoff.js'
import { retryAfterMs } from './retryAfter.js'

test.each([
  [0, ANSWERED_MS, 0, 500],
  [0, ANSWERED_MS, 0.5, 750],
  [1, ANSWERED_MS, 0, 1000],
  [5, ANSWERED_MS, 0, 16_000],
  [6, ANSWERED_MS, 0, 30_000],
  [6, UNANSWERED_MS, 0, 32_000],
  [9, UNANSWERED_MS, 0, 150_000],
  [5000, UNANSWERED_MS, 0.5, 225_000],
])('after %d failures, of %d ms at most, with the random number %d: %d ms', (failures, longestMs, random, ms) => {
  expect(backoffMs(failures, longestMs, random)).toBe(ms)
})

const NOW = Date.UTC(2026, 0, 1)

test.each<[string | null | undefined, number]>([
  [undefined, 0],
  [null, 0],
  ['', 0],
  ['soon', 0],
  ['0', 0],
  ['-5', 0],
  ['0.5', 500],
  ['1', 1000],
  ['300', 300_000],
  ['301', 300_000],
  ['1e999', 300_000],
  ['Thu, 01 Jan 2026 00:00:07 GMT', 7000],
  ['Thu, 01 Jan 2026 00:00:00 GMT', 0],
  ['Wed, 31 Dec 2025 23:59:59 GMT', 0],
  ['Fri, 02 Jan 2026 00:00:00 GMT', 300_000],
])('Retry-After: %s is %d ms', (value, ms) => {
  expect(retryAfterMs(value, NOW)).toBe(ms)
})

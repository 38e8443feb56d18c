import { expect, test } from 'vitest'
import { RateLimiter } from './rateLimiter.js'

/** One comes back every 128 ms. */
const LIMIT = { records: 8, perMs: 1024 }

/** Returns a limiter in which a sender has taken so many records at the time 0. */
function spent(records: number): RateLimiter {
  const limiter = new RateLimiter(LIMIT, 10)
  limiter.spend('a', records, 0)
  return limiter
}

test.each([
  ['nothing', 0, 0, 0],
  ['all but one', 7, 0, 0],
  ['all', 8, 0, 128],
  ['all, a while ago', 8, 127, 1],
  ['all, and one has come back', 8, 128, 0],
  ['more than there was', 13, 0, 768],
  ['all but a half', 7.5, 0, 64],
])('who has taken %s waits', (_, records, nowMs, waitMs) => {
  expect(spent(records).waitMs('a', nowMs)).toBe(waitMs)
})

test('no more comes back than there was', () => {
  const limiter = spent(5)
  limiter.spend('a', 8, 60_000)
  expect(limiter.waitMs('a', 60_000)).toBe(128)
})

test('a clock that was set back gives and takes nothing', () => {
  const limiter = spent(8)
  expect(limiter.waitMs('a', -5000)).toBe(128)
  expect(limiter.waitMs('a', -4936)).toBe(64)
})

test('senders have buckets of their own; the least recent is forgotten', () => {
  const limiter = new RateLimiter(LIMIT, 2)
  for (const sender of ['a', 'b']) limiter.spend(sender, 8, 0)
  expect([limiter.waitMs('a', 0), limiter.waitMs('b', 0)]).toEqual([128, 128])
  expect([limiter.waitMs('c', 0), limiter.waitMs('b', 0), limiter.waitMs('a', 0)]).toEqual([0, 128, 0])
})

test('without a limit nobody waits', () => {
  const limiter = new RateLimiter(null, 10)
  limiter.spend('a', 1e9, 0)
  expect(limiter.waitMs('a', 0)).toBe(0)
})

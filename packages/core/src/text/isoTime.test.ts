import { expect, test } from 'vitest'
import { isoText } from './isoTime.js'

test('times are as toISOString has them, in any order', () => {
  for (const ms of [
    0, 1, 9, 10, 99, 100, 999, 1000, 1000, 1009, 1100, 1_700_000_000_123, -1, -999, -1000, 100, 8.639e15, -8.639e15,
  ])
    expect(isoText(ms)).toBe(`"${new Date(ms).toISOString()}"`)
  expect(isoText(5)).toBe(isoText(5))
})

test.each([Number.NaN, Infinity, -Infinity, 8.64e15 + 1, -8.64e15 - 1])('%d has none', (ms) => {
  expect(isoText(ms)).toBeUndefined()
  expect(isoText(1000)).toBe('"1970-01-01T00:00:01.000Z"')
})

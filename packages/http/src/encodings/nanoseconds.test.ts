import { expect, test } from 'vitest'
import { nanoseconds } from './nanoseconds.js'

test.each([
  [1_795_234_043.231456, '1795234043231456000'],
  [0.000001, '1000'],
  // As a number this would be 9000000000000022000.
  [9_000_000_000.000021, '9000000000000021000'],
  [0, '0'],
  [-1, '0'],
  [1e13, '0'],
  [Number.NaN, '0'],
])('%d seconds are %s ns', (seconds, text) => {
  expect(nanoseconds(seconds)).toBe(text)
})

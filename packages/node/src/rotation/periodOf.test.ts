import { expect, test } from 'vitest'
import { periodOf } from './period.js'

const WANTED = '(when: expected S, M, H, D, midnight, or W0 to W6)'

test.each([
  ['x', `Invalid rollover interval specified: X ${WANTED}`],
  ['', `Invalid rollover interval specified:  ${WANTED}`],
  ['w7', `Invalid day specified for weekly rollover: W7 ${WANTED}`],
  ['w', `You must specify a day for weekly rollover from 0 to 6 (0 is Monday): W ${WANTED}`],
  ['w01', `You must specify a day for weekly rollover from 0 to 6 (0 is Monday): W01 ${WANTED}`],
])('%j is none', (when, message) => {
  expect(() => periodOf(when)).toThrow(new RangeError(message))
})

test('what is no text is none', () => {
  expect(() => periodOf(5 as never)).toThrow(new TypeError('when: expected a string, not 5'))
})

test.each([
  ['s', 'S', 1, '%Y-%m-%d_%H-%M-%S'],
  ['M', 'M', 60, '%Y-%m-%d_%H-%M'],
  ['h', 'H', 3600, '%Y-%m-%d_%H'],
  ['D', 'D', 86_400, '%Y-%m-%d'],
  ['midnight', 'MIDNIGHT', 86_400, '%Y-%m-%d'],
  ['w0', 'W0', 604_800, '%Y-%m-%d'],
  ['W6', 'W6', 604_800, '%Y-%m-%d'],
])('%s', (given, when, seconds, suffix) => {
  expect(periodOf(given)).toMatchObject({ when, seconds, suffix })
})

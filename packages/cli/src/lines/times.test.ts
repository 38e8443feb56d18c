import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Clock, parseTime, timeOf } from './times.js'

const zone = process.env['TZ']
beforeEach(() => {
  process.env['TZ'] = 'Europe/Paris'
})
afterEach(() => {
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

const NOON = Date.UTC(2026, 10, 27, 12, 0, 0)

describe('the time of a line', () => {
  test.each<[unknown, number]>([
    ['2026-11-27T12:00:00.000Z', NOON],
    ['2026-11-27T12:00:00.123Z', NOON + 123],
    ['2026-11-27T12:00:01.004Z', NOON + 1004],
    ['2026-11-27T12:00:00Z', NOON],
    ['2026-11-27T13:00:00+01:00', NOON],
    // Without a zone: the machine's.
    ['2026-11-27 13:00:00,123', NOON + 123],
    ['2026-11-27 13:00:00', NOON],
    [NOON / 1000, NOON],
    [NOON / 1000 + 0.25, NOON + 250],
    [NOON, NOON],
    [NOON * 1000 + 499, NOON],
    [NOON * 1e6, NOON],
    [String(NOON / 1000), NOON],
    [`${NOON / 1000}.5`, NOON + 500],
    [99_999_999_999, 99_999_999_999_000],
    [100_000_000_000, 100_000_000_000],
    [99_999_999_999_999, 99_999_999_999_999],
    [100_000_000_000_000, 100_000_000_000],
    [1e17, 1e11],
  ])('%j', (value, ms) => {
    expect(timeOf(value)).toBe(ms)
  })

  test.each([
    '',
    'soon',
    '12345678x',
    '2026-99-27T12:00:00.000Z',
    '2026-11-27T12:00:00.xyzZ',
    0,
    -1,
    Number.NaN,
    null,
    undefined,
    true,
    {},
    5n,
  ])('%o has none', (value) => {
    expect(timeOf(value)).toBeUndefined()
  })
})

test.each([
  ['90s', NOON - 90_000],
  ['15m', NOON - 900_000],
  ['2h', NOON - 7_200_000],
  ['1d', NOON - 86_400_000],
  ['13:02', NOON + 120_000],
  ['9:30:05', NOON - 3.5 * 3_600_000 + 5000],
  [String(NOON / 1000), NOON],
  ['2026-11-27T12:00:00Z', NOON],
])('a user names %s', (text, ms) => {
  expect(parseTime(text, NOON)).toBe(ms)
})

test.each(['', '5w', 'm', '1:2x', 'yesterday'])('%j is no time', (text) => {
  expect(parseTime(text, NOON)).toBeUndefined()
})

describe('a clock', () => {
  test.each([
    [true, '12:00:00.007'],
    [false, '13:00:00.007'],
  ])('utc: %s', (utc, text) => {
    const clock = new Clock(utc, NOON)
    expect([clock.time(NOON + 7), clock.time(NOON + 999)]).toEqual([text, text.replace('007', '999')])
    expect(clock.time(Number.NaN)).toBe('')
    expect(clock.time(9e15)).toBe('')
    expect(clock.time(NOON + 1000)).toBe(text.replace('00.007', '01.000'))
  })

  test('says the day where it is another than before', () => {
    const clock = new Clock(true, NOON)
    const midnight = Date.UTC(2026, 10, 28)
    expect([NOON, midnight - 1, midnight, midnight + 1, NOON, Number.NaN].map((ms) => clock.newDay(ms))).toEqual([
      undefined,
      undefined,
      '2026-11-28',
      undefined,
      '2026-11-27',
      undefined,
    ])
  })

  test('days begin at midnight where the machine is', () => {
    const clock = new Clock(false, NOON)
    const midnight = Date.UTC(2026, 10, 27, 23)
    expect([midnight - 1, midnight].map((ms) => clock.newDay(ms))).toEqual([undefined, '2026-11-28'])
    const early = new Clock(false, Date.UTC(2026, 2, 4))
    expect(early.newDay(Date.UTC(2026, 2, 5))).toBe('2026-03-05')
  })
})

import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { strftime } from './strftime.js'
import { gmtime, localtime, offsetOf } from './structTime.js'

beforeAll(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
afterAll(() => {
  vi.unstubAllEnvs()
  vi.useRealTimers()
})

test.each<[string, number[]]>([
  ['2024-02-29T13:14:15Z', [2024, 2, 29, 13, 14, 15, 3, 60]],
  ['2023-12-31T23:59:59Z', [2023, 12, 31, 23, 59, 59, 6, 365]],
  ['2024-12-31T00:00:00Z', [2024, 12, 31, 0, 0, 0, 1, 366]],
  ['2024-01-01T00:00:00Z', [2024, 1, 1, 0, 0, 0, 0, 1]],
  ['1969-12-31T23:59:59Z', [1969, 12, 31, 23, 59, 59, 2, 365]],
])('%s in UTC', (text, [year, mon, day, hour, min, sec, wday, yday]) => {
  const time = gmtime(Date.parse(text) / 1000)
  expect({ ...time }).toEqual({
    tm_year: year,
    tm_mon: mon,
    tm_mday: day,
    tm_hour: hour,
    tm_min: min,
    tm_sec: sec,
    tm_wday: wday,
    tm_yday: yday,
    tm_isdst: 0,
    tm_zone: 'GMT',
    tm_gmtoff: 0,
  })
})

test.each([
  ['2024-01-01T00:00:00Z', 1, 3600, 0, 'CET'],
  ['2024-07-01T00:00:00Z', 2, 7200, 1, 'CEST'],
])('%s in a zone', (text, hour, offset, isdst, zone) => {
  const time = localtime(Date.parse(text) / 1000 + 0.999)
  expect(time).toMatchObject({ tm_hour: hour, tm_sec: 0, tm_gmtoff: offset, tm_isdst: isdst })
  expect(strftime('%Z', time)).toBe(zone)
  expect(offsetOf(new Date(text))).toBe(offset)
})

test('without a time it is now', () => {
  vi.useFakeTimers({ now: Date.parse('2024-01-01T00:00:07Z'), toFake: ['Date'] })
  expect([gmtime().tm_sec, localtime().tm_sec]).toEqual([7, 7])
  vi.useRealTimers()
})

test.each([Number.NaN, Infinity, 8.64e12 + 1])('%d is out of range', (seconds) => {
  const refused = new RangeError('timestamp out of range for platform time_t')
  expect(() => gmtime(seconds)).toThrow(refused)
  expect(() => localtime(seconds)).toThrow(refused)
})

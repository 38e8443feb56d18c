// Python's arithmetic of periods. The zone's clocks are put forward on 2024-03-31 at 1:00 UTC and back on 2024-10-27.
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { periodEnd, periodStart, type Schedule } from './calendar.js'

beforeAll(() => void vi.stubEnv('TZ', 'Europe/Berlin'))
afterAll(() => void vi.unstubAllEnvs())

const DAY = 86_400
const seconds = (text: string): number => Date.parse(text) / 1000
const iso = (time: number): string => new Date(time * 1000).toISOString().slice(0, 19)
const schedule = (more: Partial<Schedule>): Schedule => ({
  when: 'MIDNIGHT',
  interval: DAY,
  dayOfWeek: undefined,
  atTime: null,
  utc: true,
  ...more,
})

describe('in UTC', () => {
  test.each<[string, Partial<Schedule>, string, string]>([
    ['an interval from now on', { when: 'H', interval: 3600 }, '2024-01-01T10:20:30Z', '2024-01-01T11:20:30'],
    ['midnight', {}, '2024-01-01T10:20:30Z', '2024-01-02T00:00:00'],
    ['midnight at midnight', {}, '2024-01-01T00:00:00Z', '2024-01-02T00:00:00'],
    ['midnight just before', {}, '2024-01-01T23:59:59Z', '2024-01-02T00:00:00'],
    ['the third midnight', { interval: 3 * DAY }, '2024-01-01T10:20:30Z', '2024-01-04T00:00:00'],
    ['a time to come', { atTime: { hour: 12, minute: 30 } }, '2024-01-01T10:20:30Z', '2024-01-01T12:30:00'],
    ['that time', { atTime: { hour: 12 } }, '2024-01-01T12:00:00Z', '2024-01-02T12:00:00'],
    ['a time that has passed', { atTime: { hour: 9 } }, '2024-01-01T10:20:30Z', '2024-01-02T09:00:00'],
    // 2024-01-01 is a Monday.
    ['this Monday', { when: 'W0', dayOfWeek: 0, interval: 7 * DAY }, '2024-01-01T10:00:00Z', '2024-01-02T00:00:00'],
    ['Wednesday', { when: 'W2', dayOfWeek: 2, interval: 7 * DAY }, '2024-01-01T10:00:00Z', '2024-01-04T00:00:00'],
    ['Sunday', { when: 'W6', dayOfWeek: 6, interval: 7 * DAY }, '2024-01-01T10:00:00Z', '2024-01-08T00:00:00'],
    [
      'Monday at a time that has passed',
      { when: 'W0', dayOfWeek: 0, interval: 7 * DAY, atTime: { hour: 9 } },
      '2024-01-01T10:00:00Z',
      '2024-01-08T09:00:00',
    ],
    [
      'Monday at a time to come, every other week',
      { when: 'W0', dayOfWeek: 0, interval: 14 * DAY, atTime: { hour: 11 } },
      '2024-01-01T10:00:00Z',
      '2024-01-08T11:00:00',
    ],
  ])('%s', (_, more, now, end) => {
    expect(iso(periodEnd(schedule(more), seconds(now)))).toBe(end)
  })
})

describe('where clocks are put forward and back', () => {
  test.each<[string, Partial<Schedule>, string, string]>([
    ['winter', {}, '2024-01-01T10:00:00Z', '2024-01-01T23:00:00'],
    ['summer', {}, '2024-07-01T10:00:00Z', '2024-07-01T22:00:00'],
    ['the day on which they are put forward', {}, '2024-03-31T00:30:00Z', '2024-03-31T22:00:00'],
    ['the day on which they are put back', {}, '2024-10-27T00:30:00Z', '2024-10-27T23:00:00'],
    ['an interval', { when: 'D' }, '2024-03-31T00:30:00Z', '2024-04-01T00:30:00'],
    ['UTC', { utc: true }, '2024-03-31T00:30:00Z', '2024-04-01T00:00:00'],
    // It does not exist that day.
    [
      '2:30 of the day on which they are put forward',
      { atTime: { hour: 2, minute: 30 } },
      '2024-03-30T12:00:00Z',
      '2024-03-31T01:30:00',
    ],
  ])('%s', (_, more, now, end) => {
    expect(iso(periodEnd(schedule({ utc: false, ...more }), seconds(now)))).toBe(end)
  })

  test.each<[string, boolean, string, string, [number, number]]>([
    ['in UTC', true, '2024-04-01T00:00:00Z', '2024-04-01T00:00:00Z', [31, 0]],
    ['in winter', false, '2024-01-01T23:00:00Z', '2024-01-01T23:00:00Z', [1, 0]],
    ['of the day on which they were put forward', false, '2024-03-31T22:00:00Z', '2024-03-31T22:00:00Z', [31, 0]],
    ['of the day on which they were put back', false, '2024-10-27T23:00:00Z', '2024-10-27T23:00:00Z', [27, 0]],
  ])('the start %s', (_, utc, end, now, [day, hour]) => {
    const start = periodStart(schedule({ utc }), seconds(end), seconds(now))
    expect([start.tm_mday, start.tm_hour]).toEqual([day, hour])
  })
})

import { describe, expect, test } from 'vitest'
import { Formatter } from '../formatting/formatter.js'
import { makeLogRecord } from '../records/record.js'
import { gmtime } from '../text/structTime.js'
import { Clock } from './clock.js'

const NOW = 1_700_000_000_000
const TIMES = [
  NOW,
  NOW + 1,
  NOW + 1,
  NOW + 9,
  NOW + 10,
  NOW + 99,
  NOW + 100,
  NOW + 999,
  NOW + 1000,
  NOW,
  0,
  5,
  -1,
  -1500,
]

function formatted(formatter: Formatter, ms: number): string {
  return formatter.formatTime(makeLogRecord({ created: ms / 1000 }), formatter.datefmt)
}

function checkTimes(formatter: Formatter, clock: Clock): void {
  for (const ms of TIMES) expect([ms, clock.text(ms)]).toEqual([ms, formatted(formatter, ms)])
}

describe('times are as formatTime has them', () => {
  test.each<[string, object]>([
    ['as they are', {}],
    ['with a datefmt', { datefmt: '%H.%M.%S' }],
    ['with an empty datefmt', { datefmt: '' }],
    ['with milliseconds of another kind', { default_msec_format: '%s.%03d' }],
    ['without milliseconds', { default_msec_format: null }],
    ['with another time', { default_time_format: '%d %H:%M:%S' }],
    ['with an empty time', { default_time_format: '' }],
    ['of another zone', { converter: gmtime }],
  ])('%s', (_, changes) => {
    const formatter = Object.assign(new Formatter(), changes)
    checkTimes(formatter, new Clock(formatter))
  })

  test('after the formatter was changed, each time', () => {
    const formatter = new Formatter()
    const clock = new Clock(formatter)
    const changes: object[] = [
      { converter: gmtime },
      { default_time_format: '%d %H' },
      { default_msec_format: '%s:%d' },
      { default_msec_format: '%s,%03d' },
      { datefmt: '%S' },
      { datefmt: null },
      { converter: undefined },
    ]
    for (const change of changes) {
      clock.text(NOW)
      Object.assign(formatter, change)
      expect(clock.text(NOW)).toBe(formatted(formatter, NOW))
      checkTimes(formatter, clock)
    }
  })

  test('by the class’s converter', () => {
    class Own extends Formatter {
      static override converter = gmtime
    }
    const formatter = new Own()
    const clock = new Clock(formatter)
    expect(clock.text(NOW)).toBe('2023-11-14 22:13:20,000')
    Own.converter = () => gmtime(0)
    expect(clock.text(NOW)).toBe('1970-01-01 00:00:00,000')
  })
})

test('formatTime is asked once a second, and once a millisecond where its text has more', () => {
  let asked = 0
  class Asked extends Formatter {
    override formatTime(...parameters: Parameters<Formatter['formatTime']>): string {
      asked++
      return super.formatTime(...parameters)
    }
  }
  const formatter = new Asked()
  const clock = new Clock(formatter)
  for (let ms = NOW; ms < NOW + 2000; ms++) clock.text(ms)
  expect(asked).toBe(2)
  formatter.datefmt = '%S'
  for (let i = 0; i < 20; i++) clock.text(NOW + (i >> 1))
  expect(asked).toBe(12)
})

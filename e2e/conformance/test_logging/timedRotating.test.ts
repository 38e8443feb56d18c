// Counterparts of TimedRotatingFileHandlerTest.
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import * as logging from 'treeline'
import { TimedRotatingFileHandler, type TimedRotatingFileHandlerOptions } from 'treeline/handlers'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useCleanLogging, useFolder } from './setup.js'

useCleanLogging()
const inFolder = useFolder()

const zone = process.env['TZ']
beforeEach(() => {
  // Clocks are put forward on 11 March 2012 at 2:00, and back on 4 November at 2:00.
  process.env['TZ'] = 'America/New_York'
  vi.useFakeTimers({ toFake: ['Date'] })
})
afterEach(() => {
  vi.useRealTimers()
  if (zone === undefined) delete process.env['TZ']
  else process.env['TZ'] = zone
})

const HOUR = 3600
const DAY = 24 * HOUR

function timed(path: string, options: TimedRotatingFileHandlerOptions): TimedRotatingFileHandler {
  const handler = new TimedRotatingFileHandler(path, { encoding: 'utf-8', ...options })
  handler.setFormatter(new logging.Formatter('%(asctime)s %(message)s'))
  return handler
}

const recordOf = (msg: string): logging.LogRecord => logging.makeLogRecord({ msg })
const messages = (path: string): string[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .map((line) => line.replace(/^\S+ \S+ /, ''))
    .filter(Boolean)

test('TimedRotatingFileHandlerTest.test_should_not_rollover', () => {
  const handler = timed('/dev/null', { when: 'S', backupCount: 1 })
  vi.setSystemTime(Date.now() + 1100)
  const before = handler.rolloverAt
  vi.setSystemTime(before * 1000 + 1100)
  expect(handler.shouldRollover(recordOf('to a device'))).toBe(false)
  expect(handler.rolloverAt).toBe(before + 2)
})

test('TimedRotatingFileHandlerTest.test_rollover', () => {
  const path = inFolder('app.log')
  vi.setSystemTime(new Date(2024, 1, 29, 12, 0, 0, 500))
  writeFileSync(path, '')
  utimesSync(path, new Date(), new Date())
  const handler = timed(path, { when: 'S', backupCount: 1 })
  handler.emit(recordOf('before'))
  expect(existsSync(path)).toBe(true)
  vi.setSystemTime(Date.now() + 1100)
  handler.emit(recordOf('after'))
  void handler.close()
  expect(readdirSync(dirname(path)).sort()).toEqual(['app.log', 'app.log.2024-02-29_12-00-00'])
  expect(messages(`${path}.2024-02-29_12-00-00`)).toEqual(['before'])
  expect(messages(path)).toEqual(['after'])
})

/** Five programs, one after the other, at the very second of the rollover; the last two find a file from before it. */
function rollsOverAtStart(when: string, days: number): void {
  const path = inFolder('app.log')
  // A Thursday.
  const now = new Date(2024, 1, 29, 15, 4, 5, 400)
  vi.setSystemTime(now)
  const write = (text: string): void => {
    const handler = timed(path, { when, atTime: '15:04:05' })
    handler.emit(recordOf(text))
    void handler.close()
    utimesSync(path, now, now)
  }
  writeFileSync(path, '')
  utimesSync(path, now, now)
  for (const text of ['1 a', '1 b', '1 c']) write(text)
  expect(messages(path)).toEqual(['1 a', '1 b', '1 c'])
  const second = new Date(now.getTime() - 1000)
  utimesSync(path, second, second)
  for (const text of ['2 a', '2 b']) write(text)
  expect(messages(path)).toEqual(['2 a', '2 b'])
  const start = new Date(2024, 1, 29 - days)
  const stamp = [start.getFullYear(), start.getMonth() + 1, start.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  )
  expect(messages(`${path}.${stamp.join('-')}`)).toEqual(['1 a', '1 b', '1 c'])
}

test('TimedRotatingFileHandlerTest.test_rollover_at_midnight', () => {
  rollsOverAtStart('MIDNIGHT', 1)
})

test('TimedRotatingFileHandlerTest.test_rollover_at_weekday', () => {
  rollsOverAtStart('W3', 7)
})

test('TimedRotatingFileHandlerTest.test_invalid', () => {
  const path = inFolder('app.log')
  const refused = [
    ['X', 'Invalid rollover interval specified: X'],
    ['W', 'You must specify a day for weekly rollover from 0 to 6 (0 is Monday): W'],
    ['W7', 'Invalid day specified for weekly rollover: W7'],
  ] as const
  for (const [when, message] of refused) {
    expect(() => timed(path, { when, delay: true })).toThrow(RangeError)
    expect(() => timed(path, { when, delay: true })).toThrow(message)
  }
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_daily_attime', () => {
  const ends = (atTime: string | null, ...seconds: number[]): number[] => {
    const handler = timed(inFolder('app.log'), { when: 'MIDNIGHT', utc: true, atTime })
    return seconds.map((second) => handler.computeRollover(second))
  }
  expect(ends(null, 0, DAY - 1, DAY, DAY + HOUR)).toEqual([DAY, DAY, 2 * DAY, 2 * DAY])
  const noon = 12 * HOUR
  expect(ends('12:00:00', 0, noon - 1, noon, noon + HOUR)).toEqual([noon, noon, DAY + noon, DAY + noon])
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_weekly_attime', () => {
  const today = Date.UTC(2024, 1, 29) / 1000
  const thursday = 3
  const noon = 12 * HOUR
  for (let day = 0; day < 7; day++) {
    const handler = timed(inFolder('app.log'), { when: `W${day}`, utc: true, atTime: { hour: 12 } })
    const next = today + ((day - thursday + 7) % 7) * DAY + noon
    const ends = [0, noon - 1, noon, noon + HOUR].map((second) => handler.computeRollover(today + second))
    const later = day === thursday ? next + 7 * DAY : next
    expect(ends).toEqual([next, next, later, later])
  }
})

/** Ten times, five seconds apart. */
function stampsOfSeconds(): string[] {
  return Array.from({ length: 10 }, (_, i) => `2024-02-29_12-00-${String(5 * i).padStart(2, '0')}`)
}

function makeEmpty(names: readonly string[]): void {
  for (const name of names) writeFileSync(inFolder(name), '')
}

test('TimedRotatingFileHandlerTest.test_compute_files_to_delete', () => {
  const stamps = stampsOfSeconds()
  const withLogLast = (path: string): string => join(dirname(path), `${basename(path).replace('.log', '')}.log`)
  const ofG = (path: string): string => join(dirname(path), `g${basename(path).slice(6)}.oldlog`)
  const cases: [string, ((path: string) => string) | undefined, (stamp: string) => string][] = [
    ['a.b', undefined, (stamp) => `a.b.log.${stamp}`],
    ['a.b.c', undefined, (stamp) => `a.b.c.log.${stamp}`],
    ['d.e', withLogLast, (stamp) => `d.e.${stamp}.log`],
    ['d.e.f', withLogLast, (stamp) => `d.e.f.${stamp}.log`],
    ['g', ofG, (stamp) => `g${stamp}.oldlog`],
  ]
  makeEmpty(cases.flatMap(([, , named]) => stamps.map(named)))
  for (const [name, namer, named] of cases) {
    const handler = timed(inFolder(`${name}.log`), { when: 's', interval: 5, backupCount: 7, delay: true })
    Object.assign(handler, namer && { namer })
    expect(handler.getFilesToDelete().map((path) => basename(path))).toEqual(stamps.slice(0, 3).map(named))
  }
})

test('TimedRotatingFileHandlerTest.test_compute_files_to_delete_same_filename_different_extensions', () => {
  const stamps = stampsOfSeconds()
  makeEmpty(stamps.flatMap((stamp) => [`a.log.${stamp}`, `a.log.b.${stamp}`, `a.log.${stamp}.c`]))
  for (const [index, name] of ['a.log', 'a.log.b'].entries()) {
    const backupCount = index + 1
    const handler = timed(inFolder(name), { when: 's', interval: 5, backupCount, delay: true })
    const found = handler.getFilesToDelete().map((path) => basename(path))
    expect(found).toEqual(stamps.slice(0, stamps.length - backupCount).map((stamp) => `${name}.${stamp}`))
  }
})

/** The seconds of `11-04 01:30` in 2012, local; `*` is the hour's second time, after clocks were put back. */
function at(text: string): number {
  const [, month, day, hour, minute, again] = /^(\d+)-(\d+) (\d+):(\d+)(\*?)$/.exec(text)!
  const first = new Date(2012, Number(month) - 1, Number(day), Number(hour), Number(minute)).getTime() / 1000
  return first + (again ? HOUR : 0)
}

/**
 * Checks when periods end. Each row says it for the times from its first to the next row's first; of these the first, the last
 * and one between are asked for.
 */
function expectEnds(
  options: TimedRotatingFileHandlerOptions,
  rows: readonly (readonly [from: string, end: string])[],
): void {
  const handler = timed(inFolder('app.log'), { ...options, delay: true })
  const seen = rows.slice(0, -1).flatMap(([from], i) => {
    const [first, next] = [at(from), at(rows[i + 1]![0])]
    return [first, Math.floor((first + next) / 2), next - 1].map((second) => [from, handler.computeRollover(second)])
  })
  expect(seen).toEqual(rows.slice(0, -1).flatMap(([from, end]) => Array(3).fill([from, at(end)])))
}

test('TimedRotatingFileHandlerTest.test_compute_rollover_MIDNIGHT_local', () => {
  const when = 'MIDNIGHT'
  expectEnds({ when }, [
    ['03-10 00:00', '03-11 00:00'],
    ['03-11 00:00', '03-12 00:00'],
    ['03-12 00:00', '03-13 00:00'],
  ])
  expectEnds({ when }, [
    ['11-03 00:00', '11-04 00:00'],
    ['11-04 00:00', '11-05 00:00'],
    ['11-05 00:00', '11-06 00:00'],
  ])
  expectEnds({ when, atTime: '12:00' }, [
    ['03-09 12:00', '03-10 12:00'],
    ['03-10 12:00', '03-11 12:00'],
    ['03-11 12:00', '03-12 12:00'],
  ])
  expectEnds({ when, atTime: '12:00' }, [
    ['11-02 12:00', '11-03 12:00'],
    ['11-03 12:00', '11-04 12:00'],
    ['11-04 12:00', '11-05 12:00'],
  ])
  // On 11 March there is no time from 2:00 to 3:00.
  expectEnds({ when, atTime: '02:00' }, [
    ['03-09 02:00', '03-10 02:00'],
    ['03-10 02:00', '03-11 03:00'],
    ['03-11 03:00', '03-12 02:00'],
    ['03-12 02:00', '03-13 02:00'],
  ])
  expectEnds({ when, atTime: '02:00' }, [
    ['11-02 02:00', '11-03 02:00'],
    ['11-03 02:00', '11-04 02:00'],
    ['11-04 02:00', '11-05 02:00'],
    ['11-05 02:00', '11-06 02:00'],
  ])
  expectEnds({ when, atTime: '02:30' }, [
    ['03-09 02:30', '03-10 02:30'],
    ['03-10 02:30', '03-11 03:30'],
    ['03-11 03:00', '03-12 02:30'],
    ['03-12 02:30', '03-13 02:30'],
  ])
  expectEnds({ when, atTime: '02:30' }, [
    ['11-02 02:30', '11-03 02:30'],
    ['11-03 02:30', '11-04 02:30'],
    ['11-04 02:30', '11-05 02:30'],
  ])
  expectEnds({ when, atTime: '01:30' }, [
    ['03-10 01:30', '03-11 01:30'],
    ['03-11 01:30', '03-12 01:30'],
    ['03-12 01:30', '03-13 01:30'],
  ])
  // On 4 November the hour from 1:00 comes twice: the end is in both of them.
  expectEnds({ when, atTime: '01:30' }, [
    ['11-04 00:00', '11-04 01:30'],
    ['11-04 01:30', '11-05 01:30'],
    ['11-04 01:00*', '11-04 01:30*'],
    ['11-04 01:30*', '11-05 01:30'],
    ['11-05 01:30', '11-06 01:30'],
  ])
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_W6_local', () => {
  const when = 'W6'
  expectEnds({ when }, [
    ['02-27 00:00', '03-05 00:00'],
    ['03-05 00:00', '03-12 00:00'],
    ['03-12 00:00', '03-19 00:00'],
  ])
  expectEnds({ when }, [
    ['10-22 00:00', '10-29 00:00'],
    ['10-29 00:00', '11-05 00:00'],
    ['11-05 00:00', '11-12 00:00'],
  ])
  for (const atTime of ['00:00', '12:00']) {
    for (const days of [
      ['03-04', '03-11', '03-18'],
      ['10-28', '11-04', '11-11'],
    ] as const) {
      const [first, second, third] = days.map((day) => `${day} ${atTime}`) as [string, string, string]
      expectEnds({ when, atTime }, [
        [first, second],
        [second, third],
        [third, ''],
      ])
    }
  }
  // On 11 March, a Sunday, there is no time from 2:00 to 3:00.
  for (const [atTime, end] of [
    ['02:00', '03:00'],
    ['02:30', '03:30'],
  ] as const) {
    expectEnds({ when, atTime }, [
      [`02-26 ${atTime}`, `03-04 ${atTime}`],
      [`03-04 ${atTime}`, `03-11 ${end}`],
      ['03-11 03:00', `03-18 ${atTime}`],
      [`03-18 ${atTime}`, ''],
    ])
    expectEnds({ when, atTime }, [
      [`10-21 ${atTime}`, `10-28 ${atTime}`],
      [`10-28 ${atTime}`, `11-04 ${atTime}`],
      [`11-04 ${atTime}`, `11-11 ${atTime}`],
      [`11-11 ${atTime}`, ''],
    ])
  }
  expectEnds({ when, atTime: '01:30' }, [
    ['03-04 01:30', '03-11 01:30'],
    ['03-11 01:30', '03-18 01:30'],
    ['03-18 01:30', ''],
  ])
  expectEnds({ when, atTime: '01:30' }, [
    ['10-28 01:30', '11-04 01:30'],
    ['11-04 01:30', '11-11 01:30'],
    ['11-04 01:00*', '11-04 01:30*'],
    ['11-04 01:30*', '11-11 01:30'],
    ['11-11 01:30', ''],
  ])
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_MIDNIGHT_local_interval', () => {
  const options = { when: 'MIDNIGHT', interval: 3 }
  for (const atTime of [undefined, '00:00', '12:00'] as const) {
    const clock = atTime ?? '00:00'
    for (const days of [
      ['03-07', '03-08', '03-09', '03-10', '03-11', '03-12', '03-13', '03-14'],
      ['10-31', '11-01', '11-02', '11-03', '11-04', '11-05', '11-06', '11-07'],
    ]) {
      const rows = days.slice(0, -3).map((day, i) => [`${day} ${clock}`, `${days[i + 3]} ${clock}`] as const)
      expectEnds({ ...options, atTime }, rows)
    }
  }
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_W6_local_interval', () => {
  const options = { when: 'W6', interval: 3 }
  // Without a time, the week ends with the Sunday.
  for (const [atTime, days] of [
    [undefined, ['02-20', '02-27', '03-05', '03-12', '03-19', '03-26', '04-02']],
    [undefined, ['10-15', '10-22', '10-29', '11-05', '11-12', '11-19', '11-26']],
    ['00:00', ['02-19', '02-26', '03-04', '03-11', '03-18', '03-25', '04-01']],
    ['00:00', ['10-14', '10-21', '10-28', '11-04', '11-11', '11-18', '11-25']],
    ['12:00', ['02-19', '02-26', '03-04', '03-11', '03-18', '03-25', '04-01']],
    ['12:00', ['10-14', '10-21', '10-28', '11-04', '11-11', '11-18', '11-25']],
  ] as const) {
    const clock = atTime ?? '00:00'
    const rows = days.slice(0, -3).map((day, i) => [`${day} ${clock}`, `${days[i + 3]} ${clock}`] as const)
    expectEnds({ ...options, atTime }, rows)
  }
})

/** Returns when the first period of 1970 ends, in UTC. The first of January was a Thursday. */
function firstEnd(when: string, interval = 1): number {
  return timed(inFolder('app.log'), { when, interval, utc: true }).computeRollover(0)
}

test('TimedRotatingFileHandlerTest.test_compute_rollover_S', () => {
  expect(firstEnd('S')).toBe(1)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_S_interval', () => {
  expect(firstEnd('S', 3)).toBe(3)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_M', () => {
  expect(firstEnd('M')).toBe(60)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_M_interval', () => {
  expect(firstEnd('M', 3)).toBe(180)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_H', () => {
  expect(firstEnd('H')).toBe(HOUR)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_H_interval', () => {
  expect(firstEnd('H', 3)).toBe(3 * HOUR)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_D', () => {
  expect(firstEnd('D')).toBe(DAY)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_D_interval', () => {
  expect(firstEnd('D', 3)).toBe(3 * DAY)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_MIDNIGHT', () => {
  expect(firstEnd('MIDNIGHT')).toBe(DAY)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_MIDNIGHT_interval', () => {
  expect(firstEnd('MIDNIGHT', 3)).toBe(3 * DAY)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_W0', () => {
  expect(firstEnd('W0')).toBe(5 * DAY)
})

test('TimedRotatingFileHandlerTest.test_compute_rollover_W0_interval', () => {
  expect(firstEnd('W0', 3)).toBe(19 * DAY)
})

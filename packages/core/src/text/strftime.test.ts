import { afterEach, describe, expect, test } from 'vitest'
import { strftime } from './strftime.js'
import { gmtime, localtime, type StructTime } from './structTime.js'

// Expectations are what python3 gives on glibc.

const morning: StructTime = {
  tm_year: 2021,
  tm_mon: 7,
  tm_mday: 4,
  tm_hour: 3,
  tm_min: 5,
  tm_sec: 9,
  tm_wday: 6,
  tm_yday: 185,
  tm_isdst: 1,
  tm_gmtoff: -14400,
  tm_zone: 'EDT',
}
const inYear = (tm_year: number): StructTime => ({ ...morning, tm_year })
const on = (iso: string): StructTime => gmtime(Date.parse(iso) / 1000)

describe('directives', () => {
  test.each([
    ['%a %A %b %B %h', 'Sun Sunday Jul July Jul'],
    ['%c', 'Sun Jul  4 03:05:09 2021'],
    ['%C %y %Y %g %G', '20 21 2021 21 2021'],
    ['%d %e %j %m', '04  4 185 07'],
    ['%D %F %x', '07/04/21 2021-07-04 07/04/21'],
    ['%H %I %k %l %M %S', '03 03  3  3 05 09'],
    ['%n%t%%', '\n\t%'],
    ['%p %P', 'AM am'],
    ['%r %R %T %X', '03:05:09 AM 03:05 03:05:09 03:05:09'],
    ['%s', '1625382309'],
    ['%u %w %U %V %W', '7 0 27 26 26'],
    ['%z %Z', '-0400 EDT'],
  ])('%j', (format, text) => {
    expect(strftime(format, morning)).toBe(text)
  })

  test.each([
    ['2021-01-03', '01 2020 53 20 00'],
    ['2018-12-31', '52 2019 01 19 53'],
    ['2020-12-31', '52 2020 53 20 52'],
    ['2024-12-30', '52 2025 01 25 53'],
    ['2023-01-01', '01 2022 52 22 00'],
  ])('weeks of %s', (date, text) => {
    expect(strftime('%U %G %V %g %W', on(date))).toBe(text)
  })

  test('noon and midnight', () => {
    expect(strftime('%I %l %p', on('2024-02-29T12:00Z'))).toBe('12 12 PM')
    expect(strftime('%I %l %P', on('2024-02-29T00:59Z'))).toBe('12 12 am')
  })

  test.each([
    ['%f', '%f'],
    ['%q%i%é', '%q%i%é'],
    ['100%', '100%'],
    ['%5', '   %5'],
    ['%-', '%-'],
    ['%5q|%05f|%^f', '  %5q|0%05f|%^F'],
    ['%:z', '%:z'],
    ['no directive', 'no directive'],
    ['', ''],
  ])('stays as written: %j', (format, text) => {
    expect(strftime(format, morning)).toBe(text)
  })
})

describe('flags, widths and modifiers', () => {
  test.each([
    ['%-d|%_d|%5d|%_5d|%-5d', '4| 4|00004|    4|    4'],
    ['%_-d|%-_d|%0_d|%_0d', '4| 4| 4|04'],
    ['%0e|%-e|%05k|%5k|%15s|%015s', '04|4|00003|    3|     1625382309|000001625382309'],
    ['%^a|%#a|%^10B|%010a', 'SUN|SUN|      JULY|0000000Sun'],
    ['%#p|%^P|%#Z|%#^Z|%10Z', 'am|am|edt|edt|       EDT'],
    ['%^c|%#c', 'SUN JUL  4 03:05:09 2021|Sun Jul  4 03:05:09 2021'],
    ['%10D|%010D|%_D|%20T', '  07/04/21|0007/04/21|07/04/21|            03:05:09'],
    ['%-z|%_z|%10z|%05z|%-5z', '-400|- 400|         -0000000400|0000-00400|    -  400'],
    ['%5n|%3t|%05%', '    \n|  \t|0000%'],
    ['%Ey %EY %Ec %Od %OB %Ox', '21 2021 Sun Jul  4 03:05:09 2021 04 July %Ox'],
    ['%#Eb %#Eh %#Ea', '%#EB %#EH %#Ea'],
    ['%Ed %EB %OY %EEd %E', '%Ed %EB %OY %EEd %E'],
  ])('%j', (format, text) => {
    expect(strftime(format, morning)).toBe(text)
  })

  test.each([
    [-101, '-101 -2 99 -101-07-04 -0000101     -101'],
    [-1, '-1 -1 99 -1-07-04 -0000001       -1'],
    [0, '0 0 00 0-07-04 00000000        0'],
    [99, '99 0 99 99-07-04 00000099       99'],
    [12345, '12345 123 45 12345-07-04 00012345    12345'],
  ])('the year %i', (year, text) => {
    expect(strftime('%Y %C %y %F %8Y %_8Y', inYear(year))).toBe(text)
  })

  test('a text that Python gives up', () => {
    expect(strftime('%1700d', morning)).toHaveLength(1700)
    expect(strftime('%9999d', morning)).toBe('')
    expect(strftime('%99999999999d', morning)).toBe('')
    expect(strftime('%999d'.repeat(100_000), morning)).toBe('')
  })
})

describe('gmtime and localtime', () => {
  test('gmtime', () => {
    expect({ ...gmtime(951782400.999) }).toEqual({
      tm_year: 2000,
      tm_mon: 2,
      tm_mday: 29,
      tm_hour: 0,
      tm_min: 0,
      tm_sec: 0,
      tm_wday: 1,
      tm_yday: 60,
      tm_isdst: 0,
      tm_gmtoff: 0,
      tm_zone: 'GMT',
    })
    expect(strftime('%c %j', gmtime(-0.5))).toBe('Wed Dec 31 23:59:59 1969 365')
    expect(strftime('%F %a', gmtime(-62167219200))).toBe('0-01-01 Sat')
  })

  test('localtime is what the Date of the same instant reads', () => {
    for (const seconds of [0, 1.7e9, 1720000000.75, 1e10]) {
      const date = new Date(seconds * 1000)
      const time = localtime(seconds)
      expect([time.tm_year, time.tm_mon - 1, time.tm_mday, time.tm_hour, time.tm_min, time.tm_sec]).toEqual([
        date.getFullYear(),
        date.getMonth(),
        date.getDate(),
        date.getHours(),
        date.getMinutes(),
        date.getSeconds(),
      ])
      expect(time.tm_gmtoff).toBe(0 - date.getTimezoneOffset() * 60)
      expect(strftime('%s', time)).toBe(String(Math.floor(seconds)))
      expect(strftime('%Z', time)).toMatch(/^[A-Z]/)
    }
  })

  test('default to now', () => {
    const before = Math.floor(Date.now() / 1000)
    expect(Number(strftime('%s', gmtime()))).toBeGreaterThanOrEqual(before)
    expect(Number(strftime('%s', localtime()))).toBeGreaterThanOrEqual(before)
  })

  test.each([Number.NaN, Infinity, 1e20, -1e20])('%d is no time', (seconds) => {
    const error = new RangeError('timestamp out of range for platform time_t')
    expect(() => localtime(seconds)).toThrow(error)
    expect(() => gmtime(seconds)).toThrow(error)
  })
})

describe('the names of zones', () => {
  const before = process.env['TZ']
  afterEach(() => {
    if (before === undefined) delete process.env['TZ']
    else process.env['TZ'] = before
  })

  test.each([
    ['UTC', 'UTC UTC'],
    ['Europe/Paris', 'CET CEST'],
    ['America/New_York', 'EST EDT'],
    ['America/St_Johns', 'NST NDT'],
    ['Asia/Kolkata', 'IST IST'],
    ['Asia/Tokyo', 'JST JST'],
    ['America/Sao_Paulo', '-03 -03'],
    ['Asia/Kathmandu', '+0545 +0545'],
  ])('%s', (zone, names) => {
    process.env['TZ'] = zone
    const zoneOn = (iso: string): string => strftime('%Z', localtime(Date.parse(iso) / 1000))
    expect(`${zoneOn('2026-01-15')} ${zoneOn('2026-07-15')}`).toBe(names)
  })
})

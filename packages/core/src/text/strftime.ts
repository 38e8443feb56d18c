// time.strftime: the C locale, glibc's directives, flags and widths.
import type { StructTime } from './structTime.js'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS =
  /* @__PURE__ */ 'January February March April May June July August September October November December'.split(' ')

const modulo100 = (x: number): number => ((x % 100) + 100) % 100
const daysOf = (year: number): number => (year % 4 || (year % 100 === 0 && year % 400) ? 365 : 366)

/** Directives that stand for others. */
const FORMATS: Readonly<Record<string, string>> = {
  c: '%a %b %e %T %Y',
  D: '%m/%d/%y',
  F: '%Y-%m-%d',
  h: '%b',
  r: '%I:%M:%S %p',
  R: '%H:%M',
  T: '%R:%S',
  x: '%D',
  X: '%T',
}

/** Returns the values of the other directives: a number (padded with zeros) or a text (not padded). */
function valuesOf({
  tm_year: year,
  tm_mon: month,
  tm_mday: day,
  tm_hour: hour,
  tm_min: minute,
  tm_sec: second,
  tm_wday: weekday,
  tm_yday: yearDay,
  tm_gmtoff: offset,
}: StructTime): Readonly<Record<string, number | string>> {
  const sunday = (weekday + 1) % 7
  const hour12 = ((hour + 11) % 12) + 1
  const half = hour < 12 ? 'AM' : 'PM'
  const dayName = DAYS[weekday] ?? '?'
  const monthName = MONTHS[month - 1] ?? '?'
  /** Returns how many weeks have begun this year, when the time is `sinceStart` days into its week. */
  const week = (sinceStart: number): number => Math.floor((yearDay + 6 - sinceStart) / 7)
  // ISO 8601: a week belongs to the year of its Thursday.
  let isoYear = year
  let thursday = yearDay - weekday + 3
  if (thursday < 1) thursday += daysOf(--isoYear)
  else if (thursday > daysOf(year)) thursday -= daysOf(isoYear++)
  const zoneMinutes = Math.floor(Math.abs(offset) / 60)
  return {
    a: dayName.slice(0, 3),
    A: dayName,
    b: monthName.slice(0, 3),
    B: monthName,
    C: Math.floor(year / 100),
    d: day,
    e: day,
    g: modulo100(isoYear),
    G: isoYear,
    H: hour,
    I: hour12,
    j: yearDay,
    k: hour,
    l: hour12,
    m: month,
    M: minute,
    n: '\n',
    p: half,
    P: half.toLowerCase(),
    s: new Date(0).setUTCFullYear(year, month - 1, day) / 1000 + hour * 3600 + minute * 60 + second - offset,
    S: second,
    t: '\t',
    u: weekday + 1,
    U: week(sunday),
    V: Math.ceil(thursday / 7),
    w: sunday,
    W: week(weekday),
    y: modulo100(year),
    Y: year,
    // An hour's sixty minutes read as 100.
    z: zoneMinutes + 40 * Math.floor(zoneMinutes / 60),
    '%': '%',
  }
}

/** The directives that glibc does not take with these modifiers; elsewhere they mean nothing in the C locale. */
const BARRED = /E[aAbBdDeFgGhHIjklmMSUVwW]|O[aAcDFxXY]/

const DIRECTIVE = /%([-_0^#]*)(\d*)([EO]?)([^]?)/gu
/** The most characters, where Python has no bound: a format of many wide directives must not fill the memory. */
const MAX_ROOM = 2 ** 24

/** Returns Python's `time.strftime`: text that is no directive of glibc stays as it is. */
export function strftime(format: string, time: StructTime): string {
  const values = valuesOf(time)
  // Python returns '' for a text that does not fit in this many characters.
  let room = 1024
  while (room < 256 * format.length && room < MAX_ROOM) room *= 2
  let left = room

  /** Returns the text of a directive that is `written` as `%-5d`. */
  function expand(written: string, flags: string, minimum: string, modifier: string, code: string): string {
    const standsFor = FORMATS[code]
    // A zone's name is slow to find.
    const value = BARRED.test(modifier + code)
      ? undefined
      : standsFor
        ? strftime(standsFor, time)
        : code === 'Z'
          ? time.tm_zone
          : values[code]
    const width = Math.min(Number(minimum), room)
    const padding = flags.replace(/[\^#]/g, '').at(-1)
    const pad = (text: string): string => text.padStart(width, padding === '0' ? padding : ' ')

    if (typeof value === 'number') {
      const sign = value < 0 ? '-' : ''
      const digits = String(Math.abs(value))
      const isZero = padding ? padding === '0' : !'ekls'.includes(code)
      const length = code === 'z' ? 4 : code === 'j' ? 3 : 'CGsuwY'.includes(code) ? 1 : 2
      const to = padding === '-' ? width : Math.max(width, length)
      // glibc pads the sign of %z to the whole width as well.
      const zone = code === 'z' ? pad(time.tm_gmtoff < 0 ? '-' : '+') : ''
      return zone + (isZero ? sign + digits.padStart(to - sign.length, '0') : (sign + digits).padStart(to))
    }

    // glibc looks at '#' before it refuses %Eb.
    if (value === undefined && !/[bh]/.test(code)) code = ''
    const text = value ?? written
    const hash = flags.includes('#')
    if (hash && /[pZ]/.test(code)) return pad(text.toLowerCase())
    const isUpper = flags.includes('^') ? code !== 'P' : hash && /[aAbBh]/.test(code)
    return pad(isUpper ? text.toUpperCase() : text)
  }

  const text = format.replace(DIRECTIVE, (...directive) => {
    const shown = left > 0 ? expand(...(directive as unknown as Parameters<typeof expand>)) : ''
    left -= shown.length
    return shown
  })
  return left > 0 && text.length < room ? text : ''
}

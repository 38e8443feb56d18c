// time.strftime: the C locale, glibc's directives, flags and widths.
import type { StructTime } from './structTime.js'

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const MONTHS =
  /* @__PURE__ */ 'January February March April May June July August September October November December'.split(' ')

const modulo = (x: number, by: number): number => ((x % by) + by) % by
const daysOf = (year: number): number => (year % 4 || (year % 100 === 0 && year % 400) ? 365 : 366)
const month = (time: StructTime): string => MONTHS[time.tm_mon - 1] ?? '?'
const weekday = (time: StructTime): string => DAYS[time.tm_wday] ?? '?'
const sunday = (time: StructTime): number => (time.tm_wday + 1) % 7
const hour12 = (time: StructTime): number => ((time.tm_hour + 11) % 12) + 1
const half = (time: StructTime): string => (time.tm_hour < 12 ? 'AM' : 'PM')
/** How many weeks have begun this year, when `time` is `sinceStart` days into its week. */
const week = (time: StructTime, sinceStart: number): number => Math.floor((time.tm_yday + 6 - sinceStart) / 7)

/** ISO 8601: a week belongs to the year of its Thursday. */
function isoWeek(time: StructTime): [year: number, week: number] {
  let year = time.tm_year
  let thursday = time.tm_yday - time.tm_wday + 3
  if (thursday < 1) thursday += daysOf(--year)
  else if (thursday > daysOf(year)) thursday -= daysOf(year++)
  return [year, Math.ceil(thursday / 7)]
}

/** A format to expand, or what makes a number (padded with zeros) or a text (not padded). */
const DIRECTIVES: Record<string, string | ((time: StructTime) => string | number)> = {
  a: (time) => weekday(time).slice(0, 3),
  A: weekday,
  b: (time) => month(time).slice(0, 3),
  B: month,
  c: '%a %b %e %T %Y',
  C: (time) => Math.floor(time.tm_year / 100),
  d: (time) => time.tm_mday,
  D: '%m/%d/%y',
  e: (time) => time.tm_mday,
  F: '%Y-%m-%d',
  g: (time) => modulo(isoWeek(time)[0], 100),
  G: (time) => isoWeek(time)[0],
  h: '%b',
  H: (time) => time.tm_hour,
  I: hour12,
  j: (time) => time.tm_yday,
  k: (time) => time.tm_hour,
  l: hour12,
  m: (time) => time.tm_mon,
  M: (time) => time.tm_min,
  n: '\n',
  p: half,
  P: (time) => half(time).toLowerCase(),
  r: '%I:%M:%S %p',
  R: '%H:%M',
  s: (time) =>
    new Date(0).setUTCFullYear(time.tm_year, time.tm_mon - 1, time.tm_mday) / 1000 +
    time.tm_hour * 3600 +
    time.tm_min * 60 +
    time.tm_sec -
    time.tm_gmtoff,
  S: (time) => time.tm_sec,
  t: '\t',
  T: '%H:%M:%S',
  u: (time) => time.tm_wday + 1,
  U: (time) => week(time, sunday(time)),
  V: (time) => isoWeek(time)[1],
  w: sunday,
  W: (time) => week(time, time.tm_wday),
  x: '%m/%d/%y',
  X: '%H:%M:%S',
  y: (time) => modulo(time.tm_year, 100),
  Y: (time) => time.tm_year,
  z: (time) => {
    const minutes = Math.floor(Math.abs(time.tm_gmtoff) / 60)
    return Math.floor(minutes / 60) * 100 + (minutes % 60)
  },
  Z: (time) => time.tm_zone,
  '%': '%',
}

/** The directives that glibc does not take with these modifiers; elsewhere they mean nothing in the C locale. */
const BARRED: Record<string, string> = { E: 'aAbBdDeFgGhHIjklmMSUVwW', O: 'aAcDFxXY' }

/** A directive as it is written: `%-5d`. */
interface Written {
  readonly all: string
  readonly flags: string
  readonly width: number
  readonly modifier: string
  readonly code: string
}

function expand(time: StructTime, { all, flags, width, modifier, code }: Written): string {
  const directive = BARRED[modifier]?.includes(code) ? undefined : DIRECTIVES[code]
  const value = typeof directive === 'function' ? directive(time) : directive && strftime(directive, time)
  const padding = flags.replace(/[\^#]/g, '').at(-1)
  const pad = (text: string, zeros = padding === '0', to = width): string => text.padStart(to, zeros ? '0' : ' ')

  if (typeof value === 'number') {
    const sign = value < 0 ? '-' : ''
    const digits = String(Math.abs(value))
    const zeros = padding ? padding === '0' : !'ekls'.includes(code)
    const length = code === 'z' ? 4 : code === 'j' ? 3 : 'CGsuwY'.includes(code) ? 1 : 2
    const to = padding === '-' ? width : Math.max(width, length)
    // glibc pads the sign of %z to the whole width as well.
    const zone = code === 'z' ? pad(time.tm_gmtoff < 0 ? '-' : '+') : ''
    return zone + (zeros ? sign + pad(digits, true, to - sign.length) : pad(sign + digits, false, to))
  }

  // glibc looks at '#' before it refuses %Eb.
  if (value === undefined && !/[bh]/.test(code)) code = ''
  const text = value ?? all
  const hash = flags.includes('#')
  if (hash && /[pZ]/.test(code)) return pad(text.toLowerCase())
  const upper = flags.includes('^') ? code !== 'P' : hash && /[aAbBh]/.test(code)
  return pad(upper ? text.toUpperCase() : text)
}

const DIRECTIVE = /%([-_0^#]*)(\d*)([EO]?)([^]?)/gu
/** What Python has no bound for: a format of many wide directives must not fill the memory. */
const MAX_ROOM = 2 ** 24

/** Python's `time.strftime`: what is no directive of glibc's stays as it is written. */
export function strftime(format: string, time: StructTime): string {
  // Python gives a text up, as '', that does not fit in this many characters.
  let room = 1024
  while (room < 256 * format.length && room < MAX_ROOM) room *= 2
  let text = ''
  let end = 0
  for (const { 0: all, 1: flags, 2: width, 3: modifier, 4: code, index } of format.matchAll(DIRECTIVE)) {
    const written = { all, flags: flags!, width: Math.min(Number(width), room), modifier: modifier!, code: code! }
    text += format.slice(end, index) + expand(time, written)
    if (text.length >= room) return ''
    end = index + all.length
  }
  text += format.slice(end)
  return text.length < room ? text : ''
}

// What time.localtime knows of the zone, from what the engine knows.
import { offsetOf } from './structTime.js'

/** The locales that have abbreviations for zones: CLDR gives each only to those that use it. */
const LOCALES = ['en-US', 'en-GB', 'en-CA', 'en-AU', 'en-IN', 'en-ZA', 'ja']

let lastClock = ''
let lastName = ''

interface Clock {
  /** Seconds ahead of UTC at the time itself, and in the year's January and July. */
  readonly offset: number
  readonly january: number
  readonly july: number
}

function clockOf(date: Date): Clock {
  const year = date.getFullYear()
  return { offset: offsetOf(date), january: offsetOf(new Date(year, 0)), july: offsetOf(new Date(year, 6)) }
}

/**
 * Returns whether daylight saving is on. JavaScript does not say so: a clock that is ahead of the zone's January or July has it.
 */
export function isdst(date: Date): 0 | 1 {
  const { offset, january, july } = clockOf(date)
  return offset > Math.min(january, july) ? 1 : 0
}

/** Returns the zone's abbreviation. Finding it takes milliseconds, so it is kept for times of the year with the same clock. */
export function zoneName(date: Date): string {
  const { offset, january, july } = clockOf(date)
  const clock = [date.getFullYear(), offset, january, july].join()
  if (clock !== lastClock) {
    lastName = findZoneName(date)
    lastClock = clock
  }
  return lastName
}

/** Returns the zone's abbreviation; if no locale has one, the offset as the zone database writes it, '+1030'. */
function findZoneName(date: Date): string {
  let name = ''
  for (const locale of LOCALES) {
    name = date.toLocaleTimeString(locale, { hour12: false, timeZoneName: 'short' }).replace(/^\S+\s/, '')
    if (!/^(GMT|UTC)[^]/.test(name)) return name
  }
  return name.replace(
    /.*?([-+\u2212])(\d+):?(\d*).*/,
    (_, sign: string, hours: string, minutes: string) => (sign === '+' ? sign : '-') + hours.padStart(2, '0') + minutes,
  )
}

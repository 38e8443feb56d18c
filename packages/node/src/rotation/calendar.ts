// When periods begin and end: Python's arithmetic, its hour of daylight saving included.
import { gmtime, localtime, type StructTime } from '@treeline/core'
import { isdst } from '@treeline/core/internal'
import { secondsOf, type TimeOfDay } from './timeOfDay.js'

const HOUR = 3600
const DAY = 24 * HOUR
const WEEK = 7 * DAY

/** When a handler rolls over. */
export interface Schedule {
  /** Python's `when`, in upper case. */
  readonly when: string
  /** The length of a period, in seconds. */
  readonly interval: number
  /** 0 is Monday; undefined where `when` is no week. */
  readonly dayOfWeek: number | undefined
  /** When the day's or the week's file ends; null for midnight. */
  readonly atTime: TimeOfDay | null
  readonly utc: boolean
}

/** Returns when the period that `now` is in ends. Both are seconds since 1970. */
export function periodEnd(schedule: Schedule, now: number): number {
  const { when, interval, utc } = schedule
  if (when !== 'MIDNIGHT' && !when.startsWith('W')) return now + interval
  const end = now + nextClockTime(schedule, utc ? gmtime(now) : localtime(now))
  if (utc || isSaving(now) === isSaving(end)) return end
  if (isSaving(now)) return end + HOUR
  // An hour less, unless clocks are put forward at that very time: then the hour does not exist.
  return isSaving(end - HOUR) ? end - HOUR : end
}

/** Returns the seconds until clocks show `atTime` on the right day, without a change to or from daylight saving. */
function nextClockTime({ when, interval, dayOfWeek, atTime }: Schedule, clock: StructTime): number {
  const { tm_hour: hour, tm_min: minute, tm_sec: second } = clock
  let day = clock.tm_wday
  let wait = (atTime === null ? DAY : secondsOf(atTime)) - secondsOf({ hour, minute, second })
  if (wait <= 0) {
    wait += DAY
    day++
  }
  if (when === 'MIDNIGHT' || dayOfWeek === undefined) return wait + interval - DAY
  return wait + ((dayOfWeek - day + 14) % 7) * DAY + interval - WEEK
}

/**
 * Returns when the period began that ends at `end`, as clocks showed it.
 *
 * @param now decides whether daylight saving counts, as in Python
 */
export function periodStart({ interval, utc }: Schedule, end: number, now: number): StructTime {
  const start = end - interval
  if (utc) return gmtime(start)
  const isNow = isSaving(now)
  return localtime(isNow === isSaving(start) ? start : start + (isNow ? HOUR : -HOUR))
}

function isSaving(seconds: number): boolean {
  return isdst(new Date(Math.floor(seconds) * 1000)) === 1
}

// time.localtime and time.gmtime.

/** Python's `time.struct_time`. */
export interface StructTime {
  readonly tm_year: number
  /** 1 to 12 */
  readonly tm_mon: number
  readonly tm_mday: number
  readonly tm_hour: number
  readonly tm_min: number
  readonly tm_sec: number
  /** 0 is Monday */
  readonly tm_wday: number
  /** 1 to 366 */
  readonly tm_yday: number
  /** -1: not known */
  readonly tm_isdst: 0 | 1 | -1
  /** Seconds east of UTC */
  readonly tm_gmtoff: number
  readonly tm_zone: string
}

function breakDown(seconds: number, offset: number, isdst: 0 | 1, zone: () => string): StructTime {
  const date = new Date(Math.floor(seconds + offset) * 1000)
  if (isNaN(+date)) throw new RangeError('timestamp out of range for platform time_t')
  return {
    tm_year: date.getUTCFullYear(),
    tm_mon: date.getUTCMonth() + 1,
    tm_mday: date.getUTCDate(),
    tm_hour: date.getUTCHours(),
    tm_min: date.getUTCMinutes(),
    tm_sec: date.getUTCSeconds(),
    tm_wday: (date.getUTCDay() + 6) % 7,
    tm_yday: (+date - new Date(date).setUTCMonth(0, 1)) / 864e5 + 1,
    tm_isdst: isdst,
    tm_gmtoff: offset,
    // The only source of a zone's name is slow, and few formats ask.
    get tm_zone() {
      return zone()
    },
  }
}

/** `seconds` since 1970 (default: now) as a calendar reads them in UTC. */
export function gmtime(seconds: number = Date.now() / 1000): StructTime {
  return breakDown(seconds, 0, 0, () => 'GMT')
}

/** `seconds` since 1970 (default: now) as a calendar reads them in the process's time zone. */
export function localtime(seconds: number = Date.now() / 1000): StructTime {
  const date = new Date(Math.floor(seconds) * 1000)
  const east = (month?: number): number =>
    0 - 60 * (month === undefined ? date : new Date(date.getFullYear(), month)).getTimezoneOffset()
  const offset = east()
  // Nothing in JavaScript says "daylight saving": it is being ahead of where the zone is in January or July.
  const january = east(0)
  const july = east(6)
  return breakDown(seconds, offset, offset > Math.min(january, july) ? 1 : 0, () =>
    zoneName(date, [date.getFullYear(), offset, january, july].join()),
  )
}

/** The zone's abbreviation, which takes the tables of strftime.ts. */
let zoneName = (_date: Date, _clock: string): string => ''

/** Gives a time as text: `strftime`, or slim.ts's part of it, whichever is registered. */
export let timeText = (format: string, _time: StructTime): string => format

export function setTimeText(strftime: typeof timeText, zone: typeof zoneName): void {
  timeText = strftime
  zoneName = zone
}

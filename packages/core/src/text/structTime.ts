// time.localtime and time.gmtime.
import { type Part, sharedPart } from '../realm/part.js'

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

/**
 * Returns a time's calendar fields.
 *
 * @param offset the zone's seconds east of UTC
 * @param local the moment that gives the zone's name and daylight saving; undefined for UTC
 * @throws RangeError for a time that no calendar shows
 */
function breakDown(seconds: number, offset: number, local?: Date): StructTime {
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
    tm_gmtoff: offset,
    // Few formats need these two, and the only source of a zone's name is slow.
    get tm_isdst() {
      return local ? times.current.isdst(local) : 0
    },
    get tm_zone() {
      return local ? times.current.zoneName(local) : 'GMT'
    },
  }
}

/**
 * Returns a time as a calendar shows it in UTC.
 *
 * @param seconds since 1970; default now
 * @throws RangeError for a time that no calendar shows
 */
export function gmtime(seconds: number = Date.now() / 1000): StructTime {
  return breakDown(seconds, 0)
}

/**
 * Returns a time as a calendar shows it in the process's time zone.
 *
 * @param seconds since 1970; default now
 * @throws RangeError for a time that no calendar shows
 */
export function localtime(seconds: number = Date.now() / 1000): StructTime {
  const date = new Date(Math.floor(seconds) * 1000)
  return breakDown(seconds, offsetOf(date), date)
}

/** Returns how many seconds local clocks are ahead of UTC. */
export function offsetOf(date: Date): number {
  return 0 - 60 * date.getTimezoneOffset()
}

/** The source of the texts of times. */
export interface Times {
  /**
   * Returns Python's `time.strftime`.
   *
   * @param missing is called for a directive that is not known here
   */
  strftime(format: string, time: StructTime, missing: () => void): string
  /** Returns whether local clocks show daylight saving; -1: not known. */
  isdst(date: Date): 0 | 1 | -1
  /** Returns the abbreviation of the local zone. */
  zoneName(date: Date): string
}

const NUMBERS: Readonly<Record<string, keyof StructTime>> = {
  Y: 'tm_year',
  m: 'tm_mon',
  d: 'tm_mday',
  H: 'tm_hour',
  M: 'tm_min',
  S: 'tm_sec',
}

/**
 * Filled with all of strftime.ts. Until then `strftime` knows only numbers and leaves other directives as written; zones have no
 * name.
 */
export const times: Part<Times> = /* @__PURE__ */ sharedPart<Times>('times', {
  strftime: (format, time, missing) =>
    format.replace(/%([^]?)/gu, (directive, code: string) => {
      const key = NUMBERS[code]
      if (key !== undefined) return String(time[key]).padStart(2, '0')
      if (code === '%') return code
      missing()
      return directive
    }),
  isdst: () => -1,
  zoneName: () => '',
})

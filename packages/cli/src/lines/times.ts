const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/**
 * Returns the time of a line in milliseconds since the epoch: a text (ISO 8601, Python's `2026-11-27 18:12:03,123`), or a number
 * of seconds, milliseconds, microseconds or nanoseconds, by its size. Returns undefined for anything else.
 */
export function timeOf(value: unknown): number | undefined {
  if (typeof value === 'string') {
    const iso = isoTime(value)
    if (iso !== undefined) return iso
    const ms = Date.parse(value)
    if (!Number.isNaN(ms)) return ms
    const python = Date.parse(value.replace(' ', 'T').replace(',', '.'))
    if (!Number.isNaN(python)) return python
    return /^\d{9,}(?:\.\d+)?$/.test(value) ? timeOf(Number(value)) : undefined
  }
  if (typeof value !== 'number' || !(value > 0)) return undefined
  // Doubles are not exact to the nanosecond in this century.
  return Math.round(value < 1e11 ? value * 1000 : value < 1e14 ? value : value < 1e17 ? value / 1e3 : value / 1e6)
}

let lastSecond = ''
let lastSecondMs = Number.NaN

/** Returns the time of a text as `toISOString` writes it; undefined for any other. Many lines share their second. */
function isoTime(text: string): number | undefined {
  if (text.length !== 24 || text.charCodeAt(23) !== 0x5a || text.charCodeAt(19) !== 0x2e) return undefined
  const millis = Number(text.slice(20, 23))
  const second = text.slice(0, 19)
  if (second !== lastSecond) {
    lastSecond = second
    lastSecondMs = Date.parse(`${second}Z`)
  }
  const ms = lastSecondMs + millis
  return Number.isNaN(ms) ? undefined : ms
}

/** Returns the time that a user gives: as on a line, `18:12` or `18:12:03` of today, or `15m` ago (s, m, h, d). */
export function parseTime(text: string, nowMs: number): number | undefined {
  const ago = /^(\d+)([smhd])$/.exec(text)
  if (ago) return nowMs - Number(ago[1]) * UNIT_MS[ago[2]!]!
  const clock = /^([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?$/.exec(text)
  if (clock) return new Date(nowMs).setHours(Number(clock[1]), Number(clock[2]), Number(clock[3] ?? 0), 0)
  return timeOf(/^\d+$/.test(text) ? Number(text) : text)
}

/** Writes times as a clock shows them, and notices a new day. */
export class Clock {
  private readonly utc: boolean
  private second = Number.NaN
  private text = ''
  private day: string
  /** The time from which on the day may be another than `day`. */
  private dayEndsMs = Number.NaN
  private dayBeginsMs = Number.NaN

  /**
   * Makes a clock.
   *
   * @param nowMs a time of the day that need not be shown
   */
  constructor(utc: boolean, nowMs: number) {
    this.utc = utc
    this.day = this.dayOf(new Date(nowMs))
  }

  /** Returns a time of the day such as `18:12:03.123`. */
  time(ms: number): string {
    const second = Math.floor(ms / 1000)
    if (second !== this.second) {
      const date = new Date(second * 1000)
      if (Number.isNaN(date.getTime())) return ''
      this.second = second
      this.text = this.utc ? date.toISOString().slice(11, 19) : localTime(date)
    }
    return `${this.text}.${String(Math.floor(ms - second * 1000)).padStart(3, '0')}`
  }

  /** Returns a date such as `2026-11-27` where the day differs from that of the time before, else undefined. */
  newDay(ms: number): string | undefined {
    if (ms >= this.dayBeginsMs && ms < this.dayEndsMs) return undefined
    const date = new Date(ms)
    if (Number.isNaN(date.getTime())) return undefined
    const day = this.dayOf(date)
    // An hour at a time: no day ends within an hour of the clock.
    this.dayBeginsMs = this.utc ? date.setUTCMinutes(0, 0, 0) : date.setMinutes(0, 0, 0)
    this.dayEndsMs = this.dayBeginsMs + 3_600_000
    if (day === this.day) return undefined
    this.day = day
    return day
  }

  private dayOf(date: Date): string {
    if (this.utc) return date.toISOString().slice(0, 10)
    return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
  }
}

function localTime(date: Date): string {
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

let lastMs = Number.NaN
let lastTime = ''
let lastSecond = Number.NaN
let lastPrefix = ''

/** Returns the time in ISO 8601, the same string for the same millisecond. Undefined beyond what a Date can show. */
export function isoText(ms: number): string | undefined {
  if (ms !== lastMs) {
    const second = Math.floor(ms / 1000)
    if (second !== lastSecond) {
      if (!(Math.abs(second) < 8.64e12)) return undefined
      // Within a second only three digits differ.
      lastPrefix = `"${new Date(ms).toISOString().slice(0, -4)}`
      lastSecond = second
    }
    const rest = ms - second * 1000
    lastTime = `${lastPrefix}${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z"`
    lastMs = ms
  }
  return lastTime
}

const DAY_MS = 86_400_000

/** Days that came last, by their number's last bits. */
const DAYS = 64
const days: number[] = []
const dayTexts: string[] = []

/** Returns `Date.prototype.toISOString` of any time; undefined beyond what a Date can show. Days come again: they are kept. */
export function isoDate(ms: number): string | undefined {
  const day = Math.floor(ms / DAY_MS)
  const place = day & (DAYS - 1)
  if (days[place] !== day) {
    if (!(Math.abs(ms) <= 8.64e15)) return undefined
    const text = new Date(ms).toISOString()
    days[place] = day
    dayTexts[place] = text.slice(0, text.indexOf('T') + 1)
  }
  const second = Math.floor((ms - day * DAY_MS) / 1000)
  const minute = Math.floor(second / 60)
  const rest = ms - day * DAY_MS - second * 1000
  return `${dayTexts[place]}${two(Math.floor(minute / 60))}:${two(minute % 60)}:${two(second % 60)}.${rest < 10 ? '00' : rest < 100 ? '0' : ''}${rest}Z`
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

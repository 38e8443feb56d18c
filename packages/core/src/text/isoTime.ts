let lastMs = Number.NaN
let lastTime = ''
let lastSecond = Number.NaN
let lastPrefix = ''

/**
 * Returns the time in ISO 8601 and quotes, the same string for the same millisecond. Undefined for a time that a Date cannot
 * show.
 */
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

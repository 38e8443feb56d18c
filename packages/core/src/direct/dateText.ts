// The text of a Date, in pieces that come again: a string made of them would have to be flattened first.
import type { Line } from './line.js'

const DAY_MS = 86_400_000
const MAX_MS = 8.64e15

/** The number of days that are kept with the `T` behind them, by the last bits of their numbers. */
const DAYS = 64
const days: number[] = []
const dayTexts: string[] = []

/** `'09:05:'` and `'07.'`, after their first use. */
const minuteTexts: string[] = []
const secondTexts: string[] = []

/** Returns whether a Date of the time has a text. */
export function hasText(ms: number): boolean {
  return Math.abs(ms) <= MAX_MS
}

/**
 * Adds the text of a Date to a line, as `toISOString` gives it, with its last quote.
 *
 * @param ms a time that has a text
 */
export function drawDate(line: Line, ms: number): void {
  const day = Math.floor(ms / DAY_MS)
  const place = day & (DAYS - 1)
  if (days[place] !== day) {
    const text = new Date(ms).toISOString()
    days[place] = day
    dayTexts[place] = text.slice(0, text.indexOf('T') + 1)
  }
  const inDay = ms - day * DAY_MS
  const minute = Math.floor(inDay / 60_000)
  const second = Math.floor((inDay - minute * 60_000) / 1000)
  const rest = inDay - minute * 60_000 - second * 1000
  line.text(dayTexts[place]!)
  line.text((minuteTexts[minute] ??= flat([two(Math.floor(minute / 60)), ':', two(minute % 60), ':'])))
  line.text((secondTexts[second] ??= flat([two(second), '.'])))
  if (rest < 100) line.text(rest < 10 ? '00' : '0')
  line.integer(rest)
  line.text('Z"')
}

function two(value: number): string {
  return value < 10 ? `0${value}` : String(value)
}

/** Returns joined pieces: a flat text, unlike one that is added. */
function flat(pieces: readonly string[]): string {
  return pieces.join('')
}

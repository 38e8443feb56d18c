import { repr } from '@treeline/core'
import { refuse } from '@treeline/core/internal'

/** A time of the day on the clock, as Python's `datetime.time`. */
export interface TimeOfDay {
  /** 0 to 23 */
  readonly hour: number
  /** 0 to 59. Default 0. */
  readonly minute?: number | undefined
  /** 0 to 59. Default 0. */
  readonly second?: number | undefined
}

const WANTED = "a time such as { hour: 3, minute: 30, second: 0 } or '03:30:00'"
const TEXT = /^(\d\d):(\d\d)(?::(\d\d))?$/
const NAMES = ['hour', 'minute', 'second'] as const
const HIGHEST = [23, 59, 59] as const

/**
 * Reads a time of the day.
 *
 * @throws TypeError, RangeError for anything else
 */
export function timeOfDay(given: TimeOfDay | string): Required<TimeOfDay> {
  const values = typeof given === 'string' ? readText(given) : readObject(given)
  if (!values?.every((value, i) => Number.isInteger(value) && value >= 0 && value <= HIGHEST[i]!))
    throw new RangeError(`atTime: expected ${WANTED}, not ${repr(given)}`)
  const [hour, minute, second] = values as [number, number, number]
  return { hour, minute, second }
}

/** Returns the seconds since the day began, as clocks show them. */
export function secondsOf({ hour, minute = 0, second = 0 }: TimeOfDay): number {
  return (hour * 60 + minute) * 60 + second
}

function readText(text: string): number[] | undefined {
  const found = TEXT.exec(text)
  return found === null ? undefined : [Number(found[1]), Number(found[2]), Number(found[3] ?? 0)]
}

/**
 * Reads a time of the day from an object.
 *
 * @throws TypeError, RangeError for a wrong one
 */
function readObject(given: TimeOfDay): number[] | undefined {
  if (typeof given !== 'object' || given === null) refuse(WANTED, given, 'atTime')
  const isKnown = Object.keys(given).every((name) => (NAMES as readonly string[]).includes(name))
  return isKnown ? [given.hour, given.minute ?? 0, given.second ?? 0] : undefined
}

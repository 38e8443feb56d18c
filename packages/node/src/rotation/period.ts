import { ofType } from '@treeline/core/internal'

const DAY = 86_400
const WANTED = 'when: expected S, M, H, D, midnight, or W0 to W6'

/** The meaning of `when`. */
export interface Period {
  /** The value of `when` in upper case. */
  readonly when: string
  /** The length of the period, in seconds. */
  readonly seconds: number
  /** The `strftime` format of its start. */
  readonly suffix: string
  /** Matches what `suffix` writes. */
  readonly extMatch: RegExp
  /** 0 is Monday; undefined where it is no week. */
  readonly dayOfWeek: number | undefined
}

// Not next to other digits, which belong to another handler's name or to no time.
const OF_DAY = /(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)/

/** The seconds, `suffix` and `extMatch` of each `when`. */
const PERIODS: ReadonlyMap<string, readonly [seconds: number, suffix: string, extMatch: RegExp]> = new Map([
  ['S', [1, '%Y-%m-%d_%H-%M-%S', /(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}(?!\d)/]],
  ['M', [60, '%Y-%m-%d_%H-%M', /(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}-\d{2}(?!\d)/]],
  ['H', [3600, '%Y-%m-%d_%H', /(?<!\d)\d{4}-\d{2}-\d{2}_\d{2}(?!\d)/]],
  ['D', [DAY, '%Y-%m-%d', OF_DAY]],
  ['MIDNIGHT', [DAY, '%Y-%m-%d', OF_DAY]],
])

/**
 * Returns the meaning of `when`.
 *
 * @param given the value of `when`, in upper or lower case
 * @throws TypeError for anything but a text, RangeError with Python's message for another text
 */
export function periodOf(given: string): Period {
  const when = ofType('when', given, 'string').toUpperCase()
  const found = PERIODS.get(when)
  if (found !== undefined) {
    const [seconds, suffix, extMatch] = found
    return { when, seconds, suffix, extMatch, dayOfWeek: undefined }
  }
  return { when, seconds: 7 * DAY, suffix: '%Y-%m-%d', extMatch: OF_DAY, dayOfWeek: dayOf(when) }
}

/**
 * Returns the day of the week of `W0` to `W6`.
 *
 * @throws RangeError with Python's message for another text
 */
function dayOf(when: string): number {
  if (/^W[0-6]$/.test(when)) return Number(when[1])
  if (!when.startsWith('W')) throw wrong('Invalid rollover interval specified', when)
  if (when.length === 2) throw wrong('Invalid day specified for weekly rollover', when)
  throw wrong('You must specify a day for weekly rollover from 0 to 6 (0 is Monday)', when)
}

function wrong(message: string, when: string): RangeError {
  return new RangeError(`${message}: ${when} (${WANTED})`)
}

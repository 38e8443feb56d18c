import { type Level } from '@treeline/core'
import { checkLevel, checkNumber, checkOption } from '@treeline/core/internal'

/** A level that stands in place of a logger's own. */
export interface Override {
  /** The level as it was given. */
  readonly level: Level
  readonly levelno: number
  /** The time that it lasts, in seconds. Default: until it is cleared. */
  readonly seconds?: number | undefined
  /** When it began, in milliseconds since 1970. */
  readonly since?: number | undefined
}

/** Overrides by loggers' names. */
export type Overrides = Map<string, Override>

const MAX_NAME = 1000
/** The most that the clock may be set back before an override ends, in milliseconds: it might last for years otherwise. */
const CLOCK_MS = 60_000

/**
 * Adds an override that a page, a storage, an address or a server gives.
 *
 * @param name the logger's; '' is the root's
 * @param given a level, or an object with `level` and, where it ends, `seconds` and `since`
 * @param now the time, in milliseconds since 1970; the override begins then unless `since` says otherwise
 * @throws TypeError, RangeError for a wrong name, level or time
 */
export function addOverride(overrides: Overrides, name: string, given: unknown, now: number): Overrides {
  checkOption('name', name, 'string', String(name).length <= MAX_NAME, `one of at most ${MAX_NAME} characters`)
  const { level, seconds, since = now } = (Object(given) === given ? given : { level: given }) as Override
  const levelno = checkLevel(level)
  if (seconds !== undefined) {
    checkNumber('seconds', seconds, (given) => given > 0 && given < Infinity, 'a number above 0')
    checkOption('since', since, 'number', Number.isFinite(since), 'a time in milliseconds')
  }
  overrides.set(name || 'root', { level, levelno, seconds, since })
  return overrides
}

/** Returns how many milliseconds an override still lasts; 0 or less where it has ended. */
export function msLeft({ seconds, since }: Override, now: number): number {
  if (seconds === undefined) return Infinity
  const left = since! + seconds * 1000 - now
  return left > seconds * 1000 + CLOCK_MS ? 0 : left
}

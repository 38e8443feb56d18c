import { shared } from '../realm/realm.js'
import { checkOption, ofType } from '../runtime/checks.js'
import { repr } from '../text/repr.js'

export const CRITICAL = 50
export const FATAL: 50 = CRITICAL
export const ERROR = 40
export const WARNING = 30
export const WARN: 30 = WARNING
export const INFO = 20
export const DEBUG = 10
export const NOTSET = 0

/**
 * The levels that an application adds, for the compiler: `addLevelName` adds them for the program.
 *
 * @example
 * declare module 'treeline' {
 *   interface CustomLevels {
 *     NOTICE: 25
 *   }
 * }
 */
export interface CustomLevels {}

type Name =
  | 'CRITICAL'
  | 'FATAL'
  | 'ERROR'
  | 'WARNING'
  | 'WARN'
  | 'INFO'
  | 'DEBUG'
  | 'NOTSET'
  | (keyof CustomLevels & string)

/** A level as users give it: a number or a level's name. */
export type Level = number | (string & {}) | Name

/**
 * A level of type `L`, which the compiler learns from here, unless it is a text that is known to be no level: `setLevel('LOUD')`
 * does not compile, a variable of type `string` does. A custom level is given by its number, or by its name in `CustomLevels`.
 */
export type KnownLevel<L> = L extends string
  ? string extends L
    ? L
    : L extends Name | Lowercase<Name>
      ? L
      : NoLevelHasThisName
  : L

/**
 * The name that the compiler shows for a text that is known to be no level. An interface: editors complete the names of levels,
 * and not this.
 */
interface NoLevelHasThisName {
  readonly 'give its number, or declare it in CustomLevels': never
}

// Python's order.
const BUILTIN: Readonly<Record<string, number>> = { CRITICAL, FATAL, ERROR, WARN, WARNING, INFO, DEBUG, NOTSET }

/** @internal The levels of the realm, by number and by name. */
export const levels: {
  readonly nameOf: Map<number, string>
  readonly numberOf: Map<string, number>
  /** Goes up with every change. */
  version: number
} = /* @__PURE__ */ shared('levels', () => ({
  // Where two names share a number, records show CRITICAL and WARNING.
  nameOf: new Map(Object.entries(BUILTIN).flatMap(([name, level]) => (name === 'FATAL' ? [] : [[level, name]]))),
  numberOf: new Map(Object.entries(BUILTIN)),
  version: 0,
}))

/** Returns the name that records of this level number show; `'Level 15'` if it has none. */
export function levelName(levelno: number): string {
  return levels.nameOf.get(levelno) ?? `Level ${levelno}`
}

/**
 * Returns the name of a level number, or the number of a level name, as Python does.
 *
 * @param level a number or a name; anything unknown gives `'Level <it>'`
 */
export function getLevelName(level: unknown): string | number {
  if (typeof level === 'number') return levelName(level)
  return levels.numberOf.get(level as string) ?? `Level ${typeof level === 'string' ? level : repr(level)}`
}

/** Returns a copy of the map from level names to numbers. */
export function getLevelNamesMapping(): Record<string, number> {
  return Object.fromEntries(levels.numberOf)
}

/**
 * Adds a level, or another name for one.
 *
 * Differs from Python: refuses a level that is no integer, and a name that is no text.
 *
 * @param level an integer
 * @throws TypeError for a level that is no number, or a name that is no text; RangeError for a number that is no integer
 * @example addLevelName(25, 'NOTICE')
 */
export function addLevelName(level: number, levelName: string): void {
  checkOption('level', level, 'number', Number.isInteger(level), 'an integer, before the name')
  ofType('levelName', levelName, 'string')
  levels.version++
  levels.nameOf.set(level, levelName)
  levels.numberOf.set(levelName, level)
}

/**
 * Turns a level as users give it into its number.
 *
 * Differs from Python: takes a name in lower case too, as in `LOG_LEVEL=debug`.
 *
 * @param option the name of the option it was given as, for the error; default none
 * @throws RangeError for a name that is no level (Python's ValueError), TypeError for anything that is neither a name nor an
 *   integer
 */
export function checkLevel(level: unknown, option?: string): number {
  if (Number.isInteger(level)) return level as number
  const prefix = option === undefined ? '' : `${option}: `
  if (typeof level !== 'string') {
    throw new TypeError(`${prefix}Level not an integer or a valid string: ${repr(level)}`)
  }
  const upper = level.toUpperCase()
  const levelno = levels.numberOf.get(level) ?? levels.numberOf.get(upper)
  if (levelno !== undefined) return levelno
  // The names that other loggers have are in lower case. For all else the text is Python's.
  const hint = !/^[a-z]+$/.test(level)
    ? ''
    : ` (there are ${[...levels.numberOf.keys()].join(', ')}; addLevelName adds one)`
  throw new RangeError(`${prefix}Unknown level: ${repr(level)}${hint}`)
}

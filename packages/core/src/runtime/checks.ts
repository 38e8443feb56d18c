import { clip } from '../text/clip.js'
import { repr } from '../text/repr.js'

// One sentence for every wrong option: `maxBytes: expected a number above 0, not -1`.

/** Returns the error for an unknown option, or for a value given in place of the options. */
export function unknownOption(owner: string, unknown: unknown, help: string): TypeError {
  return new TypeError(`${owner}: unknown option ${repr(unknown)}; ${help}`)
}

/**
 * Checks that options are in one object, and that their names are known. Without suggestions: pages pay for them by the byte.
 *
 * @param owner what takes the options
 * @param names with spaces between them, in Python's order
 * @throws TypeError `LoggerAdapter: unknown option 'merge'; there are: merge_extra`; also for Python's positional order, where a
 *   value stands in place of the object
 */
export function checkOptionNames(owner: string, options: unknown, names: string): void {
  for (const name of Object(options) === options ? Object.keys(options as object) : [options])
    if (!names.split(' ').includes(name as string)) throw unknownOption(owner, name, `there are: ${names}`)
}

/**
 * Checks an option.
 *
 * @param type what `typeof` gives of a valid value
 * @param wanted what a valid value is, in words
 * @throws TypeError for a value of another type, RangeError for `holds` false
 */
export function checkOption(name: string, value: unknown, type: string, holds: boolean, wanted: string): void {
  if (typeof value === type && holds) return
  const message = `${name}: expected ${wanted}, not ${shown(value)}`
  throw typeof value === type ? new RangeError(message) : new TypeError(message)
}

/**
 * Checks that a function is given no more arguments than it has parameters.
 *
 * @param count how many parameters there are
 * @throws TypeError for an argument behind them
 */
export function takesOnly(count: number, given: ArrayLike<unknown>): void {
  if (given[count] !== undefined) refuse('no more arguments', given[count])
}

/**
 * Checks a number, and returns it. Unlike `checkOption` it compares only a number: comparing a Symbol, or a bigint in a sum,
 * throws.
 *
 * @param wanted what a valid number is, in words
 * @throws TypeError unless it is a number, RangeError unless `holds` returns true
 */
export function checkNumber(name: string, value: number, holds: (value: number) => boolean, wanted: string): number {
  checkOption(name, value, 'number', typeof value === 'number' && holds(value), wanted)
  return value
}

/**
 * Refuses a value of the wrong kind.
 *
 * @throws TypeError `target: expected a Handler, not 5`; without the name of an option `expected a Handler, not 5`
 */
export function refuse(wanted: string, value: unknown, option?: string): never {
  throw new TypeError(`${option === undefined ? '' : `${option}: `}expected ${wanted}, not ${shown(value)}`)
}

/** Returns a value's text for an error, cut: a stream would fill pages. */
export function shown(value: unknown): string {
  return clip(repr(value), 200)
}

/**
 * Checks that an option is a number above 0, and returns it.
 *
 * @throws TypeError unless it is a number, RangeError unless it is above 0
 */
export function positiveNumber(name: string, value: number): number {
  return checkNumber(name, value, (number) => number > 0, 'a number above 0')
}

/**
 * Checks that an option is a whole number, and returns it.
 *
 * @param least the smallest valid number; default 0
 * @throws TypeError unless it is a number, RangeError unless it is whole and `least` or more
 */
export function wholeNumber(name: string, value: number, least: number = 0): number {
  checkOption(name, value, 'number', Number.isSafeInteger(value) && value >= least, `a whole number from ${least} on`)
  return value
}

/**
 * Checks that an option is a whole number within bounds, and returns it.
 *
 * @param least the smallest valid number
 * @param most the greatest valid number
 * @throws TypeError unless it is a number, RangeError unless it is whole and from `least` to `most`
 */
export function wholeNumberWithin(name: string, value: number, least: number, most: number): number {
  const isWithin = (number: number): boolean => Number.isInteger(number) && number >= least && number <= most
  return checkNumber(name, value, isWithin, `a whole number from ${least} to ${most}`)
}

const TYPES: Readonly<Record<string, string>> = { boolean: 'true or false', object: 'an object' }

/**
 * Checks the type of an option, and returns it.
 *
 * @throws TypeError unless `typeof` gives this type
 */
export function ofType<T>(name: string, value: T, type: 'boolean' | 'function' | 'object' | 'string'): T {
  checkOption(name, value, type, true, TYPES[type] ?? `a ${type}`)
  return value
}

/**
 * Returns whether an option is set; 1 and 0 count, as in Python.
 *
 * @throws TypeError for any other value, also a text such as 'no'
 */
export function flagOf(name: string, value: unknown): boolean {
  return value === 1 || (value !== 0 && (ofType(name, value, 'boolean') as boolean))
}

/**
 * Checks the types of options that were given; absent ones pass.
 *
 * @param names with spaces between them
 * @throws TypeError unless `typeof` gives this type for each
 */
export function givenOfType(options: object, names: string, type: 'boolean' | 'function' | 'string'): void {
  for (const name of names.split(' ')) {
    const value = (options as Readonly<Record<string, unknown>>)[name]
    if (value !== undefined) ofType(name, value, type)
  }
}

/**
 * Checks that an option has methods, and returns it.
 *
 * @param methods with spaces between them
 * @throws TypeError unless it has these methods
 */
export function withMethods<T>(name: string, value: T, methods: string, wanted: string): T {
  const holds = methods.split(' ').every((method) => typeof Object(value)[method] === 'function')
  checkOption(name, value, holds ? typeof value : '', holds, wanted)
  return value
}

/**
 * Checks that an option is an array, and returns it.
 *
 * @throws TypeError unless it is an array
 */
export function checkList(name: string, value: unknown, wanted: string): readonly unknown[] {
  checkOption(name, value, Array.isArray(value) ? 'object' : '', true, wanted)
  return value as readonly unknown[]
}

/**
 * Checks that an option is one of some values, and returns it.
 *
 * @throws RangeError unless it is one of the values
 */
export function oneOf<T>(name: string, value: T, values: readonly T[]): T {
  const wanted = `one of ${values.map((each) => repr(each)).join(', ')}`
  checkOption(name, value, typeof value, values.includes(value), wanted)
  return value
}

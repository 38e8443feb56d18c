import { repr } from '../text/repr.js'

// One sentence for every wrong option: `maxBytes: expected a number above 0, not -1`.

/**
 * Checks an option.
 *
 * @param type what `typeof` gives of a valid value
 * @param wanted what a valid value is, in words
 * @throws TypeError for a value of another type, RangeError for one that does not hold
 */
export function checkOption(name: string, value: unknown, type: string, holds: boolean, wanted: string): void {
  if (typeof value === type && holds) return
  const message = `${name}: expected ${wanted}, not ${repr(value)}`
  throw typeof value === type ? new RangeError(message) : new TypeError(message)
}

/** @throws TypeError */
export function refuse(wanted: string, value: unknown): never {
  throw new TypeError(`expected ${wanted}, not ${repr(value)}`)
}

/** @throws TypeError, RangeError unless it is a number above 0 */
export function positiveNumber(name: string, value: number): number {
  checkOption(name, value, 'number', value > 0, 'a number above 0')
  return value
}

/** @throws TypeError, RangeError unless it is a whole number, `least` or more */
export function wholeNumber(name: string, value: number, least: number = 0): number {
  checkOption(name, value, 'number', Number.isSafeInteger(value) && value >= least, `a whole number from ${least} on`)
  return value
}

/** @throws TypeError unless `typeof` gives this type */
export function ofType<T>(name: string, value: T, type: 'boolean' | 'function' | 'string'): T {
  checkOption(name, value, type, true, type === 'boolean' ? 'true or false' : `a ${type}`)
  return value
}

/** @throws RangeError unless it is one of the values */
export function oneOf<T>(name: string, value: T, values: readonly T[]): T {
  const wanted = `one of ${values.map((each) => repr(each)).join(', ')}`
  checkOption(name, value, typeof value, values.includes(value), wanted)
  return value
}

import { repr } from '@treeline/core'

/**
 * Gives a size or time that was set, or its default.
 *
 * @throws TypeError unless it is a number, RangeError unless it is above zero
 */
export function limit(option: string, value: number | undefined, standard: number): number {
  if (value === undefined) return standard
  if (typeof value !== 'number') throw new TypeError(`${option} must be a number: ${repr(value)}`)
  if (!(value > 0)) throw new RangeError(`${option} must be above zero: ${value}`)
  return value
}

/** @throws TypeError unless it is a string */
export function text(parameter: string, value: string): string {
  if (typeof value !== 'string') throw new TypeError(`${parameter} must be a string: ${repr(value)}`)
  return value
}

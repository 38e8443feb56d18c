import type { FilterLike } from '../records/filter.js'
import type { Handler } from '../handlers/handler.js'
import { checkLevel, getLevelNamesMapping } from '../records/levels.js'
import { hint, noted } from './refusal.js'
import { refuse } from '../runtime/checks.js'
import { isDict, isMap } from '../text/kinds.js'
import { asObject } from '../text/mapObject.js'
import { repr } from '../text/repr.js'

/** A part of a configuration: an object whose own keys count. */
export type Section = Record<string, unknown>

/** Returns whether a value is a list or a plain object, of this realm or another. */
export function isContainer(value: unknown): value is object {
  if (!isDict(value)) return Array.isArray(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Returns Python's truth: an empty value is false. */
export function truth(value: unknown): boolean {
  return Boolean(value) && !(isContainer(value) && Object.keys(value).length === 0)
}

/**
 * Returns whether a value is true; a number counts as in Python.
 *
 * @throws TypeError for any other value, also a text such as `'no'`
 */
export function flag(value: unknown): boolean {
  if (value === undefined || value === null) return false
  return typeof value === 'boolean' || typeof value === 'number' ? Boolean(value) : refuse('true or false', value)
}

/** What has one of these is a stream, a handler, a formatter or a filter, and no description of one. */
const METHODS = ['write', 'emit', 'format', 'filter']

/**
 * Returns a part of a configuration; of a Map, which parsers of YAML may give, an object.
 *
 * @throws TypeError for a value that is no object, or that is the thing itself and not its description
 */
export function dict(value: unknown): Section {
  if (isMap(value)) return asObject(value) as Section
  if (!isDict(value) || METHODS.some((method) => typeof value[method] === 'function')) refuse('an object', value)
  return value
}

/**
 * Returns a copy of a list in which holes are undefined, since `map` skips holes.
 *
 * @throws TypeError for any other value
 */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? Array.from(value as unknown[]) : refuse('a list', value)
}

/**
 * Returns a string.
 *
 * @throws TypeError for any other value
 */
export function text(value: unknown): string {
  return typeof value === 'string' ? value : refuse('a string', value)
}

/**
 * Returns a level's number.
 *
 * @throws RangeError, TypeError with Python's text for an unknown level
 */
export function levelno(level: unknown): number {
  try {
    return checkLevel(level)
  } catch (error) {
    if (typeof level !== 'string') throw error
    throw noted(
      error,
      undefined,
      `Unknown level: ${repr(level)}; ${hint(level, Object.keys(getLevelNamesMapping()), 'levels')}`,
    )
  }
}

/** Returns whether a value is a filter itself, not its name or description. */
export function isFilter(value: unknown): value is FilterLike {
  return typeof value === 'function' || (isDict(value) && typeof value['filter'] === 'function')
}

/** Returns whether a value is a handler itself, not its name or description. */
export function isHandler(value: unknown): value is Handler {
  return isDict(value) && typeof value['handle'] === 'function'
}

/** Returns a copy of a part without some of its keys. */
export function without(part: Section, ...keys: readonly string[]): Section {
  const rest = { ...part }
  for (const key of keys) delete rest[key]
  return rest
}

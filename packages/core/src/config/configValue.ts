import type { FilterLike } from '../records/filter.js'
import type { Handler } from '../handlers/handler.js'
import { checkLevel, getLevelNamesMapping } from '../records/levels.js'
import { hint, noted } from './refusal.js'
import { repr } from '../text/repr.js'

/** A part of a configuration: an object whose own keys count. */
export type Section = Record<string, unknown>

/** Returns whether a value is an object that is no list: Python's dict. */
export function isDict(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns whether a value is a list or a plain object, of this realm or another. */
export function isContainer(value: unknown): value is object {
  if (!isDict(value)) return Array.isArray(value)
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}

/** Python's truth: what is empty is false. */
export function truth(value: unknown): boolean {
  return Boolean(value) && !(isContainer(value) && Object.keys(value).length === 0)
}

/** Returns what is true or false; a number counts as in Python. @throws TypeError for a text, `'no'` say, and all else */
export function flag(value: unknown): boolean {
  if (value === undefined || value === null) return false
  if (typeof value === 'boolean' || typeof value === 'number') return Boolean(value)
  throw new TypeError(`expected true or false, not ${repr(value)}`)
}

/** @throws TypeError for what is no object */
export function dict(value: unknown): Section {
  if (isDict(value)) return value
  throw new TypeError(`expected an object, not ${repr(value)}`)
}

/** Returns a copy in which holes are undefined, since `map` skips holes. @throws TypeError for what is no list */
export function list(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return Array.from(value)
  throw new TypeError(`expected a list, not ${repr(value)}`)
}

/** @throws TypeError for what is no string */
export function text(value: unknown): string {
  if (typeof value === 'string') return value
  throw new TypeError(`expected a string, not ${repr(value)}`)
}

/** Returns a level's number. @throws RangeError, TypeError with Python's text for what is no level */
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

/** Defines a property of any name: `__proto__` is one like the others. */
export function define(target: object, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true })
}

import type { UnrecordedCall } from './unrecordedCall.js'
import type { LogRecord } from './record.js'
import { typeName } from '../text/repr.js'

/**
 * The result of a filter: false (or anything falsy) drops the record, a record takes its place, anything else lets it through.
 */
export type FilterResult = boolean | LogRecord | null | undefined | void | number | string

/** A filter as users give it: an object with a `filter` method, or a function. */
export type FilterLike = { filter(record: LogRecord): FilterResult } | ((record: LogRecord) => FilterResult)

/**
 * Filters a call in place of its record. Returns whether the record would pass with nothing changed except what the filter puts
 * into `added` and `secrets`; false if only a record can tell.
 */
export type FilterCall = (this: never, msg: string, args: readonly unknown[], call: UnrecordedCall) => boolean

const CALL: unique symbol = Symbol('call filter')

type Method = { [CALL]?: FilterCall }

/** Makes the direct way filter calls by a function, in place of their records, wherever it would call this `filter` method. */
export function registerCallFilter(filter: unknown, filterCall: FilterCall): void {
  Object.defineProperty(filter, CALL, { value: filterCall, configurable: true })
}

/**
 * Returns the function that filters calls in place of a `filter` method; undefined for one that overrides or patches it: that
 * gets records.
 */
export function callFilterOf(filter: unknown): FilterCall | undefined {
  return (filter as Method | null | undefined)?.[CALL]
}

/**
 * A filter that lets through the records of one part of the tree: those of the logger `name` and of the loggers below it.
 *
 * @param name a logger's name; empty (the default) lets every record through
 */
export class Filter {
  readonly name: string

  /** @throws TypeError for a name that is not a string */
  constructor(name = '') {
    if (typeof name !== 'string') throw new TypeError(`object of type '${typeName(name)}' has no len()`)
    this.name = name
  }

  /** Returns whether the record's logger is the named one or below it. */
  filter(record: LogRecord): FilterResult {
    return isWithin(record.name, this.name)
  }

  /** Returns the text that JSON shows of a filter in a field. */
  toJSON(): string {
    return String(this)
  }

  /** Returns Python's repr: `<Filter app.db>`. */
  toString(): string {
    return `<${this.constructor.name} ${this.name}>`
  }
}

/** Returns whether a logger of this name is the `ancestor`, or below it; everything is below `''`. */
export function isWithin(name: string | null, ancestor: string): boolean {
  return ancestor === '' || name === ancestor || String(name).startsWith(`${ancestor}.`)
}

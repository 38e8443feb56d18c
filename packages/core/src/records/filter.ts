import type { LogRecord } from './record.js'
import { typeName } from '../text/repr.js'

/**
 * What a filter says of a record: false (or anything falsy) drops it, a record takes its place, anything else lets it
 * through.
 */
export type FilterResult = boolean | LogRecord | null | undefined | void | number | string

/** A filter as users give it: an object with a `filter` method, or a function. */
export type FilterLike = { filter(record: LogRecord): FilterResult } | ((record: LogRecord) => FilterResult)

/**
 * Lets through the records of one part of the tree: those of the logger `name` and of the loggers below it.
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

  filter(record: LogRecord): FilterResult {
    const { name } = this
    return name === '' || record.name === name || String(record.name).startsWith(`${name}.`)
  }
}

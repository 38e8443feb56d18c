import type { LogRecord } from './record.js'
import { typeName } from '../text/repr.js'

/**
 * What a filter says of a record: false (or anything falsy) drops it, a record takes its place, anything else lets it
 * through.
 */
export type FilterResult = boolean | LogRecord | null | undefined | void | number | string

/** A filter as users give it: an object with a `filter` method, or a function. */
export type FilterLike = { filter(record: LogRecord): FilterResult } | ((record: LogRecord) => FilterResult)

/** Says of a call, before it has a record, whether a filter would pass that as it is. */
export type PassesAsIs = (
  this: never,
  msg: string,
  args: readonly unknown[],
  extra: Readonly<Record<string, unknown>> | null,
) => boolean

/**
 * What says it of each filter that can, by its `filter` method: one that overrides or patches that is asked with a record. For the
 * direct way.
 */
export const passesAsIs: Map<unknown, PassesAsIs> = /* @__PURE__ */ new Map<unknown, PassesAsIs>()

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
    return isWithin(record.name, this.name)
  }

  /** What JSON shows of a filter that is somebody's field. */
  toJSON(): string {
    return String(this)
  }

  toString(): string {
    return `<${this.constructor.name} ${this.name}>`
  }
}

/** Returns whether a logger of this name is the `ancestor`, or below it; everything is below `''`. */
export function isWithin(name: string | null, ancestor: string): boolean {
  return ancestor === '' || name === ancestor || String(name).startsWith(`${ancestor}.`)
}

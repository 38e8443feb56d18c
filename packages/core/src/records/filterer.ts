import { refuse } from '../runtime/checks.js'
import { refusePromise } from '../runtime/promise.js'
import type { FilterLike, FilterResult } from './filter.js'
import { isLogRecord, type LogRecord } from './record.js'

/**
 * A filter as it is called: an object with a `filter` method, which a class or function may have too, as in Python, or a
 * function.
 */
type Askable = {
  filter?(record: LogRecord): FilterResult
  /** Whether it is put before the other filters: they see what it adds, such as those that look for secrets. */
  readonly comesFirst?: boolean
} & ((record: LogRecord) => FilterResult)

/** The base of loggers and handlers: a list of filters that a record passes in order. */
export class Filterer {
  filters: FilterLike[] = []

  /**
   * Adds a filter unless it is there already.
   *
   * @throws TypeError for anything but a function or an object with `filter()`
   */
  addFilter(filter: FilterLike): void {
    const { filter: asked, handle } = Object(filter) as Partial<Filterer> & { handle?: unknown }
    // A class cannot be called: its object was meant. A handler's filter() would drop all records.
    if (handle || (!asked && (typeof filter !== 'function' || /^class\b/.test(String(filter)))))
      refuse('a function or an object with filter()', filter)
    if (!this.filters.includes(filter)) this.filters[(filter as Askable).comesFirst ? 'unshift' : 'push'](filter)
  }

  /** Returns the text that JSON shows of a logger or handler in a field: Python's repr. */
  toJSON(): string {
    return String(this)
  }

  /** Removes a filter; one that is not there is no error. */
  removeFilter(filter: FilterLike): void {
    const index = this.filters.indexOf(filter)
    if (index >= 0) this.filters.splice(index, 1)
  }

  /**
   * Passes a record through the filters.
   *
   * @returns the record to go on with (a filter may have replaced it), or false when a filter dropped it
   * @throws TypeError for a filter that returns a promise, and what a filter throws
   */
  filter(record: LogRecord): LogRecord | false {
    const { filters } = this
    for (let i = 0; i < filters.length; i++) {
      const filter = filters[i] as Askable
      const result = refusePromise(filter.filter ? filter.filter(record) : filter(record))
      if (!result) return false
      if (isLogRecord(result)) record = result
    }
    return record
  }
}

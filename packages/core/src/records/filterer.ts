import { asyncError, hold } from '../runtime/promise.js'
import { report } from '../runtime/report.js'
import { repr } from '../text/repr.js'
import type { Filter, FilterLike } from './filter.js'
import { isLogRecord, type LogRecord } from './record.js'

/** Returns whether a filter, which may be a class or function, has a `filter` of its own: that is asked, as in Python. */
function hasFilter(filter: FilterLike): filter is Pick<Filter, 'filter'> {
  return typeof (filter as Partial<Filter> | null)?.filter === 'function'
}

/** What loggers and handlers share: a list of filters that a record passes in order. */
export class Filterer {
  filters: FilterLike[] = []

  /**
   * Adds a filter unless it is there already.
   *
   * @throws TypeError for what is no filter
   */
  addFilter(filter: FilterLike): void {
    // A class that was to be made an object of cannot be called.
    if (!hasFilter(filter) && (typeof filter !== 'function' || /^class\b/.test(String(filter))))
      throw new TypeError(`expected a function or an object with filter(), not ${repr(filter)}`)
    if (!this.filters.includes(filter)) this.filters.push(filter)
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
   */
  filter(record: LogRecord): LogRecord | false {
    const { filters } = this
    for (let i = 0; i < filters.length; i++) {
      const filter = filters[i]!
      const result = hasFilter(filter) ? filter.filter(record) : filter(record)
      if (!result) return false
      if (isLogRecord(result)) record = result
      // A promise lets every record through.
      else if (hold(result)) report(filter, asyncError(), record)
    }
    return record
  }
}

import { isFree } from '../records/extra.js'
import { passesAsIs } from '../records/filter.js'
import { hasLeftCall, type LogRecord, setContextNames, setOwn } from '../records/record.js'
import { takesOnly } from '../runtime/options.js'
import { report } from '../runtime/report.js'
import { KeyError } from '../text/keyError.js'
import { isMap, isMapping } from '../text/kinds.js'
import { readValue, repr } from '../text/repr.js'
import { context } from './context.js'
import type { ContextFields } from './contextStorage.js'
import { activeSpan } from './span.js'

/**
 * Puts the fields of the running context on each record, as attributes: `%(request_id)s` names one, `%(fields)s` and
 * JSONFormatter show all. With OpenTelemetry, `trace_id`, `span_id` and `trace_flags` of its active span are among them.
 *
 * Lets every record through. A field that the call itself gives, in its mapping or its `extra`, is the call's. One that is named
 * as an attribute of every record (`name`, `message`) is left out, and reported.
 *
 * Belongs on the handlers that write; in front of a queue or a MemoryHandler, on that one: what comes to a handler later comes
 * from the context of other code. A record that has been kept or queued passes as it is.
 *
 * @example
 * handler.addFilter(new ContextFilter())
 */
export class ContextFilter {
  /** @throws TypeError for an argument: fields are given to `context.run` */
  constructor() {
    if (new.target === ContextFilter) takesOnly(0, arguments)
    // Outside of contexts no record is made for it.
    passesAsIs.set(ContextFilter.prototype.filter, hasNothing)
  }

  filter(record: LogRecord): boolean {
    if (hasLeftCall(record)) return true
    const span = activeSpan()
    const present = context.get()
    const fields = span === undefined ? present : { ...present, ...span }
    const names = Object.keys(fields)
    if (names.length > 0) this.addFields(record, fields, names)
    return true
  }

  private addFields(record: LogRecord, fields: ContextFields, names: readonly string[]): void {
    const given = isMapping(record.args) ? record.args : {}
    const free = names.filter(isFree)
    if (free.length < names.length) {
      const taken = names.find((name) => !isFree(name))
      report(this, new KeyError(`Attempt to overwrite ${repr(taken)} in LogRecord`), record)
    }
    for (const name of free)
      if (!Object.hasOwn(record, name)) setOwn(record, name, valueOf(given, name) ?? fields[name])
    setContextNames(record, free)
  }
}

/** Returns what a call's mapping has under a name. */
function valueOf(mapping: object, name: string): unknown {
  if (isMap(mapping)) return mapping.get(name)
  return Object.hasOwn(mapping, name) ? readValue(mapping, name) : undefined
}

function hasNothing(): boolean {
  return Object.keys(context.get()).length === 0 && activeSpan() === undefined
}

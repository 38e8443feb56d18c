import { isFree } from '../records/extra.js'
import { registerCallFilter } from '../records/filter.js'
import type { UnrecordedCall } from '../records/unrecordedCall.js'
import { hasLeftCall, type LogRecord, setContextNames, setOwn } from '../records/record.js'
import { takesOnly } from '../runtime/checks.js'
import { isMap, isMapping } from '../text/kinds.js'
import { readValue } from '../text/repr.js'
import { context } from './context.js'
import type { ContextFields } from './contextStorage.js'
import { activeSpan } from './span.js'

/**
 * A filter that puts the fields of the running context on each record, as attributes: `%(request_id)s` names one, `%(fields)s`
 * and JSONFormatter show all. With OpenTelemetry, `trace_id`, `span_id` and `trace_flags` of its active span are among them.
 *
 * Lets every record through. A field that the call itself gives, in its mapping or its `extra`, wins. A field with the name of an
 * attribute that every record has (`name`, `message`) gets an underscore behind its name.
 *
 * `addFilter` puts it before the filters that are there: a `Redactor` sees what it adds. A Redactor on a logger does not see what
 * is added on a handler.
 *
 * Belongs on the handlers that write. In front of a queue or a MemoryHandler it belongs on that one: a record that reaches a
 * handler later does so in the context of other code. A record that has been kept or queued passes as it is.
 *
 * @example
 * handler.addFilter(new ContextFilter())
 */
export class ContextFilter {
  /** @internal */
  readonly comesFirst = true

  /** @throws TypeError for an argument: fields are given to `context.run` */
  constructor() {
    if (new.target === ContextFilter) takesOnly(0, arguments)
    registerCallFilter(ContextFilter.prototype.filter, addToCall)
  }

  /** Puts the fields of the running context on the record. Lets every record through. */
  filter(record: LogRecord): boolean {
    if (hasLeftCall(record)) return true
    const fields = presentFields()
    const names = Object.keys(fields)
    if (names.length > 0) addFields(record, fields, names)
    return true
  }
}

function addFields(record: LogRecord, fields: ContextFields, names: readonly string[]): void {
  const given = isMapping(record.args) ? record.args : {}
  const attributes = names.map(attributeOf)
  names.forEach((name, index) => {
    const attribute = attributes[index]!
    if (Object.hasOwn(record, attribute)) return
    const own = attribute === name ? valueOf(given, name) : undefined
    setOwn(record, attribute, own ?? fields[name])
  })
  setContextNames(record, attributes)
}

/** Returns the attribute for a field of a context: one that no record has. */
function attributeOf(name: string): string {
  return isFree(name) ? name : attributeOf(`${name}_`)
}

/** Returns the value of a call's mapping under a name. */
function valueOf(mapping: object, name: string): unknown {
  if (isMap(mapping)) return mapping.get(name)
  return Object.hasOwn(mapping, name) ? readValue(mapping, name) : undefined
}

/** Returns the fields of the running context and of the active span. */
function presentFields(): ContextFields {
  const span = activeSpan()
  const present = context.get()
  return span === undefined ? present : { ...present, ...span }
}

/** Adds the fields to a call without a record. A field that would be reported, or may be secret, needs the record. */
function addToCall(_msg: string, _args: readonly unknown[], call: UnrecordedCall): boolean {
  const fields = presentFields()
  const before = call.added
  if (fields === before) return true
  for (const name in fields) {
    if (before === null ? !isFree(name) : !Object.hasOwn(before, name)) return false
    // A filter that has looked for secrets did not see these.
    if (call.secrets !== undefined) return false
    call.added = before ?? fields
  }
  return true
}

import type { LogAttributes } from '@opentelemetry/api-logs'
import { type LogRecord, str } from '@treeline/core'
import { fieldError, readProperty } from '@treeline/core/internal'
import { type WireRecord } from '@treeline/core/wire'
import { contextOf, TRACE_FIELDS } from './traceContext.js'

/** Names that OpenTelemetry does not take, or that have a meaning for an object. */
const TAKEN = ['', '__proto__']

/**
 * Returns the attributes of a record: its error, the place of its call and its fields, the first two under the names of the semantic
 * conventions. A field with one of these names gets an underscore at its end.
 *
 * @param wire the record as plain data
 */
export function attributesOf(record: LogRecord, wire: WireRecord): LogAttributes {
  const own = Object.entries({ ...exceptionOf(record, wire), ...placeOf(wire) })
  const hasSpan = contextOf(record) !== undefined
  const attributes = Object.fromEntries(own.filter(([, value]) => value !== undefined && value !== ''))
  for (const [key, value] of Object.entries(wire.fields ?? {})) {
    // They are the record's context.
    if (hasSpan && TRACE_FIELDS.includes(key)) continue
    let name = key
    while (TAKEN.includes(name) || Object.hasOwn(attributes, name)) name += '_'
    attributes[name] = value as LogAttributes[string]
  }
  return attributes
}

function placeOf({ pathname, lineno, funcName, stack_info }: WireRecord): LogAttributes {
  return {
    'code.file.path': pathname,
    'code.line.number': pathname === '' ? undefined : lineno,
    'code.function.name': funcName,
    'code.stacktrace': stack_info,
  }
}

function exceptionOf(record: LogRecord, { exc_text }: WireRecord): LogAttributes {
  if (exc_text === undefined) return {}
  return { ...errorParts(record.exc_info ?? fieldError(record)), 'exception.stacktrace': exc_text }
}

/** Returns the type and message of a thrown value, which may be anything. */
function errorParts(thrown: unknown): LogAttributes {
  if (thrown === null || thrown === undefined || thrown === true) return {}
  if (typeof thrown !== 'object') return { 'exception.message': str(thrown) }
  const name = readProperty(thrown, 'name')
  const message = readProperty(thrown, 'message')
  return {
    'exception.type': typeof name === 'string' ? name : undefined,
    'exception.message': typeof message === 'string' ? message : str(thrown),
  }
}

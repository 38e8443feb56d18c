import { context } from '../context/context.js'
import type { LogRecord } from '../records/record.js'
import { checkList, ofType } from '../runtime/checks.js'
import { readValue, str } from '../text/repr.js'

/** The fields that name a request: the first one that a record has. */
export const REQUEST_FIELDS: readonly string[] = ['trace_id', 'request_id']

/**
 * Checks a list of names.
 *
 * @throws TypeError for any other value
 */
export function checkFields(name: string, given: unknown): readonly string[] {
  return checkList(name, given, 'a list of names').map((each, index) =>
    ofType(`${name}[${index}]`, each as string, 'string'),
  )
}

/** Returns the name of a record's request: its own attribute, else a field of the running context. Undefined for none. */
export function requestOf(record: LogRecord, fields: readonly string[]): string | undefined {
  for (const source of [record, context.get()]) {
    for (const field of fields) {
      const value = Object.hasOwn(source, field) ? readValue(source, field) : undefined
      if (value !== undefined && value !== null) return `${field}=${str(value)}`
    }
  }
  return undefined
}

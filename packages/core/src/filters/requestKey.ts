import { context } from '../context/context.js'
import { givenTo, type LogRecord } from '../records/record.js'
import { checkList, ofType } from '../runtime/checks.js'
import { isPlainObject } from '../text/kinds.js'
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

/**
 * Returns the name of a record's request: the first of the fields that its attributes, its call's mapping or the running context
 * has. Undefined for none.
 */
export function requestOf(record: LogRecord, fields: readonly string[]): string | undefined {
  const given = givenTo(record)
  const mapping = isPlainObject(given) ? given : {}
  const sources = [record, mapping, context.get()]
  for (const field of fields) {
    for (const source of sources) {
      const value = Object.hasOwn(source, field) ? readValue(source, field) : undefined
      if (value !== undefined && value !== null) return `${field}=${str(value)}`
    }
  }
  return undefined
}

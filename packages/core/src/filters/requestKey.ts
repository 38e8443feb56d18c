import { context } from '../context/context.js'
import type { LogRecord } from '../records/record.js'
import { checkList, ofType } from '../runtime/options.js'
import { readValue, str } from '../text/repr.js'

/** The fields that name a request, the first that there is. */
export const REQUEST_FIELDS: readonly string[] = ['trace_id', 'request_id']

/** @throws TypeError for what is no list of names */
export function checkFields(name: string, given: unknown): readonly string[] {
  return checkList(name, given, 'a list of names').map((each, index) =>
    ofType(`${name}[${index}]`, each as string, 'string'),
  )
}

/** Returns what names the request that a record is of: its own attribute, else a field of the running context. */
export function requestOf(record: LogRecord, fields: readonly string[]): string | undefined {
  for (const source of [record, context.get()]) {
    for (const field of fields) {
      const value = Object.hasOwn(source, field) ? readValue(source, field) : undefined
      if (value !== undefined && value !== null) return `${field}=${str(value)}`
    }
  }
  return undefined
}

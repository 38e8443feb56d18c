import { fieldError, fieldsText } from '../formatting/fields.js'
import { WARNING } from '../records/levels.js'
import { unmerged } from '../formatting/unmerged.js'
import { calledAt, hasException, type LogRecord } from '../records/record.js'
import { report } from '../runtime/report.js'
import { runtime } from '../runtime/runtime.js'
import type { LastResort } from '../runtime/settings.js'
import { formatException } from '../text/traceback.js'

/**
 * Makes the handler of last resort if the platform has none. It writes the bare text to standard error as it is at the time of
 * the record, as Python's does. It is no `Handler`: a library that only logs then loads neither handlers nor formatters.
 */
export function bareLastResort(): LastResort {
  const handler: LastResort = {
    level: WARNING,
    handle(record: LogRecord): void {
      runtime().stderr.write(`${bareText(record, handler)}\n`)
    },
    handleError(record: LogRecord, error: unknown): void {
      report(handler, error, record)
    },
  }
  return handler
}

/**
 * Returns the message of a record with its fields, its error and its stack.
 *
 * @param source whom a report is about
 */
function bareText(record: LogRecord, source: object): string {
  const shown = unmerged(record, (error) => report(source, error, record, () => calledAt(record))) ?? record
  const fields = fieldsText(shown)
  const lines = [shown.getMessage() + (fields && ` ${fields}`)]
  const error = hasException(shown) ? shown.exc_info : fieldError(shown)
  if (error !== undefined) lines.push(record.exc_text || formatException(error))
  if (record.stack_info) lines.push(record.stack_info)
  return lines.join('\n')
}

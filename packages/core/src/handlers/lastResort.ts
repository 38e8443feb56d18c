import { fieldError, fieldsText } from '../formatting/fields.js'
import { WARNING } from '../records/levels.js'
import { calledAt, hasException, type LogRecord, unmergedText } from '../records/record.js'
import { report } from '../runtime/report.js'
import { runtime } from '../runtime/runtime.js'
import type { LastResort } from '../runtime/settings.js'
import { formatException } from '../text/traceback.js'

/**
 * The handler of last resort where no platform brings one: writes the bare text to what is standard error at the time of the
 * record, as Python's does. It is no `Handler`: a library that only logs then loads neither handlers nor formatters.
 */
export const bareLastResort: LastResort = {
  level: WARNING,
  handle(record: LogRecord): void {
    runtime().stderr.write(`${bareText(record)}\n`)
  },
  handleError(record: LogRecord, error: unknown): void {
    report(bareLastResort, error, record)
  },
}

function bareText(record: LogRecord): string {
  const fields = fieldsText(record)
  const lines = [message(record) + (fields && ` ${fields}`)]
  const error = hasException(record) ? record.exc_info : fieldError(record)
  if (error !== undefined) lines.push(record.exc_text || formatException(error))
  if (record.stack_info) lines.push(record.stack_info)
  return lines.join('\n')
}

/** Returns the merged message; of one that does not merge both parts, and reports it. */
function message(record: LogRecord): string {
  try {
    return record.getMessage()
  } catch (error) {
    report(bareLastResort, error, record, () => calledAt(record))
    return unmergedText(record)
  }
}

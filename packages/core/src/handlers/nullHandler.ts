import { Handler } from './handler.js'
import type { LogRecord } from '../records/record.js'

/** Does nothing with records: what a library gives its top logger, so that an application without configuration hears nothing. */
export class NullHandler extends Handler {
  override handle(_record: LogRecord): false {
    return false
  }

  override emit(_record: LogRecord): void {}
}

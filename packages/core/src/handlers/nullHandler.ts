import { Handler } from './handler.js'
import type { LogRecord } from '../records/record.js'

/**
 * A handler that drops all records. A library gives it to its top logger, so that an application without configuration sees no
 * output.
 */
export class NullHandler extends Handler {
  /** Drops the record. Returns false. */
  override handle(_record: LogRecord): false {
    return false
  }

  override emit(_record: LogRecord): void {}
}

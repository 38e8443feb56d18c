import { Handler } from '../handlers/handler.js'
import type { LogRecord } from '../records/record.js'

/** A handler that keeps records in a list, each with its message merged. */
export class ListHandler extends Handler {
  readonly records: LogRecord[] = []

  override emit(record: LogRecord): void {
    this.records.push(record)
  }

  /** The formatted text of each record. */
  get texts(): string[] {
    return this.records.map((record) => this.format(record))
  }
}

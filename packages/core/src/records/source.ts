import type { LogRecord } from './record.js'

/** What the text of a record was made of that has left its call as text. */
export interface Source {
  readonly record: LogRecord
  /** Returns the text as it would be made of another record. */
  format(record: LogRecord): string
}

/** The key of what a record's text was made of. */
export const SOURCE: unique symbol = Symbol.for('treeline.source') as never

interface Sourced {
  [SOURCE]?: Source | undefined
}

/** Returns what a record's text was made of; undefined where nothing was kept. */
export function sourceOf(record: LogRecord): Source | undefined {
  return (record as unknown as Sourced)[SOURCE]
}

/** Keeps what a record's text was made of: a filter that looks for secrets has to see the values. */
export function setSource(record: LogRecord, source: Source): void {
  ;(record as unknown as Sourced)[SOURCE] = source
}

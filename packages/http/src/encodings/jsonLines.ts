import { JSONFormatter, type LogRecord } from '@treeline/core'
import { fromWire } from '@treeline/core/wire'
import type { Encoding, SentRecord } from './encoding.js'

/** What makes a line of a record, as a `JSONFormatter` does. */
export interface LineFormatter {
  format(record: LogRecord): string
}

/**
 * Returns the encoding of servers that take a JSON object a line: ClickHouse (`?query=INSERT INTO log FORMAT JSONEachRow`), Vector,
 * Fluent Bit. Each line has the record's `src` and `seq`, which tell a copy.
 *
 * @param formatter makes the lines. Default a `JSONFormatter`
 * @example
 * new BufferingHTTPHandler('https://vector:8080', { encoding: jsonLines(new JSONFormatter({ preset: 'ecs' })) })
 */
export function jsonLines(formatter: LineFormatter = new JSONFormatter()): Encoding {
  return {
    contentType: 'application/x-ndjson',
    encode: (records) => records.map((record) => `${lineOf(formatter, record, idsOf(record))}\n`).join(''),
  }
}

/** Returns a record's line. */
export function lineOf(formatter: LineFormatter, record: SentRecord, added: object): string {
  return formatter.format(fromWire({ ...record, fields: { ...record.fields, ...added } }))
}

function idsOf({ src, seq }: SentRecord): object {
  return { src, seq }
}

import { JSONFormatter, type LogRecord } from '@treeline/core'
import { withMethods } from '@treeline/core/internal'
import { fromWire } from '@treeline/core/wire'
import type { Encoding } from './encoding.js'
import { fieldsBeside } from './fieldNames.js'
import { foreign } from './foreign.js'
import type { SoundRecord } from './soundRecord.js'

/** Makes a line of a record, as a `JSONFormatter` does. */
export interface LineFormatter {
  /** Returns the text of a JSON object. */
  format(record: LogRecord): string
}

/**
 * Returns the encoding of servers that take one JSON object a line: ClickHouse (`?query=INSERT INTO log FORMAT JSONEachRow`), Vector,
 * Fluent Bit. Each line ends with the record's `src` and `seq`, which identify a copy; fields of these names become `src_` and `seq_`.
 *
 * @param formatter makes the lines. Default a `JSONFormatter`
 * @throws TypeError for what has no `format()`
 * @example
 * new BufferingHTTPHandler('https://vector:8080', { encoding: jsonLines(new JSONFormatter({ preset: 'ecs' })) })
 */
export function jsonLines(formatter: LineFormatter = new JSONFormatter()): Encoding {
  withMethods('formatter', formatter, 'format', 'a Formatter')
  return {
    contentType: 'application/x-ndjson',
    encode: foreign((records) => records.map((record) => `${lineOf(formatter, record, idsOf(record))}\n`).join('')),
  }
}

/**
 * Returns a record's line.
 *
 * @param added the fields at its end, whatever the formatter's limits are
 * @throws TypeError for a formatter that makes no JSON object
 */
export function lineOf(formatter: LineFormatter, record: SoundRecord, added: object): string {
  const fields = fieldsBeside(record.fields, Object.keys(added))
  // Within JSON text a line break is as good as a space.
  const line = formatter
    .format(fromWire({ ...record, fields }))
    .trim()
    .replace(/[\r\n]+/g, ' ')
  if (!line.startsWith('{') || !line.endsWith('}')) throw new TypeError('the formatter makes no JSON object')
  const inner = line.slice(1, -1).trim()
  return `{${inner}${inner && ','}${JSON.stringify(added).slice(1)}`
}

function idsOf({ src, seq }: SoundRecord): object {
  return { src, seq }
}

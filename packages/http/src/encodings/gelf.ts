import { JSONFormatter } from '@treeline/core'
import { checkOption, checkOptionNames } from '@treeline/core/internal'
import type { Encoding } from './encoding.js'
import { fieldsBeside } from './fieldNames.js'
import { foreign } from './foreign.js'
import { lineOf } from './jsonLines.js'
import type { SoundRecord } from './soundRecord.js'

/** The parameters of `gelf`. */
export interface GELFOptions {
  /** The sender's name that Graylog shows: the application's, or the page's host. Required. */
  host: string
}

/** Graylog's own names, without the underscore: it skips fields of these names. */
const GRAYLOGS = ['src', 'seq', 'full_message', 'host', 'level', 'message', 'short_message', 'source', 'streams']
const TAKEN: readonly string[] = [...GRAYLOGS, 'timestamp', 'version']

/** Matches what Graylog takes for no text. */
// oxlint-disable-next-line no-control-regex
const BLANK = /^[\s\u0000-\u0020]*$/

/**
 * Returns the encoding of Graylog's HTTP input, for `https://graylog:12201/gelf`: GELF 1.1, a message a line. The input has to allow
 * bulk receiving; otherwise give the handler `capacity: 1`. A field with a name of Graylog's own gets an underscore at its end.
 *
 * @throws TypeError, RangeError without a host, for an unknown option
 * @example
 * new BufferingHTTPHandler('https://graylog:12201/gelf', { encoding: gelf({ host: 'shop' }) })
 */
export function gelf(options: GELFOptions): Encoding {
  checkOptionNames('gelf', options, 'host')
  const { host } = options
  checkOption('host', host, 'string', !BLANK.test(String(host)), 'a name')
  const formatter = new JSONFormatter({ preset: 'gelf', constants: { host } })

  return {
    contentType: 'application/json',
    encode: foreign((records) =>
      records
        .map((record) => `${lineOf(formatter, acceptable(record), { _src: record.src, _seq: record.seq })}\n`)
        .join(''),
    ),
  }
}

/** Returns a record with a message, and no field that Graylog would skip. */
function acceptable(record: SoundRecord): SoundRecord {
  const { msg, fields } = record
  return { ...record, msg: BLANK.test(msg) ? '(no message)' : msg, fields: fieldsBeside(fields, TAKEN) }
}

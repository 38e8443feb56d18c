import { JSONFormatter } from '@treeline/core'
import { checkOption, checkOptionNames } from '@treeline/core/internal'
import type { Encoding } from './encoding.js'
import { lineOf } from './jsonLines.js'

/** The parameters of `gelf`. */
export interface GELFOptions {
  /** Who sends, as Graylog shows it: the application's name, or the page's host. */
  host: string
}

/**
 * Returns the encoding of Graylog's HTTP input, for `https://graylog:12201/gelf`: GELF 1.1, a message a line. The input has to allow
 * bulk receiving; otherwise give the handler `capacity: 1`.
 *
 * @throws TypeError without a host, for an unknown option
 * @example
 * new BufferingHTTPHandler('https://graylog:12201/gelf', { encoding: gelf({ host: 'shop' }) })
 */
export function gelf(options: GELFOptions): Encoding {
  checkOptionNames('gelf', options, 'host')
  const { host } = options
  checkOption('host', host, 'string', host !== '', 'a name')
  const formatter = new JSONFormatter({ preset: 'gelf', constants: { host } })

  return {
    contentType: 'application/json',
    encode: (records) =>
      records.map((record) => `${lineOf(formatter, record, { src: record.src, seq: record.seq })}\n`).join(''),
  }
}

import { JSONFormatter } from '@treeline/core'
import { checkOptionNames, nameOf, withMethods } from '@treeline/core/internal'
import type { Encoding } from './encoding.js'
import { errorParts } from './errorText.js'
import { renamedFields } from './fieldNames.js'
import { foreign } from './foreign.js'
import { type LineFormatter, lineOf } from './jsonLines.js'
import { type SoundRecord, textOf } from './soundRecord.js'

/** The optional parameters of `elastic`. */
export interface ElasticOptions {
  /**
   * Makes the documents. Default a `JSONFormatter` with the preset `ecs` and the fields as texts under `labels`: a field beside
   * ECS's own, `error` say, may make the server refuse the document.
   */
  formatter?: LineFormatter | undefined
}

interface Answer {
  readonly errors?: unknown
  readonly items?: readonly Readonly<Record<string, { readonly status?: unknown }>>[]
}

const CONFLICT = 409

/**
 * Returns the encoding of Elasticsearch's and OpenSearch's bulk API, for `https://elastic:9200/logs-shop-default/_bulk`: documents in the
 * Elastic Common Schema. Each has its page's id and number as `_id`, so a copy changes nothing. A `filter_path` in the address has
 * to leave `errors,items.*.status`.
 *
 * @throws TypeError for an option that is wrong
 * @example
 * new BufferingHTTPHandler('https://elastic:9200/logs-shop-default/_bulk', { encoding: elastic() })
 */
export function elastic(options: ElasticOptions = {}): Encoding {
  checkOptionNames('elastic', options, 'formatter')
  const { formatter } = options
  if (formatter) withMethods('formatter', formatter, 'format', 'a Formatter')
  const own = new JSONFormatter({ preset: 'ecs', fields: 'labels' })

  return {
    contentType: 'application/x-ndjson',

    encode: foreign((records) =>
      records
        .map((record) => {
          const action = JSON.stringify({ create: { _id: nameOf(record) } })
          const ids = { 'event.id': nameOf(record), 'event.sequence': record.seq }
          const document = formatter
            ? lineOf(formatter, record, ids)
            : lineOf(own, { ...record, fields: labelsOf(record) }, { ...detailsOf(record), ...ids })
          return `${action}\n${document}\n`
        })
        .join(''),
    ),

    read(text) {
      const { errors, items } = JSON.parse(text) as Answer
      if (errors === false) return {}
      const refused: number[] = []
      const later: number[] = []
      for (const [place, item] of items!.entries()) {
        const status = statusOf(item)
        // A conflict: the record is there already.
        if (status < 400 || status === CONFLICT) continue
        ;(status === 429 || status >= 500 ? later : refused).push(place)
      }
      return { refused, later }
    },
  }
}

/**
 * Returns the status of an item of the answer.
 *
 * @throws TypeError for an item that has none
 */
function statusOf(item: object): number {
  const [{ status }] = Object.values(item) as [{ status?: unknown }]
  if (typeof status !== 'number') throw new TypeError('an item without a status')
  return status
}

/** Returns the fields as ECS wants its labels: no dots in their names, and texts, so that a name has one type in the index. */
function labelsOf({ fields }: SoundRecord): Record<string, unknown> {
  const labels = renamedFields(fields, (key) => key.replace(/[.*\\]/g, '_') || '_')
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, textOf(value)]))
}

/** Returns the parts that not every record has. */
function detailsOf({ exc_text, pathname, lineno, funcName }: SoundRecord): object {
  const { type, message } = exc_text === undefined ? {} : errorParts(exc_text)
  return {
    'error.type': type,
    'error.message': message,
    'log.origin.file.name': pathname,
    'log.origin.file.line': pathname && lineno,
    'log.origin.function': funcName,
  }
}

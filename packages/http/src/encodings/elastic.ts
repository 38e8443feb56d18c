import { JSONFormatter } from '@treeline/core'
import { checkOptionNames } from '@treeline/core/internal'
import type { Encoding } from './encoding.js'
import { type LineFormatter, lineOf } from './jsonLines.js'

/** The optional parameters of `elastic`. */
export interface ElasticOptions {
  /** Makes the documents. Default `new JSONFormatter({ preset: 'ecs' })`. */
  formatter?: LineFormatter | undefined
}

interface Item {
  readonly create?: { readonly status?: number }
}

const CONFLICT = 409

/**
 * Returns the encoding of Elasticsearch's and OpenSearch's bulk API, for `https://elastic:9200/logs-shop-default/_bulk`: documents in the
 * Elastic Common Schema. Each has its page's id and number as `_id`, so a copy changes nothing.
 *
 * @throws TypeError for an unknown option
 * @example
 * new BufferingHTTPHandler('https://elastic:9200/logs-shop-default/_bulk', { encoding: elastic() })
 */
export function elastic(options: ElasticOptions = {}): Encoding {
  checkOptionNames('elastic', options, 'formatter')
  const { formatter = new JSONFormatter({ preset: 'ecs' }) } = options

  return {
    contentType: 'application/x-ndjson',

    encode: (records) =>
      records
        .map((record) => {
          const { src, seq } = record
          const action = JSON.stringify({ create: { _id: `${src}:${seq}` } })
          return `${action}\n${lineOf(formatter, record, { 'event.id': `${src}:${seq}`, 'event.sequence': seq })}\n`
        })
        .join(''),

    read(text) {
      const { items = [] } = JSON.parse(text) as { items?: readonly Item[] }
      const refused: number[] = []
      const later: number[] = []
      for (const [place, { create }] of items.entries()) {
        const status = create?.status ?? 0
        // It is there already.
        if (status < 400 || status === CONFLICT) continue
        ;(status === 429 || status >= 500 ? later : refused).push(place)
      }
      return { refused, later }
    },
  }
}

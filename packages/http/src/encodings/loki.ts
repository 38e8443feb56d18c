import { checkOptionNames } from '@treeline/core/internal'
import type { Encoding, SentRecord } from './encoding.js'
import { nanoseconds } from './otlp.js'

/** The optional parameters of `loki`. */
export interface LokiOptions {
  /** The labels of every stream beside `level`; few, and with few values. Default `{ app: 'treeline' }`. */
  labels?: Readonly<Record<string, string>> | undefined
}

/**
 * Returns the encoding of Grafana Loki's push API, for `https://loki:3100/loki/api/v1/push`. A stream for each level; the logger,
 * the fields and the numbers that tell a copy (`src`, `seq`) are structured metadata; an error stands behind its line.
 *
 * @throws TypeError for an unknown option
 * @example
 * new BufferingHTTPHandler('https://loki:3100/loki/api/v1/push', { encoding: loki({ labels: { app: 'shop', env: 'prod' } }) })
 */
export function loki(options: LokiOptions = {}): Encoding {
  checkOptionNames('loki', options, 'labels')
  const { labels = { app: 'treeline' } } = options

  return {
    contentType: 'application/json',

    encode(records) {
      const levels = new Map<string, unknown[]>()
      for (const record of records) {
        const level = record.levelname.toLowerCase()
        if (!levels.has(level)) levels.set(level, [])
        levels.get(level)!.push([nanoseconds(record.created), lineOf(record), metadataOf(record)])
      }
      const streams = [...levels].map(([level, values]) => ({ stream: { ...labels, level }, values }))
      return JSON.stringify({ streams })
    },
  }
}

function lineOf({ msg, exc_text, stack_info }: SentRecord): string {
  return [msg, exc_text, stack_info].filter((text) => text !== undefined).join('\n')
}

/** Returns the metadata: its values have to be texts. */
function metadataOf({ name, src, seq, pathname, lineno, funcName, fields }: SentRecord): Record<string, string> {
  const values = { ...fields, logger: name, src, seq, pathname, lineno, funcName }
  const texts = Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : [[key, textOf(value)]]))
  return Object.fromEntries(texts) as Record<string, string>
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}

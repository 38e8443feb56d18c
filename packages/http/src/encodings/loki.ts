import { checkOption, checkOptionNames } from '@treeline/core/internal'
import { utf8Length } from '../batches/utf8.js'
import type { Encoding } from './encoding.js'
import { renamedFields } from './fieldNames.js'
import { foreign } from './foreign.js'
import { grouped } from './grouped.js'
import { nanoseconds } from './nanoseconds.js'
import { type SoundRecord, textOf } from './soundRecord.js'

/** The optional parameters of `loki`. */
export interface LokiOptions {
  /** The labels of every stream beside `level`, at most 14; few, and with few values. Default `{ app: 'treeline' }`. */
  labels?: Readonly<Record<string, string>> | undefined
}

// What the server takes by default.
const MAX_LABELS = 15
const MAX_NAME_BYTES = 1024
const MAX_VALUE_BYTES = 2048
const MAX_LINE_BYTES = 256 * 1024
const MAX_METADATA = 128
const MAX_METADATA_BYTES = 64 * 1024
const MAX_AGE_SECONDS = 7 * 24 * 3600
const MAX_LEAD_SECONDS = 600

/** The seconds within the server's limits that stay free: records take a while to arrive. */
const MARGIN_SECONDS = 60
/** The bytes set aside for the note that metadata was left out. */
const NOTE_BYTES = 64
/** The most bytes of one value of the metadata, so that many have room. */
const MAX_DATUM_BYTES = 8 * 1024

/**
 * Returns the encoding of Grafana Loki's push API, for `https://loki:3100/loki/api/v1/push`. Each level has a stream. The
 * logger, the fields and the numbers that identify a copy (`src`, `seq`) are structured metadata; an error follows its line.
 *
 * What is beyond the server's default limits is cut with a note: lines of 256 KiB, 128 metadata entries of 64 KiB together. A time that
 * the server would refuse, over a week ago or ten minutes ahead, becomes the present one; the metadata has it as `created`.
 *
 * @throws TypeError, RangeError for an option that is wrong: at most 14 labels
 * @example
 * new BufferingHTTPHandler('https://loki:3100/loki/api/v1/push', { encoding: loki({ labels: { app: 'shop', env: 'prod' } }) })
 */
export function loki(options: LokiOptions = {}): Encoding {
  checkOptionNames('loki', options, 'labels')
  const { labels = { app: 'treeline' } } = options
  checkLabels(labels)

  return {
    contentType: 'application/json',

    encode: foreign((records) => {
      const levels = grouped(records, levelOf)
      const streams = [...levels].map(([level, group]) => ({
        stream: { ...labels, level },
        values: group.map(entryOf),
      }))
      return JSON.stringify({ streams })
    }),
  }
}

function checkLabels(labels: Readonly<Record<string, unknown>>): void {
  checkOption('labels', labels, 'object', labels !== null, 'an object of texts')
  const entries = Object.entries(labels)
  const isFew = entries.length < MAX_LABELS
  checkOption('labels', labels, 'object', isFew, `at most ${MAX_LABELS - 1} labels`)
  for (const [name, value] of entries) {
    const isName = /^[a-zA-Z_]\w*$/.test(name) && name.length <= MAX_NAME_BYTES && name !== 'level'
    checkOption('labels', name, 'string', isName, 'names of letters, digits and _ other than level')
    const isValue = typeof value === 'string' && value !== '' && utf8Length(value) <= MAX_VALUE_BYTES
    checkOption(`labels.${name}`, value, 'string', isValue, `a text of 1 to ${MAX_VALUE_BYTES} bytes`)
  }
}

function levelOf({ levelname, levelno }: SoundRecord): string {
  return cut(levelname.toLowerCase(), MAX_VALUE_BYTES) || `level ${levelno}`
}

function entryOf(record: SoundRecord): unknown[] {
  const now = Date.now() / 1000
  const { created } = record
  const isTaken = created > now - MAX_AGE_SECONDS + MARGIN_SECONDS && created < now + MAX_LEAD_SECONDS - MARGIN_SECONDS
  const metadata = metadataOf(record, isTaken ? undefined : created)
  return [nanoseconds(isTaken ? created : now), cut(lineOf(record), MAX_LINE_BYTES), metadata]
}

function lineOf({ msg, exc_text, stack_info }: SoundRecord): string {
  return [msg, exc_text, stack_info].filter((text) => text !== undefined).join('\n')
}

/** Returns the metadata as texts, the record's own first. */
function metadataOf(record: SoundRecord, created: number | undefined): Record<string, string> {
  const { name, src, seq, pathname, lineno, funcName, fields } = record
  const own = { logger: name, src, seq, created, pathname, lineno: pathname && lineno, funcName }
  const beside = renamedFields(fields, nameOf, [...Object.keys(own), 'truncated'])
  const all = Object.entries({ ...own, ...beside }).filter(([, value]) => value !== undefined)
  const metadata: Record<string, string> = {}
  let left = MAX_METADATA_BYTES - NOTE_BYTES
  for (const [index, [key, value]] of all.entries()) {
    const text = cut(textOf(value), MAX_DATUM_BYTES)
    left -= key.length + utf8Length(text)
    // One place is for the note.
    if (left < 0 || index >= MAX_METADATA - 1) return { ...metadata, truncated: `${all.length - index} more` }
    Object.defineProperty(metadata, key, { value: text, enumerable: true, configurable: true, writable: true })
  }
  return metadata
}

/** Returns a name that queries can use. */
function nameOf(key: string): string {
  const name = key.slice(0, MAX_NAME_BYTES / 2).replace(/\W/g, '_')
  return /^[a-zA-Z_]/.test(name) ? name : `_${name}`
}

/** Returns a text of at most `maxBytes` bytes of UTF-8, with a note if it was longer. */
function cut(text: string, maxBytes: number): string {
  const bytes = utf8Length(text)
  if (bytes <= maxBytes) return text
  const note = `... [cut from ${bytes} bytes]`
  let room = maxBytes - note.length
  let end = 0
  for (const char of text) {
    room -= utf8Length(char)
    if (room < 0) break
    end += char.length
  }
  return text.slice(0, end) + note
}

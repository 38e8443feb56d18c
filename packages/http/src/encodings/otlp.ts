import { checkOption, checkOptionNames, nameOf } from '@treeline/core/internal'
import type { Encoding } from './encoding.js'
import { errorParts } from './errorText.js'
import { fieldsBeside } from './fieldNames.js'
import { foreign } from './foreign.js'
import { grouped } from './grouped.js'
import { nanoseconds } from './nanoseconds.js'
import type { SoundRecord } from './soundRecord.js'

/** The optional parameters of `otlp`. */
export interface OTLPOptions {
  /** The attributes of the records' source: `{ 'service.name': 'shop', 'service.version': '1.2' }`. Default nothing. */
  resource?: Readonly<Record<string, unknown>> | undefined
}

/** A value as OTLP writes it. */
type AnyValue = Readonly<Record<string, unknown>>

interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

/** Each severity number, with the lowest of Python's levels that has it. */
const SEVERITIES = [
  [50, 21],
  [40, 17],
  [30, 13],
  [20, 9],
  [10, 5],
] as const

/** The most records of one batch that a partial success may refuse. */
const MAX_REJECTED = 100_000

/**
 * Returns the encoding of OpenTelemetry collectors: OTLP over HTTP as JSON, for `https://collector:4318/v1/logs`. Loggers are
 * scopes; fields, the error and the place of the call are attributes under the semantic conventions' names; `log.record.uid`
 * identifies records that came twice. A field with one of these names gets an underscore at its end.
 *
 * @throws TypeError for an option that is wrong
 * @example
 * new BufferingHTTPHandler('https://collector:4318/v1/logs', { encoding: otlp({ resource: { 'service.name': 'shop' } }) })
 */
export function otlp(options: OTLPOptions = {}): Encoding {
  checkOptionNames('otlp', options, 'resource')
  const { resource: given = {} } = options
  checkOption('resource', given, 'object', given !== null, 'an object')
  const resource = { attributes: attributesOf(given) }

  return {
    contentType: 'application/json',

    encode: foreign((records) => {
      const scopes = grouped(records, ({ name }) => name)
      const scopeLogs = [...scopes].map(([name, group]) => ({ scope: { name }, logRecords: group.map(logRecord) }))
      return JSON.stringify({ resourceLogs: [{ resource, scopeLogs }] })
    }),

    read(text) {
      // The answer says how many were rejected, and not which.
      const { partialSuccess } = JSON.parse(text || '{}') as {
        partialSuccess?: { rejectedLogRecords?: unknown } | null
      }
      const rejected = Number(partialSuccess?.rejectedLogRecords)
      // A length below 0, or NaN, is 0.
      return { refused: Array.from({ length: Math.min(rejected, MAX_REJECTED) }, (_, place) => place) }
    },
  }
}

function logRecord(record: SoundRecord): object {
  const { created, levelno, levelname, msg, fields } = record
  const time = nanoseconds(created)
  const own = ownAttributes(record)
  return {
    timeUnixNano: time,
    // A record without a time must have this one.
    observedTimeUnixNano: time === '0' ? nanoseconds(Date.now() / 1000) : time,
    severityNumber: SEVERITIES.find(([level]) => levelno >= level)?.[1] ?? 1,
    severityText: levelname,
    body: { stringValue: msg },
    attributes: attributesOf({ ...own, ...fieldsBeside(fields, ['', ...Object.keys(own)]) }),
  }
}

/** Returns the attributes that are not the record's fields. */
function ownAttributes(record: SoundRecord): object {
  const { exc_text, stack_info, pathname, lineno, funcName } = record
  const { type, message } = exc_text === undefined ? {} : errorParts(exc_text)
  const attributes = {
    'log.record.uid': nameOf(record),
    'exception.type': type,
    'exception.message': message,
    'exception.stacktrace': exc_text,
    'code.file.path': pathname,
    'code.line.number': pathname && lineno,
    'code.function.name': funcName,
    'code.stacktrace': stack_info,
  }
  return Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined))
}

function attributesOf(values: object): KeyValue[] {
  return Object.entries(values).flatMap(([key, value]) => (value === undefined ? [] : { key, value: anyValue(value) }))
}

function anyValue(value: unknown): AnyValue {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  if (Number.isSafeInteger(value)) return { intValue: String(value) }
  if (typeof value === 'number') return { doubleValue: value }
  if (Array.isArray(value)) return { arrayValue: { values: value.map(anyValue) } }
  return value ? { kvlistValue: { values: attributesOf(value) } } : {}
}

import { checkOptionNames } from '@treeline/core/internal'
import type { Encoding, SentRecord } from './encoding.js'

/** The optional parameters of `otlp`. */
export interface OTLPOptions {
  /** What the records come from: `{ 'service.name': 'shop', 'service.version': '1.2' }`. Default nothing. */
  resource?: Readonly<Record<string, unknown>> | undefined
}

/** A value as OTLP writes it. */
type AnyValue = Readonly<Record<string, unknown>>

interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

/** The lowest of Python's levels that has each number of severity. */
const SEVERITIES = [
  [50, 21],
  [40, 17],
  [30, 13],
  [20, 9],
  [10, 5],
] as const

/**
 * Returns the encoding of OpenTelemetry collectors: OTLP over HTTP as JSON, for `https://collector:4318/v1/logs`. Loggers are
 * scopes; fields, the error and the place of the call are attributes under the semantic conventions' names; `log.record.uid`
 * tells records that came twice.
 *
 * @throws TypeError for an unknown option
 * @example
 * new BufferingHTTPHandler('https://collector:4318/v1/logs', { encoding: otlp({ resource: { 'service.name': 'shop' } }) })
 */
export function otlp(options: OTLPOptions = {}): Encoding {
  checkOptionNames('otlp', options, 'resource')
  const resource = { attributes: attributesOf(options.resource ?? {}) }

  return {
    contentType: 'application/json',

    encode(records) {
      const scopes = new Map<string, object[]>()
      for (const record of records) {
        const { name } = record
        if (!scopes.has(name)) scopes.set(name, [])
        scopes.get(name)!.push(logRecord(record))
      }
      const scopeLogs = [...scopes].map(([name, logRecords]) => ({ scope: { name }, logRecords }))
      return JSON.stringify({ resourceLogs: [{ resource, scopeLogs }] })
    },

    read(text) {
      // It says how many, and not which.
      const answer = JSON.parse(text || '{}') as { partialSuccess?: { rejectedLogRecords?: unknown } }
      const rejected = Number(answer.partialSuccess?.rejectedLogRecords ?? 0)
      return { refused: Array.from({ length: rejected > 0 ? Math.min(rejected, 10_000) : 0 }, (_, place) => place) }
    },
  }
}

function logRecord(record: SentRecord): object {
  const { created, levelno, levelname, msg, src, seq, exc_text, fields = {} } = record
  const timeUnixNano = nanoseconds(created)
  const attributes = { ...fields, ...errorOf(exc_text), ...placeOf(record), 'log.record.uid': `${src}:${seq}` }
  return {
    timeUnixNano,
    observedTimeUnixNano: timeUnixNano,
    severityNumber: SEVERITIES.find(([level]) => levelno >= level)?.[1] ?? 1,
    severityText: levelname,
    body: { stringValue: msg },
    attributes: attributesOf(attributes),
  }
}

/** Returns seconds as a text of nanoseconds: they are beyond what a number holds. */
export function nanoseconds(seconds: number): string {
  const micros = Math.round(seconds * 1e6)
  return Number.isSafeInteger(micros) && micros > 0 ? `${micros}000` : '0'
}

function errorOf(text: string | undefined): object {
  if (text === undefined) return {}
  const [, type, message] = /^(?:Uncaught )?([\w$.]+)(?:: (.*))?/.exec(text) ?? []
  return { 'exception.type': type, 'exception.message': message, 'exception.stacktrace': text }
}

function placeOf({ pathname, lineno, funcName }: SentRecord): object {
  return { 'code.file.path': pathname, 'code.line.number': lineno, 'code.function.name': funcName }
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

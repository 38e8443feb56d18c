// What an OpenTelemetry collector takes, read by the types that OpenTelemetry generated from its own protocol files. Its later
// versions write without them.
import { isDeepStrictEqual } from 'node:util'
import root from '@opentelemetry/otlp-transformer/build/src/generated/root.js'
import { hasLoneSurrogate } from './loki.js'
import type { Stored, Take } from './standIn.js'

/** A message type as protobufjs generates it. */
interface MessageType {
  fromObject(object: object): object
  verify(message: object): string | null
  encode(message: object): { finish(): Uint8Array }
  decode(bytes: Uint8Array): object
  toObject(message: object, options: object): object
}

const { ExportLogsServiceRequest, ExportLogsServiceResponse } = (
  root as unknown as {
    opentelemetry: {
      proto: {
        collector: { logs: { v1: Record<'ExportLogsServiceRequest' | 'ExportLogsServiceResponse', MessageType> } }
      }
    }
  }
).opentelemetry.proto.collector.logs.v1

export interface AnyValue {
  readonly stringValue?: string
  readonly boolValue?: boolean
  /** A text as we send it; a number from OpenTelemetry's exporters. */
  readonly intValue?: string | number
  readonly doubleValue?: number
  readonly arrayValue?: { readonly values?: readonly AnyValue[] }
  readonly kvlistValue?: { readonly values?: readonly KeyValue[] }
}

interface KeyValue {
  readonly key: string
  readonly value: AnyValue
}

export interface LogRecord {
  readonly timeUnixNano: string
  readonly observedTimeUnixNano: string
  readonly severityNumber: number
  readonly severityText?: string
  readonly body: AnyValue
  readonly attributes: readonly KeyValue[]
  readonly traceId?: string
  readonly spanId?: string
}

/** What a collector is sent. */
export interface ExportRequest {
  readonly resourceLogs: readonly {
    readonly scopeLogs: readonly {
      readonly scope: { readonly name: string }
      readonly logRecords: readonly LogRecord[]
    }[]
  }[]
}

/** Makes a collector that rejects so many records of each of the first requests. */
export function makeTakeOTLP(...rejected: number[]): Take {
  return (body, contentType) => {
    try {
      if (contentType !== 'application/json') return { status: 415, body: contentType, stored: [] }
      const records = decode(body)
      const count = rejected.shift() ?? 0
      const partialSuccess = { rejectedLogRecords: count, errorMessage: 'full' }
      const message = ExportLogsServiceResponse.fromObject(count ? { partialSuccess } : {})
      const answer = ExportLogsServiceResponse.toObject(message, { longs: String })
      return { status: 200, body: JSON.stringify(answer), stored: records.slice(count).map(storedOf) }
    } catch (error) {
      return { status: 400, body: String(error), stored: [] }
    }
  }
}

/** Returns the records of a request as they are after a way through OpenTelemetry's binary form. */
function decode(body: string): LogRecord[] {
  if (hasLoneSurrogate(body)) throw new Error('an unpaired surrogate')
  const given = JSON.parse(body) as ExportRequest
  const message = ExportLogsServiceRequest.fromObject(given)
  const fault = ExportLogsServiceRequest.verify(message)
  if (fault !== null) throw new Error(fault)
  const decoded = ExportLogsServiceRequest.decode(ExportLogsServiceRequest.encode(message).finish())
  const request = ExportLogsServiceRequest.toObject(decoded, { longs: String }) as ExportRequest
  // What it does not know it leaves out.
  if (!isDeepStrictEqual(withoutEmpty(request), withoutEmpty(given)))
    throw new Error(`read as ${JSON.stringify(request)}`)
  return request.resourceLogs.flatMap(({ scopeLogs }) => scopeLogs.flatMap(({ logRecords }) => logRecords))
}

/** Returns plain values without empty lists, which the binary form does not have. */
function withoutEmpty(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmpty)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, held]) => !Array.isArray(held) || held.length > 0)
  return Object.fromEntries(entries.map(([key, held]) => [key, withoutEmpty(held)]))
}

function storedOf({ timeUnixNano, observedTimeUnixNano, severityNumber, body, attributes }: LogRecord): Stored {
  if (!(BigInt(timeUnixNano) >= 0n && BigInt(observedTimeUnixNano) > 0n)) throw new Error('a time that is none')
  if (!(severityNumber >= 1 && severityNumber <= 24)) throw new Error('a severity that is none')
  const names = attributes.map(({ key }) => key)
  if (new Set(names).size < names.length || names.includes('')) throw new Error(`the attributes ${names.join()}`)
  const { 'log.record.uid': id, ...fields } = plain(attributes) as Record<string, unknown>
  return { id: String(id), level: severityNumber, message: body.stringValue!, fields }
}

function plain(values: readonly KeyValue[]): object {
  return Object.fromEntries(values.map(({ key, value }) => [key, plainValue(value)]))
}

function plainValue({ stringValue, boolValue, intValue, doubleValue, arrayValue, kvlistValue }: AnyValue): unknown {
  if (arrayValue) return (arrayValue.values ?? []).map(plainValue)
  if (kvlistValue) return plain(kvlistValue.values ?? [])
  return stringValue ?? boolValue ?? (intValue === undefined ? doubleValue : Number(intValue)) ?? null
}

export class BufferingHTTPHandler extends Handler {
  readonly url: string
  readonly capacity: number
  flushLevel: number
  constructor(url: string, options?: BufferingHTTPHandlerOptions)
  emit(record: LogRecord): void
  stats(): DeliveryStats
  flush(): Promise<void>
  close(): Promise<void>
}

export interface BufferingHTTPHandlerOptions {
  capacity?: number | undefined
  maxBatchBytes?: number | undefined
  flushIntervalMs?: number | undefined
  flushLevel?: Level | undefined
  maxQueueBytes?: number | undefined
  maxQueueRecords?: number | undefined
  maxRecordBytes?: number | undefined
  timeoutMs?: number | undefined
  credentials?: 'omit' | 'same-origin' | 'include' | undefined
  headers?: Headed | (() => Headed | Promise<Headed>) | undefined
  encoding?: Encoding | undefined
  onLevels?: ((answer: {
    readonly levels: unknown
  }) => void) | undefined
  journal?: OutboxMaker | undefined
  acknowledge?: 'receiver' | 'any' | undefined
  caller?: boolean | undefined
  fetch?: Fetch | undefined
  random?: (() => number) | undefined
  now?: (() => number) | undefined
  scope?: PageScope | undefined
}

export const DEFAULT_HTTP_LOGGING_PORT = 9022

export interface DeliveryStats {
  accepted: number
  acknowledged: number
  queued: number
  inFlight: number
  lost: Lost
  retries: number
}

export interface ElasticOptions {
  formatter?: LineFormatter | undefined
}

export interface Encoding {
  readonly contentType: string
  encode(records: readonly SentRecord[]): string
  read?(text: string): {
    readonly refused?: readonly number[]
    readonly later?: readonly number[]
  }
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>

export interface GELFOptions {
  host: string
}

export class HTTPHandler extends Handler {
  host: string
  url: string
  method: string
  secure: boolean
  credentials: readonly [
    user: string,
    password: string
  ] | null
  constructor(host: string, url: string, options?: HTTPHandlerOptions)
  mapLogRecord(record: LogRecord): Record<string, unknown>
  emit(record: LogRecord): void
  flush(): Promise<void>
  stats(): {
    readonly queued: number
    readonly inFlight: number
  }
  close(): Promise<void>
}

export interface HTTPHandlerOptions {
  method?: string | undefined
  secure?: boolean | undefined
  credentials?: readonly [
    user: string,
    password: string
  ] | null | undefined
  context?: null | undefined
  maxQueueRecords?: number | undefined
  timeoutMs?: number | undefined
  fetch?: Fetch | undefined
}

export type Headed = Readonly<Record<string, string>> | undefined

export interface LineFormatter {
  format(record: LogRecord): string
}

export interface LokiOptions {
  labels?: Readonly<Record<string, string>> | undefined
}

export type LossReason = 'overflow' | 'expired' | 'too_large' | 'rejected' | 'closed'

export type Lost = Partial<Record<LossReason, number>>

export interface OTLPOptions {
  resource?: Readonly<Record<string, unknown>> | undefined
}

export interface PageScope {
  addEventListener?(type: string, listener: () => void): void
  removeEventListener?(type: string, listener: () => void): void
  readonly document?: {
    readonly visibilityState?: string
    readonly baseURI?: string
  }
  readonly location?: {
    readonly href?: string
  }
  readonly navigator?: {
    sendBeacon?(url: string, body: string): boolean
  }
  readonly Request?: {
    readonly prototype: object
  }
}

export interface SentRecord extends WireRecord {
  readonly src: string
  readonly seq: number
}

export function elastic(options?: ElasticOptions): Encoding

export function gelf(options: GELFOptions): Encoding

export function jsonLines(formatter?: LineFormatter): Encoding

export function loki(options?: LokiOptions): Encoding

export function otlp(options?: OTLPOptions): Encoding

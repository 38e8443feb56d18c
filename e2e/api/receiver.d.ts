export interface ClientInfo {
  readonly address?: string | undefined
}

export interface RateLimit {
  readonly records: number
  readonly perMs: number
}

export class Receiver {
  constructor(options?: ReceiverOptions)
  handle(request: Request, info?: ClientInfo): Promise<Response>
  stats(): ReceiverStats
}

export interface ReceiverOptions {
  prefix?: string
  origins?: '*' | readonly string[] | ((origin: string) => boolean)
  withoutOrigin?: boolean
  acceptGet?: boolean
  maxBodyBytes?: number
  maxRecords?: number
  maxRecordBytes?: number
  rate?: RateLimit | null
  address?: (request: Request) => string | undefined
  maxSources?: number
  maxLoggers?: number
  level?: Level
  newlines?: 'keep' | 'escape'
  fields?: (request: Request, sender: Sender) => Readonly<Record<string, unknown>> | undefined
  onError?: (error: Error, request: Request) => void
  now?: () => number
}

export interface ReceiverStats {
  batches: number
  records: number
  duplicates: number
  dropped: number
  bad: number
  failed: number
  lost: number
  sources: number
  refused: Partial<Record<RefusalReason, number>>
}

export type RefusalReason = 'origin' | 'method' | 'type' | 'size' | 'rate' | 'batch' | 'aborted' | 'failure'

export interface Sender {
  readonly address: string | undefined
  readonly src: string | undefined
}

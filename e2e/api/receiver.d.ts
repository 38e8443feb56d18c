export interface ClientInfo {
  readonly address?: string | undefined
}

export interface LevelChange {
  readonly level: Level
  readonly seconds: number
}

export type LevelChanges = Readonly<Record<string, LevelChange>>

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
  prefix?: string | undefined
  origins?: '*' | readonly string[] | ((origin: string) => boolean) | undefined
  withoutOrigin?: boolean | undefined
  acceptGet?: boolean | undefined
  maxBodyBytes?: number | undefined
  maxRecords?: number | undefined
  maxRecordBytes?: number | undefined
  maxBytesInProgress?: number | undefined
  maxBytesInProgressPerAddress?: number | undefined
  bodyTimeoutMs?: number | undefined
  rate?: RateLimit | null | undefined
  ratePerAddress?: RateLimit | null | undefined
  address?: ((request: Request) => string | undefined) | undefined
  maxSources?: number | undefined
  maxRemembered?: number | undefined
  deduplicate?: boolean | SeenStore | undefined
  flush?: boolean | undefined
  acknowledgeTimeoutMs?: number | undefined
  clockToleranceMs?: number | null | undefined
  levels?: ((request: Request, sender: Sender) => LevelChanges | undefined) | undefined
  maxLoggers?: number | undefined
  level?: Level | undefined
  newlines?: 'keep' | 'escape' | undefined
  fields?: ((request: Request, sender: Sender) => object | undefined) | undefined
  onError?: ((error: Error, request: Request) => void) | undefined
  now?: (() => number) | undefined
}

export interface ReceiverStats {
  batches: number
  records: number
  duplicates: number
  dropped: number
  bad: number
  failed: number
  unflushed: number
  lost: number
  left: number
  sources: number
  bytesInProgress: number
  refused: Partial<Record<RefusalReason, number>>
}

export type RefusalReason = 'origin' | 'method' | 'type' | 'size' | 'rate' | 'batch' | 'aborted' | 'timeout' | 'busy' | 'store' | 'failure'

export interface SeenStore {
  known(src: string, keys: string[]): Iterable<string> | PromiseLike<Iterable<string>>
  add(src: string, keys: string[]): void | PromiseLike<void>
}

export interface Sender {
  readonly address: string | undefined
  readonly src: string | undefined
}

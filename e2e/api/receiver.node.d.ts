export class DatagramReceiver extends RecordReceiver {
  constructor(options?: DatagramReceiverOptions)
  get address(): AddressInfo | string | undefined
  get port(): number | undefined
  start(): Promise<void>
  stop(): Promise<void>
  abort(): Promise<void>
  unref(): this
}

export interface DatagramReceiverOptions extends RecordReceiverOptions {
  recvBufferSize?: number | undefined
}

export type DropReason = 'frame' | 'size' | 'pickle' | 'record' | 'aborted' | 'timeout' | 'busy' | 'tls'

export class Dropped extends Error {
  name: string
  readonly reason: DropReason
  constructor(reason: DropReason, message: string, cause?: unknown)
}

export interface Peer {
  readonly address: string | undefined
  readonly port: number | undefined
}

export abstract class RecordReceiver {
  unPickle(data: Uint8Array): unknown
  handleLogRecord(record: LogRecord): void
  stats(): RecordReceiverStats
}

export interface RecordReceiverOptions {
  host?: string | undefined
  port?: number | undefined
  path?: string | undefined
  prefix?: string | undefined
  level?: Level | undefined
  filter?: FilterLike | undefined
  fields?: ((peer: Peer) => object | undefined) | undefined
  newlines?: 'keep' | 'escape' | undefined
  maxRecordBytes?: number | undefined
  maxLoggers?: number | undefined
  onError?: ((error: Error | Dropped, peer: Peer) => void) | undefined
}

export interface RecordReceiverStats {
  records: number
  dropped: number
  failed: number
  refused: Partial<Record<DropReason, number>>
}

export class SeenFile implements SeenStore {
  constructor(path: string, options?: SeenFileOptions)
  get size(): number
  known(_src: string, keys: readonly string[]): string[]
  add(_src: string, keys: readonly string[]): void
  close(): void
}

export interface SeenFileOptions {
  maxRecords?: number | undefined
}

export class SocketReceiver extends RecordReceiver {
  constructor(options?: SocketReceiverOptions)
  get address(): AddressInfo | string | undefined
  get port(): number | undefined
  start(): Promise<void>
  stop(): Promise<void>
  abort(): Promise<void>
  unref(): this
  stats(): SocketReceiverStats
}

export interface SocketReceiverOptions extends RecordReceiverOptions {
  tls?: TlsOptions | undefined
  recordTimeoutMs?: number | undefined
  maxConnections?: number | undefined
  maxBytesInProgress?: number | undefined
  maxBytesInProgressPerAddress?: number | undefined
}

export interface SocketReceiverStats extends RecordReceiverStats {
  connections: number
  bytesInProgress: number
}

export class UnpicklingError extends Error {
  name: string
}

export function listener(receiver?: Pick<Receiver, 'handle'> | ReceiverOptions): (req: IncomingMessage, res: ServerResponse) => void

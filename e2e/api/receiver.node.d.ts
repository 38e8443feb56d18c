export class DatagramReceiver extends RecordReceiver {
  constructor(options?: DatagramReceiverOptions)
  get address(): AddressInfo | undefined
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
  protected readonly settings: RecordReceiverSettings
  protected constructor(settings: RecordReceiverSettings)
  unPickle(data: Uint8Array): unknown
  handleLogRecord(record: LogRecord): void
  stats(): RecordReceiverStats
  protected receive(data: Uint8Array, peer: Peer): boolean
  protected refuse(dropped: Dropped, peer: Peer): void
  protected fail(error: unknown, peer: Peer): void
}

export interface RecordReceiverOptions {
  host?: string | undefined
  port?: number | undefined
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
  path?: string | undefined
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

interface RecordReceiverSettings {
  readonly prefix: string
  readonly level: number
  readonly newlines: 'keep' | 'escape'
  readonly maxRecordBytes: number
  readonly maxLoggers: number
  readonly filter: FilterLike | undefined
  readonly fields: RecordReceiverOptions['fields']
  readonly onError: RecordReceiverOptions['onError']
}

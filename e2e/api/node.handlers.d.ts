export type AnySocket = net.Socket | Socket | UnixDatagramSocket

export abstract class BaseRotatingHandler extends FileHandler {
  protected readonly driver: FileDriver
  constructor(filename: FileName, options?: FileHandlerOptions)
  namer?(default_name: string): string
  rotator?(source: string, dest: string): void | Promise<void>
  abstract shouldRollover(record: LogRecord, text?: string): boolean
  abstract doRollover(): void
  emit(record: LogRecord): void
  rotation_filename(default_name: string): string
  rotate(source: string, dest: string): void
  protected whenRotated(rotated: unknown): Promise<void>
  protected moveIfThere(source: string, dest: string): void
}

export const DEFAULT_SOAP_LOGGING_PORT = 9023

export const DEFAULT_TCP_LOGGING_PORT = 9020

export const DEFAULT_UDP_LOGGING_PORT = 9021

export class DatagramHandler extends SocketHandler {
  constructor(host: string, port: number | null, options?: SocketHandlerOptions)
  makeSocket(options?: dgram.SocketOptions): AnySocket
}

export type Framing = 'octet-counting' | 'lf' | 'nul'

export interface HeaderOptions {
  readonly appName?: string | undefined
  readonly msgId?: string | ((record: LogRecord) => string) | undefined
  readonly structuredDataId?: string | undefined
}

export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number
  backupCount: number
  constructor(filename: FileName, options?: RotatingFileHandlerOptions)
  shouldRollover(record: LogRecord, text?: string): boolean
  doRollover(): void
}

export interface RotatingFileHandlerOptions extends FileHandlerOptions {
  maxBytes?: number | undefined
  backupCount?: number | undefined
}

export const SOCK_DGRAM = 2

export const SOCK_STREAM = 1

export const SYSLOG_TCP_PORT = 514

export const SYSLOG_UDP_PORT = 514

export class SocketHandler extends TransportHandler {
  host: string
  port: number | null
  address: string | [
    host: string,
    port: number
  ]
  closeOnError: boolean
  retryStart: number
  retryFactor: number
  retryMax: number
  constructor(host: string, port: number | null, options?: SocketHandlerOptions)
  get sock(): AnySocket | null
  get retryTime(): number | null
  makeSocket(_options?: SocketOptions): AnySocket
  send(bytes: Uint8Array): void
  makePickle(record: LogRecord): Uint8Array
  emit(record: LogRecord): void
  handleError(record: LogRecord, error: unknown): void
}

export interface SocketHandlerOptions {
  maxQueueBytes?: number | undefined
}

export type SysLogAddress = string | readonly [
  host: string,
  port: number
]

export class SysLogHandler extends TransportHandler {
  static readonly LOG_EMERG = 0
  static readonly LOG_ALERT = 1
  static readonly LOG_CRIT = 2
  static readonly LOG_ERR = 3
  static readonly LOG_WARNING = 4
  static readonly LOG_NOTICE = 5
  static readonly LOG_INFO = 6
  static readonly LOG_DEBUG = 7
  static readonly LOG_KERN = 0
  static readonly LOG_USER = 1
  static readonly LOG_MAIL = 2
  static readonly LOG_DAEMON = 3
  static readonly LOG_AUTH = 4
  static readonly LOG_SYSLOG = 5
  static readonly LOG_LPR = 6
  static readonly LOG_NEWS = 7
  static readonly LOG_UUCP = 8
  static readonly LOG_CRON = 9
  static readonly LOG_AUTHPRIV = 10
  static readonly LOG_FTP = 11
  static readonly LOG_NTP = 12
  static readonly LOG_SECURITY = 13
  static readonly LOG_CONSOLE = 14
  static readonly LOG_SOLCRON = 15
  static readonly LOG_LOCAL0 = 16
  static readonly LOG_LOCAL1 = 17
  static readonly LOG_LOCAL2 = 18
  static readonly LOG_LOCAL3 = 19
  static readonly LOG_LOCAL4 = 20
  static readonly LOG_LOCAL5 = 21
  static readonly LOG_LOCAL6 = 22
  static readonly LOG_LOCAL7 = 23
  address: SysLogAddress
  facility: number | string
  socktype: number | null
  timeout: number | null
  unixsocket: boolean
  ident: string
  append_nul: boolean
  priority_names: Readonly<Record<string, number>>
  facility_names: Readonly<Record<string, number>>
  priority_map: Readonly<Record<string, string>>
  constructor(options?: SysLogHandlerOptions)
  get socket(): AnySocket | null
  encodePriority(facility: number | string, priority: number | string): number
  mapPriority(levelName: string): string
  emit(record: LogRecord): void
}

export interface SysLogHandlerOptions extends HeaderOptions {
  address?: SysLogAddress | undefined
  facility?: number | string | undefined
  socktype?: number | null | undefined
  timeout?: number | null | undefined
  format?: 'python' | 'rfc5424' | undefined
  framing?: Framing | undefined
  tls?: ConnectionOptions | undefined
  maxMessageBytes?: number | undefined
  maxQueueBytes?: number | undefined
}

export interface Transport {
  readonly retryTime: number | null
  send(chunk: Uint8Array): void
  reconnect(): void
  reset(): void
  stats(): TransportStats
  flush(): Promise<void>
  close(): Promise<number>
  deliverAtExit(): void
}

export abstract class TransportHandler extends Handler {
  createSocket(): void
  stats(): TransportStats
  flush(): Promise<void>
  close(): Promise<void>
}

export interface TransportStats {
  readonly queued: number
  readonly inFlight: number
  readonly dropped: number
}

export interface UnixDatagramSocket {
  on(event: 'error' | 'congestion' | 'writable' | 'connect', listener: (error?: unknown) => void): unknown
  connect(path: string): void
  send(bytes: Uint8Array, callback: (error?: Error & {
    code?: unknown
  }) => void): void
  close(): void
}

export type Address = string | {
  name: string
  address: string
}

export interface AnySocket {
  on(event: string, listener: () => void): unknown
}

export abstract class BaseRotatingHandler extends FileHandler {
  protected readonly driver: FileDriver
  constructor(filename: FileName, options?: RotationOptions)
  protected begin(): void
  protected rotatedNames(): string[]
  protected otherRotated(): void
  namer?(default_name: string): string
  rotator?(source: string, dest: string): void | Promise<void>
  abstract shouldRollover(record: LogRecord, text?: string): boolean
  abstract doRollover(): void
  emit(record: LogRecord): void
  protected exclusively(rollover: () => void): void
  rotation_filename(default_name: string): string
  rotate(source: string, dest: string): void
  protected whenRotated(rotated: unknown): Promise<void>
  protected moveIfThere(source: string, dest: string): void
  close(): void | Promise<void>
}

export const DEFAULT_SOAP_LOGGING_PORT = 9023

export const DEFAULT_TCP_LOGGING_PORT = 9020

export const DEFAULT_UDP_LOGGING_PORT = 9021

export class DatagramHandler extends SocketHandler {
  constructor(host: string, port: number | null, options?: SocketHandlerOptions)
  makeSocket(options?: object): AnySocket
}

export type Framing = 'octet-counting' | 'lf' | 'nul'

export interface HeaderOptions {
  readonly appName?: string | undefined
  readonly msgId?: string | ((record: LogRecord) => string) | undefined
  readonly structuredDataId?: string | undefined
}

export class JournalFormatter extends Formatter {
  constructor(fmt?: string | null, options?: JournalFormatterOptions)
  format(record: LogRecord): string
}

export interface JournalFormatterOptions extends FormatterOptions {
  formatter?: {
    format(record: LogRecord): string
  } | undefined
  fd?: number | undefined
}

export class JournalHandler extends TransportHandler {
  readonly identifier: string
  readonly path: string
  constructor(options?: JournalHandlerOptions)
  emit(record: LogRecord): void
  toString(): string
}

export interface JournalHandlerOptions {
  identifier?: string | undefined
  path?: string | undefined
  maxQueueBytes?: number | undefined
}

export class JournalRemoteHandler extends OutboxHandler {
  readonly identifier: string
  constructor(url: string | URL, options?: JournalRemoteHandlerOptions)
  get flushLevel(): number
  set flushLevel(level: Level)
  emit(record: LogRecord): void
  toString(): string
}

export interface JournalRemoteHandlerOptions {
  identifier?: string | undefined
  capacity?: number | undefined
  flushIntervalMs?: number | undefined
  flushLevel?: Level | undefined
  maxQueueRecords?: number | undefined
  timeoutMs?: number | undefined
  tls?: Readonly<Record<string, unknown>> | undefined
}

export interface Mail {
  readonly from: Address
  readonly to: Address[]
  readonly subject: string
  readonly text: string
  readonly date: Date
  readonly messageId: string
}

export interface MailTransport {
  sendMail(mail: Mail): Promise<unknown>
}

export class NTEventLogHandler extends OutboxHandler {
  appname: string
  dllname: string | null
  logtype: string
  deftype: number
  typemap: Record<number, number>
  constructor(appname: string, dllname?: string | null, logtype?: string)
  getMessageID(_record: LogRecord): number
  getEventType(record: LogRecord): number
  emit(record: LogRecord): void
}

export abstract class OutboxHandler extends Handler {
  flush(): Promise<void>
  close(): Promise<void>
  stats(): OutboxStats
}

export interface OutboxStats {
  readonly queued: number
  readonly inFlight: number
}

export class RotatingFileHandler extends BaseRotatingHandler {
  maxBytes: number
  backupCount: number
  constructor(filename: FileName, options?: RotatingFileHandlerOptions)
  shouldRollover(record: LogRecord, text?: string): boolean
  doRollover(): void
  protected rotatedNames(): string[]
}

export interface RotatingFileHandlerOptions extends RotationOptions {
  maxBytes?: number | undefined
  backupCount?: number | undefined
}

export interface RotationOptions extends FileHandlerOptions {
  compress?: 'gzip' | null | undefined
  maxTotalBytes?: number | null | undefined
  maxAgeSeconds?: number | null | undefined
  link?: string | null | undefined
  multiprocess?: boolean | undefined
}

export class SMTPHandler extends OutboxHandler {
  mailhost: string
  mailport: number | null
  fromaddr: string
  toaddrs: string[]
  subject: string
  timeout: number
  secure: SMTPHandlerOptions['secure']
  username: string | null
  constructor(mailhost: string | readonly [
    host: string,
    port: number
  ], fromaddr: string, toaddrs: string | readonly string[], subject: string, options?: SMTPHandlerOptions)
  getSubject(_record: LogRecord): string
  emit(record: LogRecord): void
}

export interface SMTPHandlerOptions {
  credentials?: readonly [
    user: string,
    password: string
  ] | null | undefined
  secure?: true | readonly [
  ] | readonly [
    keyfile: string
  ] | readonly [
    keyfile: string,
    certfile: string
  ] | null | undefined
  timeout?: number | undefined
  capacity?: number | undefined
  flushIntervalMs?: number | undefined
  maxQueueRecords?: number | undefined
  tls?: Readonly<Record<string, unknown>> | undefined
  transport?: MailTransport | undefined
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
  makeSocket(_options?: object): AnySocket
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
  tls?: Readonly<Record<string, unknown>> | undefined
  maxMessageBytes?: number | undefined
  maxQueueBytes?: number | undefined
}

export interface TimeOfDay {
  readonly hour: number
  readonly minute?: number | undefined
  readonly second?: number | undefined
}

export class TimedRotatingFileHandler extends BaseRotatingHandler {
  when: string
  interval: number
  backupCount: number
  utc: boolean
  atTime: TimeOfDay | null
  suffix: string
  extMatch: RegExp
  readonly dayOfWeek: number | undefined
  rolloverAt: number
  maxBytes: number
  constructor(filename: FileName, options?: TimedRotatingFileHandlerOptions)
  computeRollover(currentTime: number): number
  shouldRollover(record: LogRecord, text?: string): boolean
  doRollover(): void
  getFilesToDelete(): string[]
  protected rotatedNames(): string[]
  protected otherRotated(): void
}

export interface TimedRotatingFileHandlerOptions extends Omit<RotationOptions, 'mode'> {
  when?: string | undefined
  interval?: number | undefined
  backupCount?: number | undefined
  utc?: boolean | 0 | 1 | null | undefined
  atTime?: TimeOfDay | string | null | undefined
  maxBytes?: number | undefined
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
  toString(): string
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

export class WatchedFileHandler extends FileHandler {
  readonly checkIntervalMs: number | undefined
  constructor(filename: FileName, options?: WatchedFileHandlerOptions)
  get dev(): number
  get ino(): number
  reopenIfNeeded(): void
  emit(record: LogRecord): void
}

export interface WatchedFileHandlerOptions extends FileHandlerOptions {
  checkIntervalMs?: number | undefined
}

export type Address = string | {
  readonly name: string
  readonly address: string
}

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

export interface Mail {
  readonly from: Address
  readonly to: readonly Address[]
  readonly subject: string
  readonly text: string
  readonly date: Date
  readonly messageId: string
}

export interface MailTransport {
  sendMail(mail: Mail): Promise<unknown>
}

export class NTEventLogHandler extends Handler {
  appname: string
  dllname: string | null
  logtype: string
  deftype: number
  typemap: Record<number, number>
  constructor(appname: string, dllname?: string | null, logtype?: string)
  getMessageID(_record: LogRecord): number
  getEventType(record: LogRecord): number
  emit(record: LogRecord): void
  flush(): Promise<void>
  close(): Promise<void>
  stats(): {
    readonly queued: number
    readonly inFlight: number
  }
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

export class SMTPHandler extends Handler {
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
  flush(): Promise<void>
  close(): Promise<void>
  stats(): {
    readonly queued: number
    readonly inFlight: number
  }
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

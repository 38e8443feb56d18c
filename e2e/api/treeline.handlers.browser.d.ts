export {
  BufferingHandler,
  Empty,
  Full,
  MemoryHandler,
  MemoryHandlerOptions,
  Port,
  PortQueue,
  PortQueueOptions,
  Queue,
  QueueHandler,
  QueueListener,
  QueueListenerOptions,
  ReceivingQueue,
  SendingQueue,
  Watcher,
} from '@treeline/core'

export {
  BufferingHTTPHandler,
  BufferingHTTPHandlerOptions,
  DEFAULT_HTTP_LOGGING_PORT,
  ElasticOptions,
  Encoding,
  GELFOptions,
  HTTPHandler,
  HTTPHandlerOptions,
  LineFormatter,
  LokiOptions,
  OTLPOptions,
  SentRecord,
  elastic,
  gelf,
  jsonLines,
  loki,
  otlp,
} from '@treeline/http'

export {
  Journal,
  JournalOptions,
  LocalStorageHandler,
  LocalStorageHandlerOptions,
} from '@treeline/local-storage'

export const DEFAULT_SOAP_LOGGING_PORT = 9023

export const DEFAULT_TCP_LOGGING_PORT = 9020

export const DEFAULT_UDP_LOGGING_PORT = 9021

export class DatagramHandler extends Handler {
  constructor(_host: string, _port: number | null, _options?: object)
}

export class JournalFormatter extends Formatter {
  constructor(..._parameters: unknown[])
}

export class JournalHandler extends Handler {
  constructor(..._parameters: unknown[])
}

export class JournalRemoteHandler extends Handler {
  constructor(..._parameters: unknown[])
}

export class NTEventLogHandler extends Handler {
  constructor(..._parameters: unknown[])
}

export class RotatingFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options?: object)
}

export class SMTPHandler extends Handler {
  constructor(..._parameters: unknown[])
}

export const SOCK_DGRAM = 2

export const SOCK_STREAM = 1

export const SYSLOG_TCP_PORT = 514

export const SYSLOG_UDP_PORT = 514

export class SocketHandler extends Handler {
  constructor(_host: string, _port: number | null, _options?: object)
}

export class SysLogHandler extends Handler {
  constructor(_options?: object)
}

export class TimedRotatingFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options?: object)
}

export class WatchedFileHandler extends StreamHandler {
  constructor(_filename: string | URL, _options?: object)
}

// Python's module `logging.handlers` in pages and workers.
export * from './encodings.js'
export * from './handlers.js'
export { RotatingFileHandler } from './fileHandler.browser.js'
export {
  DatagramHandler,
  DEFAULT_SOAP_LOGGING_PORT,
  DEFAULT_TCP_LOGGING_PORT,
  DEFAULT_UDP_LOGGING_PORT,
  SOCK_DGRAM,
  SOCK_STREAM,
  SocketHandler,
  SYSLOG_TCP_PORT,
  SYSLOG_UDP_PORT,
  SysLogHandler,
} from './networkHandlers.browser.js'
export {
  JournalFormatter,
  JournalHandler,
  JournalRemoteHandler,
  NTEventLogHandler,
  SMTPHandler,
} from './nodeHandlers.browser.js'
export { TimedRotatingFileHandler, WatchedFileHandler } from './rotation.browser.js'

// Python's module `logging.handlers` on Node, Bun and Deno.
export * from './handlers.js'
export {
  type AnySocket,
  BaseRotatingHandler,
  DatagramHandler,
  DEFAULT_SOAP_LOGGING_PORT,
  DEFAULT_TCP_LOGGING_PORT,
  DEFAULT_UDP_LOGGING_PORT,
  type Framing,
  RotatingFileHandler,
  type RotatingFileHandlerOptions,
  SOCK_DGRAM,
  SOCK_STREAM,
  SocketHandler,
  type SocketHandlerOptions,
  type SysLogAddress,
  SYSLOG_TCP_PORT,
  SYSLOG_UDP_PORT,
  SysLogHandler,
  type SysLogHandlerOptions,
} from '@treeline/node/handlers'

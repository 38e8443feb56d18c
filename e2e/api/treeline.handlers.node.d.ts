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
  HTTPHandler,
  HTTPHandlerOptions,
} from '@treeline/http'

export {
  LocalStorageHandler,
  LocalStorageHandlerOptions,
} from '@treeline/local-storage'

export {
  AnySocket,
  BaseRotatingHandler,
  DEFAULT_SOAP_LOGGING_PORT,
  DEFAULT_TCP_LOGGING_PORT,
  DEFAULT_UDP_LOGGING_PORT,
  DatagramHandler,
  Framing,
  RotatingFileHandler,
  RotatingFileHandlerOptions,
  SOCK_DGRAM,
  SOCK_STREAM,
  SYSLOG_TCP_PORT,
  SYSLOG_UDP_PORT,
  SocketHandler,
  SocketHandlerOptions,
  SysLogAddress,
  SysLogHandler,
  SysLogHandlerOptions,
} from '@treeline/node/handlers'

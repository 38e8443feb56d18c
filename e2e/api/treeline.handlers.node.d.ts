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
  BaseRotatingHandler,
  RotatingFileHandler,
  RotatingFileHandlerOptions,
  RotationOptions,
  TimeOfDay,
  TimedRotatingFileHandler,
  TimedRotatingFileHandlerOptions,
  WatchedFileHandler,
} from '@treeline/node/handlers'

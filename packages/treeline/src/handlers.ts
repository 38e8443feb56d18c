// Python's module `logging.handlers`: what is the same on every platform.
export {
  BufferingHandler,
  Empty,
  Full,
  MemoryHandler,
  type MemoryHandlerOptions,
  type Port,
  PortQueue,
  type PortQueueOptions,
  Queue,
  QueueHandler,
  QueueListener,
  type QueueListenerOptions,
  type ReceivingQueue,
  type SendingQueue,
  type Watcher,
} from '@treeline/core'
export {
  BufferingHTTPHandler,
  type BufferingHTTPHandlerOptions,
  DEFAULT_HTTP_LOGGING_PORT,
  HTTPHandler,
  type HTTPHandlerOptions,
} from '@treeline/http'
export {
  Journal,
  type JournalOptions,
  LocalStorageHandler,
  type LocalStorageHandlerOptions,
} from '@treeline/local-storage'

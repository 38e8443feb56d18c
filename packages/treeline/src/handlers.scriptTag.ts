// Python's module `logging.handlers` in the small script-tag file.
import { absent, type Absent } from './absent.js'

export { BufferingHandler, MemoryHandler } from '@treeline/core'
export { BufferingHTTPHandler, DEFAULT_HTTP_LOGGING_PORT, HTTPHandler } from '@treeline/http'
export { Journal, LocalStorageHandler } from '@treeline/local-storage'
export { RotatingFileHandler } from './fileHandler.browser.js'

export const Empty: Absent = absent('handlers.Empty')
export const Full: Absent = absent('handlers.Full')
export const PortQueue: Absent = absent('handlers.PortQueue')
export const Queue: Absent = absent('handlers.Queue')
export const QueueHandler: Absent = absent('handlers.QueueHandler')
export const QueueListener: Absent = absent('handlers.QueueListener')

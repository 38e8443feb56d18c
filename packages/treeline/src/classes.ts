// The classes that a configuration may name on every platform, under Python's dotted names.
import { ConsoleHandler } from '@treeline/console'
import { registerClass } from '@treeline/core/config'
import { BufferingHTTPHandler, HTTPHandler } from '@treeline/http'
import { LocalStorageHandler } from '@treeline/local-storage'

registerClass('logging.ConsoleHandler', ConsoleHandler)
registerClass('logging.handlers.HTTPHandler', HTTPHandler, {
  positional: ['host', 'url'],
  keywords: ['method', 'secure', 'credentials'],
})
registerClass('logging.handlers.BufferingHTTPHandler', BufferingHTTPHandler, {
  positional: ['url'],
  keywords: [
    'capacity',
    'maxBatchBytes',
    'flushIntervalMs',
    'flushLevel',
    'maxQueueBytes',
    'maxQueueRecords',
    'maxRecordBytes',
    'timeoutMs',
    'credentials',
    'headers',
    'caller',
  ],
})
registerClass('logging.handlers.LocalStorageHandler', LocalStorageHandler)

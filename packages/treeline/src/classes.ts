// The classes that a configuration may name on every platform, under Python's dotted names.
import { ConsoleHandler } from '@treeline/console'
import { Queue, QueueHandler, QueueListener } from '@treeline/core'
import { registerClass } from '@treeline/core/config'
import { registerAll } from '@treeline/core/full'
import { BufferingHTTPHandler, HTTPHandler } from '@treeline/http'
import { LocalStorageHandler } from '@treeline/local-storage'

// A configuration names styles by strings.
registerAll()

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
registerClass('logging.handlers.QueueHandler', QueueHandler, { positional: ['queue'], keywords: [] })
// Its handlers are parameters without names: dictConfig calls it itself.
registerClass('logging.handlers.QueueListener', QueueListener)
registerClass('queue.Queue', Queue, { positional: ['maxsize'], keywords: [] })
// Python's is a Queue that knows less.
registerClass('queue.SimpleQueue', Queue, { positional: ['maxsize'], keywords: [] })

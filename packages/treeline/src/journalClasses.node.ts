// The classes of systemd's journal that a configuration may name on Node.
import { JournalFormatter, JournalHandler, JournalRemoteHandler } from '@treeline/node/handlers'
import { registerClass } from '@treeline/core/config'

registerClass('logging.handlers.JournalFormatter', JournalFormatter, {
  positional: ['fmt'],
  keywords: ['datefmt', 'style', 'validate', 'defaults', 'formatter', 'fd'],
})
registerClass('logging.handlers.JournalHandler', JournalHandler, { keywords: ['identifier', 'path', 'maxQueueBytes'] })
registerClass('logging.handlers.JournalRemoteHandler', JournalRemoteHandler, {
  positional: ['url'],
  required: ['url'],
  keywords: ['identifier', 'capacity', 'flushIntervalMs', 'flushLevel', 'maxQueueRecords', 'timeoutMs', 'tls'],
})

// The classes of mail and of Windows' event log that a configuration may name on Node, in Python's order of parameters.
import { NTEventLogHandler, SMTPHandler } from '@treeline/node/handlers'
import { registerClass } from '@treeline/core/config'

registerClass('logging.handlers.SMTPHandler', SMTPHandler, {
  positional: ['mailhost', 'fromaddr', 'toaddrs', 'subject'],
  required: ['mailhost', 'fromaddr', 'toaddrs', 'subject'],
  keywords: ['credentials', 'secure', 'timeout'],
  keywordOnly: ['capacity', 'flushIntervalMs', 'maxQueueRecords', 'tls', 'transport'],
})
registerClass('logging.handlers.NTEventLogHandler', NTEventLogHandler, {
  positional: ['appname', 'dllname', 'logtype'],
  required: ['appname'],
  keywords: [],
})

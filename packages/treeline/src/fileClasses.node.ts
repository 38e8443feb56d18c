// The handlers for files that a configuration may name.
import { registerClass } from '@treeline/core/config'
import { FileHandler } from '@treeline/node'
import { RotatingFileHandler, TimedRotatingFileHandler, WatchedFileHandler } from '@treeline/node/handlers'

// In Python's order, for the `args` of an ini file. Treeline's own parameters are by name only.
const named = { positional: ['filename'], required: ['filename'] }
const opened = ['encoding', 'delay', 'errors']
const own = ['buffering', 'flushIntervalMs', 'flushLevel']
const rotation = ['compress', 'maxTotalBytes', 'maxAgeSeconds', 'link', 'multiprocess']

registerClass('logging.FileHandler', FileHandler, { ...named, keywords: ['mode', ...opened], keywordOnly: own })
registerClass('logging.handlers.RotatingFileHandler', RotatingFileHandler, {
  ...named,
  keywords: ['mode', 'maxBytes', 'backupCount', ...opened],
  keywordOnly: [...own, ...rotation],
})
registerClass('logging.handlers.TimedRotatingFileHandler', TimedRotatingFileHandler, {
  ...named,
  keywords: ['when', 'interval', 'backupCount', 'encoding', 'delay', 'utc', 'atTime', 'errors'],
  keywordOnly: ['maxBytes', ...own, ...rotation],
})
registerClass('logging.handlers.WatchedFileHandler', WatchedFileHandler, {
  ...named,
  keywords: ['mode', ...opened],
  keywordOnly: ['checkIntervalMs', ...own],
})

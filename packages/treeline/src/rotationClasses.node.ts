// What configurations know of the files that are rotated by time, or by others.
import { registerClass } from '@treeline/core/config'
import { TimedRotatingFileHandler, WatchedFileHandler } from '@treeline/node/handlers'

// In Python's order, as the `args` of an ini file count them; ours have names only.
const named = { positional: ['filename'], required: ['filename'] }
const own = ['buffering', 'flushIntervalMs', 'flushLevel']
const rotation = ['compress', 'maxTotalBytes', 'maxAgeSeconds', 'link', 'multiprocess']

registerClass('logging.handlers.TimedRotatingFileHandler', TimedRotatingFileHandler, {
  ...named,
  keywords: ['when', 'interval', 'backupCount', 'encoding', 'delay', 'utc', 'atTime', 'errors'],
  keywordOnly: ['maxBytes', ...own, ...rotation],
})
registerClass('logging.handlers.WatchedFileHandler', WatchedFileHandler, {
  ...named,
  keywords: ['mode', 'encoding', 'delay', 'errors'],
  keywordOnly: ['checkIntervalMs', ...own],
})

// Python's module `logging.config` on Node, Bun and Deno.
import { autoFormatter, FileHandler, PrettyFormatter, stderr, stdout } from '@treeline/node'
import { RotatingFileHandler } from '@treeline/node/handlers'
import { PythonJSONFormatter, registerClass, registerObject } from '@treeline/core/config'
import { registerContents } from '@treeline/core/full'
import './classes.js'
import './filterClasses.node.js'
import './journalClasses.node.js'
import './mailClasses.node.js'
import './rotationClasses.node.js'
import './networkClasses.node.js'

registerContents()

// In Python's order, as the `args` of an ini file count them; ours have names only.
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
// Servers' configurations name the package that most of them write JSON with; its class had another name before version 3.
for (const module of ['json', 'jsonlogger'])
  registerClass(`pythonjsonlogger.${module}.JsonFormatter`, PythonJSONFormatter, { positional: ['fmt'] })
// Not Formatter's signature: it has no format string.
registerClass('treeline.PrettyFormatter', PrettyFormatter, {
  keywords: ['colors', 'background', 'width', 'stream', 'datefmt'],
})
registerObject('treeline.autoFormatter', autoFormatter)
registerObject('sys.stdout', stdout)
registerObject('sys.stderr', stderr)

export * from './config.js'
export {
  type ConfigGetOptions,
  ConfigParser,
  ConfigParserError,
  fileConfig,
  type FileConfigOptions,
  type TextSource,
} from '@treeline/core/config'
export {
  type ConfigListener,
  DEFAULT_LOGGING_CONFIG_PORT,
  listen,
  type ListenOptions,
  stopListening,
} from '@treeline/node'

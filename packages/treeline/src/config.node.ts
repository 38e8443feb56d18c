// Python's module `logging.config` on Node, Bun and Deno.
import { autoFormatter, PrettyFormatter, stderr, stdout } from '@treeline/node'
import { PythonJSONFormatter, registerClass, registerObject } from '@treeline/core/config'
import { registerContents } from '@treeline/core/full'
import './handlerClasses.js'
import './fileClasses.node.js'
import './filterClasses.node.js'
import './journalClasses.node.js'
import './mailClasses.node.js'
import './networkClasses.node.js'

registerContents()

// Many servers' configurations name this package for JSON; its module had another name before version 3.
for (const module of ['json', 'jsonlogger'])
  registerClass(`pythonjsonlogger.${module}.JsonFormatter`, PythonJSONFormatter, { positional: ['fmt'] })
// Unlike Formatter, it has no format string.
registerClass('treeline.PrettyFormatter', PrettyFormatter, {
  keywords: ['colors', 'background', 'width', 'stream', 'datefmt'],
})
registerObject('treeline.autoFormatter', autoFormatter)
for (const name of ['sys.stdout', 'sys.__stdout__']) registerObject(name, stdout)
for (const name of ['sys.stderr', 'sys.__stderr__']) registerObject(name, stderr)

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

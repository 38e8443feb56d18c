// Python's module `logging.config` in pages and workers.
import './handlerClasses.js'

export * from './config.js'
export {
  type ConfigGetOptions,
  ConfigParser,
  ConfigParserError,
  fileConfig,
  type FileConfigOptions,
  type TextSource,
} from '@treeline/core/config'
export { DEFAULT_LOGGING_CONFIG_PORT, listen, stopListening } from './listen.browser.js'

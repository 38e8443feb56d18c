export { type FileDriver, fileDriver } from './fileDriver.js'
export { FileWriter, type FileWriterOptions } from './writer.js'
export { stderr, stdout } from './stdio.js'
export { FileHandler, type FileHandlerOptions, type FileName } from './fileHandler.js'
export { BaseRotatingHandler, RotatingFileHandler, type RotatingFileHandlerOptions } from './rotatingFileHandler.js'
export { nodePlatform } from './process.js'
export { type ExitHookOptions, type ExitHost, installExitHook } from './exit.js'
export {
  type ConfigListener,
  DEFAULT_LOGGING_CONFIG_PORT,
  listen,
  type ListenOptions,
  stopListening,
} from './listen.js'

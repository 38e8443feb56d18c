export { type FileDriver, fileDriver, type FileStat } from './files/fileDriver.js'
export { FileWriter, type FileWriterOptions } from './files/writer.js'
export { stderr, stdout } from './process/stdio.js'
export { FileHandler, type FileHandlerOptions, type FileName } from './files/fileHandler.js'
export { nodePlatform } from './process/nodePlatform.js'
export { type ExitHookOptions, type ExitHost, installExitHook } from './process/exitHook.js'
export {
  type ConfigListener,
  DEFAULT_LOGGING_CONFIG_PORT,
  listen,
  type ListenOptions,
  stopListening,
} from './config/listen.js'
export { rehearse } from './process/rehearsal.js'
export { registerFileOutputs } from './direct/fileOutput.js'
export { autoFormatter, basicConfig, type BasicConfigOptions } from './pretty/basicConfig.js'
export { PrettyFormatter, type PrettyFormatterOptions } from './pretty/prettyFormatter.js'

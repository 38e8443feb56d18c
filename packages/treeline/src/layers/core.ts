// The first of the script tag's layers: the tree, Python's module functions and the console, on the global `logging`. The
// other layers add their names to it. The build makes `logging.internal`, which they use.
import { registerPlatform } from '@treeline/core'
import { browserPlatform } from '../browserPlatform.js'
import { replayStub } from './replayStub.js'

registerPlatform(browserPlatform)
replayStub()

export {
  addLevelName,
  ascii,
  BASIC_FORMAT,
  basicConfig,
  captureErrors,
  captureWarnings,
  copyRecord,
  critical,
  CRITICAL,
  debug,
  DEBUG,
  disable,
  error,
  ERROR,
  exception,
  fatal,
  FATAL,
  Filter,
  Filterer,
  Formatter,
  getHandlerByName,
  getHandlerNames,
  getLevelName,
  getLevelNamesMapping,
  getLogger,
  getLoggerClass,
  getLogRecordFactory,
  Handler,
  info,
  INFO,
  KeyError,
  log,
  Logger,
  LogRecord,
  makeLogRecord,
  Manager,
  NOTSET,
  PercentStyle,
  PlaceHolder,
  prepare,
  repr,
  root,
  RootLogger,
  setLoggerClass,
  setLogRecordFactory,
  settings,
  str,
  StreamHandler,
  warn,
  warning,
  WARN,
  WARNING,
} from '@treeline/core'
export { captureConsole, ConsoleHandler } from '@treeline/console'

// Objects that the layers fill, not namespaces, which are frozen.
export const handlers: object = {}
export const config: object = {}

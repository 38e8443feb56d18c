// The script tag: the parts of Python's three modules that most pages use, on one global, `logging`. The other names are functions that
// throw an Error with the file to load.
import { registerPlatform } from '@treeline/core'
import { browserPlatform } from './browserPlatform.js'
import * as handlers from './handlers.scriptTag.js'
import { absent, type Absent } from './absent.js'
import { replayStub } from './layers/replayStub.js'

registerPlatform(browserPlatform)
replayStub()

export {
  addLevelName,
  ascii,
  BASIC_FORMAT,
  basicConfig,
  BufferingFormatter,
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
  flush,
  Formatter,
  getHandlerByName,
  getHandlerNames,
  getLevelName,
  getLevelNamesMapping,
  getLogger,
  getLoggerClass,
  getLogRecordFactory,
  gmtime,
  Handler,
  info,
  INFO,
  KeyError,
  localtime,
  log,
  Logger,
  LoggerAdapter,
  LogRecord,
  makeLogRecord,
  Manager,
  NOTSET,
  NullHandler,
  PercentStyle,
  PlaceHolder,
  prepare,
  repr,
  root,
  RootLogger,
  setLoggerClass,
  setLogRecordFactory,
  settings,
  shutdown,
  str,
  StreamHandler,
  warn,
  warning,
  WARN,
  WARNING,
} from '@treeline/core'
export { captureConsole, ConsoleHandler } from '@treeline/console'
export { liveLevels } from '@treeline/local-storage/levels'
export { FileHandler } from './fileHandler.browser.js'
export { handlers }

// A configuration names classes by strings, so all of them would have to be in the file.
const CONFIG =
  'BaseConfigurator dictConfig DictConfigurator getDictConfigClass registerClass registerObject setDictConfigClass valid_ident'
export const config: Readonly<Record<string, Absent>> = Object.fromEntries(
  CONFIG.split(' ').map((name) => [name, absent(`config.${name}`)]),
)

export const explain: Absent = absent('explain')
export const JSONFormatter: Absent = absent('JSONFormatter')
export const overrideLevel: Absent = absent('overrideLevel')
export const printExplain: Absent = absent('printExplain')
export const printTree: Absent = absent('printTree')
export const StrFormatStyle: Absent = absent('StrFormatStyle')
export const strftime: Absent = absent('strftime')
export const StringTemplateStyle: Absent = absent('StringTemplateStyle')
export const tree: Absent = absent('tree')

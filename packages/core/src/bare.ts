// All of core's names, with nothing behind them that a record may do without: where callers, times and errors get their texts from
// is registered by the application's own import, of `@treeline/core`, `treeline` or `treeline/slim`. For handlers, which must
// not bring along what the application left out.
export { addLevelName, checkLevel, getLevelName, getLevelNamesMapping, type Level } from './records/levels.js'
export { CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING } from './records/levels.js'
export { type Registry, type Settings } from './realm/registry.js'
export { settings } from './runtime/settings.js'
export {
  consoleStream,
  type FileOptions,
  platform,
  type Platform,
  registerPlatform,
  type Stream,
} from './handlers/platform.js'
export {
  copyRecord,
  type Args,
  type Extra,
  getLogRecordFactory,
  isStandardAttribute,
  type LogArgs,
  LogRecord,
  type LogRecordFactory,
  type LogRecordOptions,
  makeLogRecord,
  prepare,
  RECORD_ATTRIBUTES,
  setLogRecordFactory,
} from './records/record.js'
export { type Keywords } from './records/keywords.js'
export { KeyError } from './text/keyError.js'
export { Filter, type FilterLike, type FilterResult } from './records/filter.js'
export { Filterer } from './records/filterer.js'
export { strftime } from './text/strftime.js'
export { gmtime, localtime, type StructTime } from './text/structTime.js'
export {
  type Defaults,
  PercentStyle,
  registerStyle,
  type Style,
  type StyleClass,
  type StyleOptions,
} from './formatting/style.js'
export { StrFormatStyle } from './formatting/strFormatStyle.js'
export { StringTemplateStyle } from './formatting/stringTemplateStyle.js'
export { BufferingFormatter, type Converter, Formatter, type FormatterOptions } from './formatting/formatter.js'
export { JSONFormatter } from './formatting/jsonFormatter.js'
export { type JSONFormatterOptions, type JSONPreset } from './formatting/jsonLayout.js'
export { type JSONLimits, jsonText } from './text/jsonText.js'
export { floatRepr } from './text/number.js'
export { ascii, repr, str } from './text/repr.js'
export { deliver, getHandlerByName, getHandlerNames, Handler } from './handlers/handler.js'
export { StderrHandler, StreamHandler } from './handlers/streamHandler.js'
export { Kept, type Line, LINES, type LineStream, TextLine, writeLine } from './formatting/line.js'
export { NullHandler } from './handlers/nullHandler.js'
export { BufferingHandler, MemoryHandler, type MemoryHandlerOptions } from './handlers/memoryHandler.js'
export { Empty, Full, Queue, type ReceivingQueue, type SendingQueue, type Watcher } from './queues/queue.js'
export { QueueHandler } from './queues/queueHandler.js'
export { QueueListener, type QueueListenerOptions } from './queues/queueListener.js'
export { type Port } from './queues/port.js'
export { PortQueue, type PortQueueOptions } from './queues/portQueue.js'
export { Logger, type MakeRecordOptions, RootLogger } from './tree/logger.js'
export { disable, getLogger, getLoggerClass, Manager, PlaceHolder, setLoggerClass } from './tree/manager.js'
export { type Adapted, LoggerAdapter, type LoggerAdapterOptions } from './tree/adapter.js'
export { basicConfig, type BasicConfigOptions } from './tree/basicConfig.js'
export { registerCaller, registerConversions, registerStreams, registerStrftime } from './registration.js'
export { registerSlim } from './slim.js'
export { critical, debug, error, exception, fatal, info, log, root, warn, warning } from './tree/moduleFunctions.js'
export {
  printTree,
  tree,
  type TreeFilter,
  type TreeFormatter,
  type TreeHandler,
  type TreeNode,
} from './tree/printTree.js'
export { captureWarnings } from './tree/warnings.js'
export { flushAll, shutdown } from './handlers/shutdown.js'

/** The format of `basicConfig` in the `%` style. */
export const BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'

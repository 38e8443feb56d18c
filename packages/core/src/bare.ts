// All of core's names, with nothing behind them that a record may do without: where callers, times and errors get their texts from
// is registered by the application's own import, of `@treeline/core`, `treeline` or `treeline/slim`. For handlers, which must
// not bring along what the application left out.
export { addLevelName, checkLevel, getLevelName, getLevelNamesMapping, type Level } from './levels.js'
export { CRITICAL, DEBUG, ERROR, FATAL, INFO, NOTSET, WARN, WARNING } from './levels.js'
export { type Registry, type Settings } from './registry.js'
export { settings } from './settings.js'
export { consoleStream, type FileOptions, platform, type Platform, registerPlatform, type Stream } from './platform.js'
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
} from './record.js'
export { type Keywords } from './keywords.js'
export { KeyError } from './keyError.js'
export { Filter, type FilterLike, type FilterResult } from './filter.js'
export { Filterer } from './filterer.js'
export { strftime } from './strftime.js'
export { gmtime, localtime, type StructTime } from './structTime.js'
export { type Defaults, PercentStyle, registerStyle, type Style, type StyleClass, type StyleOptions } from './style.js'
export { StrFormatStyle } from './strFormatStyle.js'
export { StringTemplateStyle } from './stringTemplateStyle.js'
export { BufferingFormatter, type Converter, Formatter, type FormatterOptions } from './percentFormatter.js'
export { JSONFormatter } from './jsonFormatter.js'
export { type JSONFormatterOptions, type JSONPreset } from './jsonLayout.js'
export { type JSONLimits, jsonText } from './json.js'
export { floatRepr } from './number.js'
export { ascii, repr, str } from './repr.js'
export { deliver, getHandlerByName, getHandlerNames, Handler } from './handler.js'
export { StderrHandler, StreamHandler } from './streamHandler.js'
export { Kept, type Line, LINES, type LineStream, TextLine, writeLine } from './line.js'
export { NullHandler } from './nullHandler.js'
export { BufferingHandler, MemoryHandler, type MemoryHandlerOptions } from './memoryHandler.js'
export { Empty, Full, Queue, type ReceivingQueue, type SendingQueue, type Watcher } from './queue.js'
export { QueueHandler } from './queueHandler.js'
export { QueueListener, type QueueListenerOptions } from './queueListener.js'
export { type Port } from './port.js'
export { PortQueue, type PortQueueOptions } from './portQueue.js'
export { Logger, type MakeRecordOptions, RootLogger } from './logger.js'
export { disable, getLogger, getLoggerClass, Manager, PlaceHolder, setLoggerClass } from './manager.js'
export { type Adapted, LoggerAdapter, type LoggerAdapterOptions } from './adapter.js'
export { basicConfig, type BasicConfigOptions } from './percentBasicConfig.js'
export {
  registerCaller,
  registerConversions,
  registerStreams,
  registerStrftime,
  registerTraceback,
} from './registration.js'
export { registerSlim } from './slim.js'
export { critical, debug, error, exception, fatal, info, log, root, warn, warning } from './root.js'
export { printTree, tree, type TreeFilter, type TreeFormatter, type TreeHandler, type TreeNode } from './tree.js'
export { captureWarnings } from './warnings.js'
export { flushAll, shutdown } from './shutdown.js'

/** The format of `basicConfig` in the `%` style. */
export const BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'

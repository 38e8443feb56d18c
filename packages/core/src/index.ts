// Every public name of core. Nothing happens on import: `@treeline/core/full` registers what few records need.
export {
  addLevelName,
  CRITICAL,
  type CustomLevels,
  DEBUG,
  ERROR,
  FATAL,
  getLevelName,
  getLevelNamesMapping,
  INFO,
  type KnownLevel,
  type Level,
  NOTSET,
  WARN,
  WARNING,
} from './records/levels.js'
export {
  copyRecord,
  getLogRecordFactory,
  type LogArgs,
  LogRecord,
  type LogRecordFactory,
  type LogRecordOptions,
  makeLogRecord,
  type MakeRecordOptions,
  setLogRecordFactory,
} from './records/record.js'
export { prepare } from './records/prepare.js'
export { type Argument, type Keywords } from './records/keywords.js'
export { type AdapterMessage, type Arguments, type Message } from './records/message.js'
export { Filter, type FilterLike, type FilterResult } from './records/filter.js'
export { Filterer } from './records/filterer.js'
export { type ContextFields } from './context/contextStorage.js'
export { type LastResort, type Settings, settings } from './runtime/settings.js'
export { type Stream } from './runtime/runtime.js'
export { KeyError } from './text/keyError.js'
export { ascii, repr, str } from './text/repr.js'
export { strftime } from './text/strftime.js'
export { gmtime, localtime, type StructTime } from './text/structTime.js'
export { type JSONLimits, jsonText } from './text/jsonText.js'
export { type Defaults, type Style, type StyleClass, type StyleOptions } from './formatting/style.js'
export { PercentStyle } from './formatting/percentStyle.js'
export { StrFormatStyle } from './formatting/strFormatStyle.js'
export { StringTemplateStyle } from './formatting/stringTemplateStyle.js'
export { type Converter, Formatter, type FormatterOptions } from './formatting/formatter.js'
export { BufferingFormatter } from './formatting/bufferingFormatter.js'
export { JSONFormatter } from './formatting/jsonFormatter.js'
export { type JSONFormatterOptions, type JSONPreset } from './formatting/jsonLayout.js'
export { getHandlerByName, getHandlerNames, Handler } from './handlers/handler.js'
export { StreamHandler } from './handlers/streamHandler.js'
export { NullHandler } from './handlers/nullHandler.js'
export { BufferingHandler, MemoryHandler, type MemoryHandlerOptions } from './handlers/memoryHandler.js'
export { type FileOptions, type Platform, registerPlatform } from './handlers/platform.js'
export { flush, shutdown } from './handlers/shutdown.js'
export { Logger, RootLogger } from './tree/logger.js'
export { disable, getLogger, getLoggerClass, Manager, PlaceHolder, setLoggerClass } from './tree/manager.js'
export { type Adapted, LoggerAdapter, type LoggerAdapterOptions } from './tree/adapter.js'
export { basicConfig, type BasicConfigOptions } from './tree/basicConfig.js'
export { critical, debug, error, exception, fatal, info, log, root, warn, warning } from './tree/moduleFunctions.js'
export { explain, type ExplainedStep, type Explanation, printExplain, type Verdict } from './tree/explain.js'
export {
  printTree,
  tree,
  type TreeFilter,
  type TreeFormatter,
  type TreeHandler,
  type TreeNode,
} from './tree/printTree.js'
export { captureErrors, captureWarnings } from './tree/capture.js'
export { overrideLevel, type OverrideLevelOptions } from './tree/temporaryLevels.js'
export { Empty, Full, Queue, type ReceivingQueue, type SendingQueue, type Watcher } from './queues/queue.js'
export { QueueHandler } from './queues/queueHandler.js'
export { QueueListener, type QueueListenerOptions } from './queues/queueListener.js'
export { type Port } from './queues/port.js'
export { PortQueue, type PortQueueOptions } from './queues/portQueue.js'

/** The format of `basicConfig` in the `%` style. */
export const BASIC_FORMAT = '%(levelname)s:%(name)s:%(message)s'

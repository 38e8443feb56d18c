// A bridge to OpenTelemetry's logs, in both directions.
export { OpenTelemetryHandler, type OpenTelemetryHandlerOptions } from './openTelemetryHandler.js'
export { type TreeLoggerOptions, TreeLoggerProvider } from './treeLoggerProvider.js'
export { type EmittedLogRecord, TreeLogRecordProcessor } from './treeLogRecordProcessor.js'

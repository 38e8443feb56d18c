// Python's module `logging.handlers` on Node, Bun and Deno.
export * from './handlers.js'
export {
  BaseRotatingHandler,
  RotatingFileHandler,
  type RotatingFileHandlerOptions,
  type RotationOptions,
  TimedRotatingFileHandler,
  type TimedRotatingFileHandlerOptions,
  type TimeOfDay,
  WatchedFileHandler,
} from '@treeline/node/handlers'

// The handlers of Python's module `logging.handlers` that only Node has. An entry of its own: a program that has none of them
// does not load them.
export { WatchedFileHandler } from './files/watchedFileHandler.js'
export { BaseRotatingHandler } from './rotation/baseRotatingHandler.js'
export { RotatingFileHandler, type RotatingFileHandlerOptions } from './rotation/rotatingFileHandler.js'
export type { TimeOfDay } from './rotation/timeOfDay.js'
export { TimedRotatingFileHandler, type TimedRotatingFileHandlerOptions } from './rotation/timedRotatingFileHandler.js'
export type { RotationOptions } from './rotation/rotationOptions.js'

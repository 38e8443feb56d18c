// Python's module `logging.handlers` in pages and workers.
export * from './handlers.js'
export { RotatingFileHandler } from './fileHandler.browser.js'
export { TimedRotatingFileHandler, WatchedFileHandler } from './rotation.browser.js'

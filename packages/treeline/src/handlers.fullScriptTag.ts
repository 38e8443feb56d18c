// Python's module `logging.handlers` in the whole script-tag file, without most of Node's handlers: nobody bundles code for both sides
// from this file.
export * from './handlers.js'
export { RotatingFileHandler } from './fileHandler.browser.js'

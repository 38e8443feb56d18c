// Python's module `logging.handlers` in the whole script-tag file: without what only Node has, which nobody bundles for both sides
// from there.
export * from './handlers.js'
export { RotatingFileHandler } from './fileHandler.browser.js'

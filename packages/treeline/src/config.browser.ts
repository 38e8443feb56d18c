// Python's module `logging.config` in pages and workers.
import './classes.js'

export * from './config.js'

// Python's module `logging.config` in a page with a script tag: what a page can use. Ini files are for servers, and reading
// them is a seventh of the whole file.
import './classes.js'

export * from './config.js'

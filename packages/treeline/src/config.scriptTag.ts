// Python's module `logging.config` in a page with a script tag, without ini files: they are for servers, and reading them would take
// a seventh of the whole file.
import './handlerClasses.js'

export * from './config.js'

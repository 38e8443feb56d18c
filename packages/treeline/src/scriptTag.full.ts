// The whole script tag: all of Python's three modules on one global, `logging`.
import * as config from './config.scriptTag.js'
import * as handlers from './handlers.fullScriptTag.js'
import { replayStub } from './layers/replayStub.js'

replayStub()

export * from './browser.js'
export { config, handlers }

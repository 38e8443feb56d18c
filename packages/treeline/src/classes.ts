// The classes that a configuration may name on every platform.
import { BufferingHTTPHandler, HTTPHandler } from '@treeline/http'
import { LocalStorageHandler } from '@treeline/local-storage'
import './commonClasses.js'
import { registerHandlers } from './registerHandlers.js'

registerHandlers({ BufferingHTTPHandler, HTTPHandler, LocalStorageHandler })

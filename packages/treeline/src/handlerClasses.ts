// The classes that a configuration may name on every platform.
import { BufferingHTTPHandler, HTTPHandler } from '@treeline/http'
import { Journal, LocalStorageHandler } from '@treeline/local-storage'
import './commonClasses.js'
import { registerHandlers } from './registerHandlers.js'

registerHandlers({ BufferingHTTPHandler, HTTPHandler, Journal, LocalStorageHandler })

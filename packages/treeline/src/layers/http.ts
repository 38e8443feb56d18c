import { BufferingHTTPHandler } from '@treeline/http'
import { attach } from './attach.js'

attach({ handlers: { BufferingHTTPHandler } })

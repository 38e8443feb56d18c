import { DEFAULT_HTTP_LOGGING_PORT, HTTPHandler } from '@treeline/http'
import { attach } from './attach.js'

attach({ handlers: { DEFAULT_HTTP_LOGGING_PORT, HTTPHandler } })

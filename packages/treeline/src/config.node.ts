// Python's module `logging.config` on Node, Bun and Deno.
import { FileHandler, RotatingFileHandler, stderr, stdout } from '@treeline/node'
import { registerClass, registerObject } from '@treeline/core/config'
import './classes.js'

const fileKeywords = ['mode', 'encoding', 'delay', 'errors', 'buffering', 'flushIntervalMs', 'flushLevel']

registerClass('logging.FileHandler', FileHandler, { positional: ['filename'], keywords: fileKeywords })
registerClass('logging.handlers.RotatingFileHandler', RotatingFileHandler, {
  positional: ['filename'],
  keywords: [...fileKeywords, 'maxBytes', 'backupCount'],
})
registerObject('sys.stdout', stdout)
registerObject('sys.stderr', stderr)

export * from './config.js'

// `logging.config`, the classes that a configuration names, and the rest of the whole file that no other layer has.
import {
  BufferingFormatter,
  BufferingHandler,
  Empty,
  explain,
  flush,
  Full,
  gmtime,
  JSONFormatter,
  localtime,
  LoggerAdapter,
  MemoryHandler,
  NullHandler,
  overrideLevel,
  PortQueue,
  printExplain,
  printTree,
  Queue,
  QueueHandler,
  QueueListener,
  shutdown,
  StrFormatStyle,
  strftime,
  StringTemplateStyle,
  tree,
} from '@treeline/core'
import { absent } from '../absent.js'
import '../commonClasses.js'
import * as config from '../config.js'
import { FileHandler, RotatingFileHandler } from '../fileHandler.browser.js'
import { type Handlers, registerHandlers } from '../registerHandlers.js'
import { attach } from './attach.js'

declare const logging: { readonly handlers: Partial<Handlers>; readonly internal: object }

const missing = (name: string, layer: string): Handlers['HTTPHandler'] =>
  absent(`handlers.${name}`, `is not loaded: load treeline.${layer}.min.js`) as never

const MISSING: Handlers = {
  BufferingHTTPHandler: missing('BufferingHTTPHandler', 'http'),
  HTTPHandler: missing('HTTPHandler', 'form'),
  Journal: missing('Journal', 'storage'),
  LocalStorageHandler: missing('LocalStorageHandler', 'storage'),
}

// Each later layer calls it again.
Object.assign(logging.internal, {
  registerHandlers: () => registerHandlers({ ...MISSING, ...logging.handlers }),
})

attach({
  logging: {
    BufferingFormatter,
    explain,
    FileHandler,
    flush,
    gmtime,
    JSONFormatter,
    localtime,
    LoggerAdapter,
    NullHandler,
    overrideLevel,
    printExplain,
    printTree,
    shutdown,
    StrFormatStyle,
    strftime,
    StringTemplateStyle,
    tree,
  },
  handlers: {
    BufferingHandler,
    Empty,
    Full,
    MemoryHandler,
    PortQueue,
    Queue,
    QueueHandler,
    QueueListener,
    RotatingFileHandler,
  },
  config,
})

// What has to compile, and what must not, for users of the packages. `tsc -p e2e` checks it with the sources; types.test.ts with
// what is built, under stricter options.
import * as logging from 'treeline'
import type { stdout } from 'treeline'
import { dictConfig, type DictConfig, fileConfig } from 'treeline/config'
import {
  MemoryHandler,
  PortQueue,
  QueueListener,
  RotatingFileHandler,
  TimedRotatingFileHandler,
  WatchedFileHandler,
} from 'treeline/handlers'

declare const text: string
declare const maybe: string | undefined
declare const failed: boolean
declare const maybeNumber: number | undefined
declare const maybeTrue: boolean | undefined
declare const level: logging.Level
declare const handler: logging.Handler
declare const logger: logging.Logger
declare const options: logging.BasicConfigOptions

// --- levels: a text known to be none is refused, one that may be any is not --------------------------------------------

handler.setLevel('INFO')
handler.setLevel('info')
handler.setLevel(text)
handler.setLevel(level)
handler.setLevel(7)
handler.setLevel('NOTICE' as string)
// @ts-expect-error there is no such level
handler.setLevel('LOUD')
// @ts-expect-error nor by some of the time
handler.setLevel('INFO' as 'INFO' | 'LOUD')
// @ts-expect-error it may be missing
handler.setLevel(maybe)

// `log` takes any text: a subclass may take numbers only.
logger.log('INFO', 'listening on %d', 80)
logger.log('info', 'listening')
logger.log(text, 'listening')
logger.log(level, 'listening on %d', 80)
logger.log(failed ? 'error' : 'info', 'listening on %d', 80)
logging.log('error', 'failed', new Error('boom'))
// @ts-expect-error winston's object
logger.log({ level: 'info', message: 'listening' })
// @ts-expect-error there is no argument for %d
logger.log('INFO', 'listening on %d')

const adapter = new logging.LoggerAdapter(logger)
adapter.log('INFO', 'listening on %d', 80)
adapter.log(text, 'listening')
adapter.setLevel('WARNING')
adapter.setLevel(text)
// @ts-expect-error there is no such level
adapter.setLevel('LOUD')

logging.basicConfig()
logging.basicConfig(options)
logging.basicConfig({ level: text, force: true })
logging.basicConfig({ level: maybe })
logging.basicConfig({ level: null })
logging.basicConfig({ level: 20, ...options })
// @ts-expect-error there is no such level
logging.basicConfig({ level: 'LOUD' })
// @ts-expect-error Python's order
logging.basicConfig('INFO')
// @ts-expect-error there is no such option
logging.basicConfig({ lvl: 'INFO' })

/** A class may take less or more care. */
export class Own extends logging.Handler {
  override setLevel(given: logging.Level): void {
    super.setLevel(given)
  }
}

// --- interfaces, which have no index signature, as context and as configuration ----------------------------------------

interface Context {
  id: string
  user?: { name: string }
}
declare const context: Context

new logging.LoggerAdapter(logger, context)
new logging.LoggerAdapter(logger, context, { merge_extra: maybeTrue })
logger.info('x', { extra: context })
adapter.info('x', { extra: context })
// @ts-expect-error a text is no context
new logging.LoggerAdapter(logger, 'id')

new logging.Formatter('%(id)s', { defaults: context })

interface Config {
  version: number
  handlers: { console: { class: string; level: string } }
  root: { handlers: string[]; level: string }
  ours: Context
}
declare const config: Config
dictConfig(config)
dictConfig({ version: 1, anything: 'else' })
const annotated: DictConfig = { version: 1, sizes: [1] }
dictConfig(annotated)
// @ts-expect-error a section is an object
dictConfig({ version: 1, handlers: 5 })
// @ts-expect-error there is no version
dictConfig({ handlers: {} })
fileConfig('logging.ini', { defaults: context, encoding: maybe })

// --- undefined stands for what is not given -----------------------------------------------------------------------------

logging.basicConfig({
  filename: maybe,
  filemode: maybe,
  format: maybe,
  datefmt: maybe,
  style: maybe,
  level: maybe,
  stream: undefined,
  handlers: undefined,
  force: maybeTrue,
  encoding: maybe,
  errors: maybe,
  formatter: undefined,
})
dictConfig({
  version: 1,
  formatters: undefined,
  filters: undefined,
  handlers: undefined,
  loggers: { a: { level: maybe, handlers: undefined, filters: undefined, propagate: maybeTrue } },
  root: undefined,
  incremental: maybeTrue,
  disable_existing_loggers: maybeTrue,
})
new MemoryHandler(9, { flushLevel: maybe, target: undefined, flushOnClose: maybeTrue })
new QueueListener(new PortQueue(new MessageChannel().port1, { maxsize: maybeNumber }), {
  respect_handler_level: maybeTrue,
})
new logging.FileHandler('a.log', { mode: maybe, delay: maybeTrue, buffering: maybeNumber })
new RotatingFileHandler('a.log', { maxBytes: maybeNumber, backupCount: maybeNumber })
new TimedRotatingFileHandler('a.log', { when: maybe, interval: maybeNumber, utc: maybeTrue, atTime: maybe })
new TimedRotatingFileHandler('a.log', { atTime: { hour: 3, minute: maybeNumber } }).extMatch = /./
new WatchedFileHandler('a.log', { mode: maybe, buffering: maybeNumber })

// --- Node's names and options, whatever the conditions of a project are ------------------------------------------------

declare const standard: typeof stdout
logging.basicConfig({ stream: standard })
new logging.FileHandler(new Uint8Array())
// @ts-expect-error there is no such option
new RotatingFileHandler('a.log', { maxSize: 5 })
// @ts-expect-error it appends always
new TimedRotatingFileHandler('a.log', { mode: 'w' })
// @ts-expect-error a time has an hour
new TimedRotatingFileHandler('a.log', { atTime: { minute: 30 } })
// @ts-expect-error Python's order
new RotatingFileHandler('a.log', 'a')

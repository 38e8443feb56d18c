// Logs in one way at the end of the stack. Arguments: the file to log to, the kind of call, and where it is made: `calm` nowhere
// near the end, `out` on the way back from it, `once` the same after one calm call, `late` after very many, `down` on the way there.
// A calm call is the last. Writes to standard output how many calls have returned.
import { writeSync } from 'node:fs'
import { PrettyFormatter } from '@treeline/node'
import * as logging from 'treeline'
import { MemoryHandler, Queue, QueueHandler, QueueListener, RotatingFileHandler } from 'treeline/handlers'
import { Redactor } from 'treeline/filters'

const [path, kind, place] = /** @type {[string, string, string]} */ (/** @type {unknown} */ (process.argv.slice(2)))
const file = () => new logging.FileHandler(path)
/** @typedef {(logger: logging.Logger) => void} Log */

/** @type {Log} */
const plain = (logger) => logger.warning('x %s', 1)
const error = new TypeError('outer', { cause: new Error('inner') })

/** @param {logging.Formatter} formatter */
function formatted(formatter) {
  const handler = file()
  handler.setFormatter(formatter)
  return handler
}

function redacted() {
  const handler = file()
  handler.addFilter(new Redactor({ paths: ['password'], patterns: [/\d{4} \d{4}/g] }))
  return handler
}

function queued() {
  const queue = new Queue()
  new QueueListener(queue, file()).start()
  return new QueueHandler(queue)
}

const FORMAT = '%(asctime)s %(module)s %(funcName)s %(lineno)d %(message)s'
/** @type {Record<string, [() => logging.Handler, Log]>} */
const KINDS = {
  plain: [file, plain],
  number: [file, (logger) => logger.warning('x %5.2f %-10s %r %x %e %g %c', 1, 'a', { a: [1] }, 255, 1.5, 2.5, 'c')],
  caller: [() => formatted(new logging.Formatter(FORMAT)), plain],
  braces: [() => formatted(new logging.Formatter('{asctime} {levelname:>8} {message!r}', { style: '{' })), plain],
  dollar: [() => formatted(new logging.Formatter('$asctime $levelname $message', { style: '$' })), plain],
  fields: [file, (logger) => logger.warning('x', { a: 'b c', at: new Date(0), url: new URL('http://a:b@c/') })],
  json: [() => formatted(new logging.JSONFormatter()), (logger) => logger.warning('x', { a: [new Map([[1, 2]])] })],
  error: [() => formatted(new logging.JSONFormatter()), (logger) => logger.error('x', error)],
  adapter: [file, (logger) => new logging.LoggerAdapter(logger, { a: 1 }).warning('x %s', 1)],
  pretty: [() => formatted(new PrettyFormatter({ colors: true })), plain],
  redacted: [redacted, (logger) => logger.warning('x %s', '1111 2222', { password: 'x' })],
  memory: [() => new MemoryHandler(1e6, { target: file(), flushLevel: 100 }), plain],
  queue: [queued, plain],
  rotating: [() => new RotatingFileHandler(path, { maxBytes: 1e8, buffering: 10_000 }), plain],
  console: [() => new logging.ConsoleHandler(), plain],
  stream: [() => new logging.StreamHandler(process.stderr), plain],
}

const [handler, log] = KINDS[kind] ?? [file, plain]
logging.basicConfig({ handlers: [handler()] })
const logger = logging.getLogger('app')
const FRAMES = 900
const DEPTH = 5000
const MANY = 1500
let returned = 0
let frames = 0

function call() {
  log(logger)
  returned++
}

function out() {
  try {
    out()
  } catch {
    // The end.
  }
  if (frames++ > FRAMES) return
  try {
    call()
  } catch {
    // No room for the call itself: the application's own error.
  }
}

function down() {
  if (frames++ > DEPTH) call()
  down()
}

if (place === 'once') call()
if (place === 'late') for (let i = 0; i < MANY; i++) call()
if (place !== 'calm' && place !== 'down') out()
if (place === 'down') {
  try {
    down()
  } catch {
    // The end.
  }
}
call()
setImmediate(() => writeSync(1, String(returned)))

// Makes random calls, and says at its end how many lines have to be there, and which call took longest:
// `node child.mjs <folder> <seed> <count>`.
import { randomCall } from './calls.mjs'
import { Random } from '../tools/random.mjs'
import * as logging from 'treeline'
import { BufferingHTTPHandler, MemoryHandler, Queue, QueueHandler, QueueListener } from 'treeline/handlers'

const [folder, seed, count] = [String(process.argv[2]), Number(process.argv[3]), Number(process.argv[4])]
const REPEATS = 3

/** @type {string[]} */
const wrong = []
process.on('uncaughtException', (error) => wrong.push(`uncaught ${String(error?.stack)}`))
process.on('unhandledRejection', (error) => wrong.push(`unhandled ${String(/** @type {Error} */ (error)?.stack)}`))

/** @param {logging.Handler} handler @param {logging.Formatter} formatter */
function formatted(handler, formatter) {
  handler.setFormatter(formatter)
  return handler
}

const json = formatted(
  new logging.FileHandler(`${folder}/json.log`, { buffering: 16_384 }),
  new logging.JSONFormatter(),
)
const queue = new Queue()
const listened = formatted(
  new logging.FileHandler(`${folder}/queue.log`, { buffering: 16_384 }),
  new logging.JSONFormatter(),
)
const listener = new QueueListener(queue, listened)
const text = new logging.Formatter('%(asctime)s %(name)s %(filename)s:%(lineno)d [%(fields)s] %(message)s')
// Node's own Response needs WebAssembly, which an engine without a compiler lacks.
const fetch = /** @type {never} */ (async () => ({ status: 204, ok: true, headers: new Map([['treeline', '1']]) }))
logging.basicConfig({
  level: 'DEBUG',
  handlers: [
    json,
    formatted(new logging.FileHandler(`${folder}/text.log`), text),
    formatted(
      new logging.StreamHandler({ write() {} }),
      new logging.Formatter('{levelname:>8} {message!r}', { style: '{' }),
    ),
    new logging.ConsoleHandler({ console: /** @type {never} */ (new Proxy({}, { get: () => () => {} })) }),
    new MemoryHandler(100, { target: new logging.NullHandler() }),
    new BufferingHTTPHandler('http://localhost/intake', { fetch }),
    new QueueHandler(queue),
  ],
})
listener.start()

/** @type {Record<string, unknown>[]} */
const targets = [
  logging.getLogger('fuzz.calls'),
  new logging.LoggerAdapter(logging.getLogger('fuzz'), { request: 7 }),
  logging,
].map((target) => /** @type {never} */ (target))

/** The longest call, in CPU time and at its best of several times: a busy machine and a collection of garbage are not the call's. */
let slowest = { ms: 0, index: -1 }

/** @param {number} index @returns {number} milliseconds of CPU */
function make(index) {
  const { method, args } = randomCall(new Random(seed + index))
  const target = /** @type {any} */ (targets[index % targets.length])
  const begun = process.cpuUsage()
  try {
    target[method](...args)
  } catch (error) {
    wrong.push(`call ${index} threw ${String(/** @type {Error} */ (error)?.stack)}`)
  }
  const { user, system } = process.cpuUsage(begun)
  return (user + system) / 1000
}

let calls = 0
for (let index = 0; index < count && wrong.length < 10; index++) {
  let ms = make(index)
  calls++
  for (let i = 1; i < REPEATS && ms > slowest.ms; i++) {
    ms = Math.min(ms, make(index))
    calls++
  }
  if (ms > slowest.ms) slowest = { ms, index }
  if (index % 100 === 0) await new Promise((resolve) => void setImmediate(resolve))
}
await listener.stop()
await logging.shutdown()
await new Promise((resolve) => void setTimeout(resolve, 20))
process.removeAllListeners('uncaughtException')
process.stdout.write(JSON.stringify({ calls, wrong, slowest }))

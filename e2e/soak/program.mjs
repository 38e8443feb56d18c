// The program of a soak: logs to every kind of sink for so many seconds, with failures at random, and says at its end how many
// records each sink was given, and how its memory went: `node --expose-gc program.mjs <folder> <url> <seed> <seconds>`.
import { once } from 'node:events'
import { renameSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import * as logging from 'treeline'
import { BufferingHTTPHandler, PortQueue, QueueHandler, RotatingFileHandler } from 'treeline/handlers'
import { fileDriver, stdout } from '@treeline/node'
import { Random } from '../tools/random.mjs'
import { message } from './ledger.mjs'

const [folder, url] = [String(process.argv[2]), String(process.argv[3])]
const [seed, seconds] = [Number(process.argv[4]), Number(process.argv[5])]
const random = new Random(seed)
const BUFFERING = 16_384
/** So many records a second and sink at most: what the sinks take in an outage is bounded. */
const PER_TICK = 20
const TICK_MS = 10

/** A disk that is full at times, and then takes part of what it is given at most. */
let isFull = false
const driver = {
  ...fileDriver,
  /** @param {number} fd @param {Uint8Array} bytes @param {number} offset @param {number} length */
  writeSync(fd, bytes, offset, length) {
    if (!isFull) return fileDriver.writeSync(fd, bytes, offset, length)
    if (length > 1 && random.below(4) === 0)
      return fileDriver.writeSync(fd, bytes, offset, 1 + random.below(length - 1))
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
  },
}

const formatter = new logging.Formatter('%(asctime)s %(levelname)s %(message)s')

/** @param {logging.Handler} handler @param {logging.Formatter} [own] */
function formatted(handler, own = formatter) {
  handler.setFormatter(own)
  return handler
}

/** @param {string} name */
const path = (name) => `${folder}/${name}.log`
const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: path('worker') })
const files = {
  file: new logging.FileHandler(path('file'), { driver }),
  buffered: new logging.FileHandler(path('buffered'), { driver, buffering: BUFFERING }),
  json: new logging.FileHandler(path('json'), { driver, buffering: BUFFERING }),
}
/** @type {Record<string, logging.Handler>} */
const sinks = {
  file: formatted(files.file),
  buffered: formatted(files.buffered),
  json: formatted(files.json, /** @type {never} */ (new logging.JSONFormatter())),
  rotating: formatted(
    new RotatingFileHandler(path('rotating'), {
      driver,
      maxBytes: 1_000_000,
      backupCount: 100_000,
      buffering: BUFFERING,
    }),
  ),
  worker: new QueueHandler(new PortQueue(worker, { maxsize: 100_000 })),
  stdout: formatted(new logging.StreamHandler(stdout)),
  http: new BufferingHTTPHandler(url, { maxQueueRecords: 1_000_000, maxQueueBytes: 1 << 28, timeoutMs: 2000 }),
}

/** @type {Record<string, { log: logging.Logger, logged: number }>} */
const logs = {}
for (const [sink, handler] of Object.entries(sinks)) {
  const log = logging.getLogger(`soak.${sink}`)
  log.setLevel('DEBUG')
  log.propagate = false
  log.addHandler(handler)
  logs[sink] = { log, logged: 0 }
}

const LEVELS = [10, 20, 20, 20, 30, 40]

/** @param {string} sink */
function logOne(sink) {
  const entry = /** @type {{ log: logging.Logger, logged: number }} */ (logs[sink])
  const text = message(sink, entry.logged++)
  const level = /** @type {number} */ (LEVELS[random.below(LEVELS.length)])
  const shape = random.below(4)
  if (shape === 0) entry.log.log(level, '%s', text)
  else if (shape === 1) entry.log.log(level, text, { n: random.below(1000), who: 'ann ☃' })
  else if (shape === 2) entry.log.log(level, text, new Error('soaked'))
  else entry.log.log(level, text)
}

let moves = 0

/** What happens to files, one at a time. */
const FAILURES = [
  async () => {
    isFull = true
    await sleep(100 + random.below(1500))
    isFull = false
  },
  async () => {
    const name = /** @type {keyof typeof files} */ (random.pick(Object.keys(files)))
    renameSync(path(name), `${path(name)}.moved-${moves++}`)
    if (random.below(2) === 0) files[name].reopen()
    await sleep(1500)
  },
  async () => {
    const name = /** @type {keyof typeof files} */ (random.pick(Object.keys(files)))
    files[name].reopen()
  },
  async () => {
    // The event loop stands still, as in a program that computes.
    for (const end = performance.now() + 300; performance.now() < end;);
  },
]

/** The memory in use when nothing more can be collected, in bytes, once a second. */
const memory = /** @type {number[]} */ ([])
const end = performance.now() + seconds * 1000

async function fail() {
  while (performance.now() < end) {
    await sleep(random.below(3000))
    await /** @type {() => Promise<void>} */ (random.pick(FAILURES))()
  }
}

async function measure() {
  while (performance.now() < end) {
    await sleep(1000)
    globalThis.gc?.()
    memory.push(process.memoryUsage().heapUsed + process.memoryUsage().external)
  }
}

async function work() {
  while (performance.now() < end) {
    for (const sink of Object.keys(sinks)) for (let n = random.below(PER_TICK); n > 0; n--) logOne(sink)
    await sleep(TICK_MS)
  }
}

await Promise.all([work(), fail(), measure()])
isFull = false
const counts = Object.fromEntries(Object.entries(logs).map(([sink, { logged }]) => [sink, logged]))
process.send?.({ logged: counts, memory })
// The failures are over.
await once(process, 'message')
const http = /** @type {BufferingHTTPHandler} */ (sinks['http'])
for (let left = http.stats(); left.queued + left.inFlight > 0; left = http.stats()) {
  await http.flush()
  await sleep(50)
}
// As an application does that wants its records delivered.
await logging.shutdown()
await worker.terminate()
process.disconnect?.()

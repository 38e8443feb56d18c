// What the rows are tried on: treeline's handlers, and peers. Each opens its sink and gives a function that logs one line.
import { createRequire } from 'node:module'
import { Worker } from 'node:worker_threads'

const dist = new URL('../../packages/treeline/dist/', import.meta.url)
const fromBench = createRequire(new URL('../../packages/bench/package.json', import.meta.url))
const require = createRequire(import.meta.url)

/**
 * @typedef {{ file: string, port?: number, module?: string, options?: object, through?: 'memory' | 'queue' }} Place
 * @typedef {(text: string) => void} Log
 * @typedef {{ name: string, sink: 'file' | 'stdout' | 'network', isPeer?: boolean, open(place: Place): Promise<Log> | Log }} Subject
 */

/** @param {string | undefined} module esm (default) or cjs */
export async function treeline(module) {
  const load = (/** @type {string} */ name) =>
    module === 'cjs' ? require(new URL(`${name}.cjs`, dist).pathname) : import(new URL(`${name}.js`, dist).href)
  return { logging: await load('node'), handlers: await load('handlers.node') }
}

/**
 * @param {Place} place
 * @param {(all: any, place: Place) => unknown} make
 */
async function logger(place, make) {
  const all = await treeline(place.module)
  const log = all.logging.getLogger('app')
  log.setLevel('DEBUG')
  log.addHandler(through(place, all.handlers, make(all, place)))
  return (/** @type {string} */ text) => log.info(text)
}

/**
 * Puts in front of a handler what the row wants there.
 *
 * @param {Place} place
 * @param {any} handlers
 * @param {any} target
 */
function through(place, handlers, target) {
  if (place.through === 'memory') return new handlers.MemoryHandler(100_000, { target })
  if (place.through !== 'queue') return target
  const queue = new handlers.Queue()
  new handlers.QueueListener(queue, target).start()
  return new handlers.QueueHandler(queue)
}

const BUFFERING = 16_384

/** @satisfies {Record<string, Subject>} */
const ALL = {
  file: {
    name: 'FileHandler',
    sink: 'file',
    open: (place) => logger(place, ({ logging }) => new logging.FileHandler(place.file, place.options)),
  },
  buffered: {
    name: 'FileHandler, `buffering`',
    sink: 'file',
    open: (place) =>
      logger(
        place,
        ({ logging }) =>
          new logging.FileHandler(place.file, { buffering: BUFFERING, flushIntervalMs: 60_000, ...place.options }),
      ),
  },
  rotating: {
    name: 'RotatingFileHandler, `buffering`',
    sink: 'file',
    open: (place) =>
      logger(
        place,
        ({ handlers }) =>
          new handlers.RotatingFileHandler(place.file, {
            maxBytes: 100_000,
            backupCount: 100,
            buffering: BUFFERING,
            flushIntervalMs: 60_000,
            ...place.options,
          }),
      ),
  },
  queue: {
    name: 'QueueHandler, `PortQueue`',
    sink: 'file',
    open: (place) =>
      logger(place, ({ handlers }) => {
        const worker = new Worker(new URL('queueWorker.mjs', import.meta.url), { workerData: place })
        return new handlers.QueueHandler(new handlers.PortQueue(worker, { maxsize: 50_000, timeoutMs: 60_000 }))
      }),
  },
  stdout: {
    name: 'StreamHandler(stdout)',
    sink: 'stdout',
    open: (place) => logger(place, ({ logging }) => new logging.StreamHandler(logging.stdout)),
  },
  'process.stdout': {
    name: 'StreamHandler(process.stdout)',
    sink: 'stdout',
    open: (place) => logger(place, ({ logging }) => new logging.StreamHandler(process.stdout)),
  },
  console: {
    name: 'ConsoleHandler',
    sink: 'stdout',
    open: (place) => logger(place, ({ logging }) => new logging.ConsoleHandler()),
  },
  socket: {
    name: 'SocketHandler',
    sink: 'network',
    open: (place) =>
      logger(place, ({ handlers }) => new handlers.SocketHandler('127.0.0.1', place.port, place.options)),
  },
  syslog: {
    name: 'SysLogHandler, TCP',
    sink: 'network',
    open: (place) =>
      logger(
        place,
        ({ handlers }) =>
          new handlers.SysLogHandler({
            address: ['127.0.0.1', place.port],
            socktype: handlers.SOCK_STREAM,
            framing: 'lf',
            ...place.options,
          }),
      ),
  },
  'pino sync': {
    name: 'pino, sync',
    sink: 'file',
    isPeer: true,
    open: ({ file }) => pinoTo({ dest: file, sync: true }),
  },
  'pino async': {
    name: 'pino, async',
    sink: 'file',
    isPeer: true,
    open: ({ file }) => pinoTo({ dest: file, sync: false, minLength: 4096 }),
  },
  'pino worker': {
    name: 'pino, worker',
    sink: 'file',
    isPeer: true,
    open({ file }) {
      const pino = fromBench('pino')
      const log = pino(pino.transport({ target: 'pino/file', options: { destination: file } }))
      return (text) => log.info(text)
    },
  },
  winston: {
    name: 'winston, File',
    sink: 'file',
    isPeer: true,
    open: ({ file }) => winstonTo((transports) => new transports.File({ filename: file })),
  },
  'pino stdout': { name: 'pino, stdout', sink: 'stdout', isPeer: true, open: () => pinoTo({ dest: 1, sync: true }) },
  'winston console': {
    name: 'winston, Console',
    sink: 'stdout',
    isPeer: true,
    open: () => winstonTo((transports) => new transports.Console()),
  },
}

/**
 * @param {object} destination
 * @returns {Log}
 */
function pinoTo(destination) {
  const pino = fromBench('pino')
  const log = pino(pino.destination(destination))
  return (text) => log.info(text)
}

/**
 * @param {(transports: any) => unknown} transport
 * @returns {Log}
 */
function winstonTo(transport) {
  const winston = fromBench('winston')
  const log = winston.createLogger({ transports: [transport(winston.transports)] })
  return (text) => log.info(text)
}

/** @type {ReadonlyMap<string, Subject>} */
export const SUBJECTS = new Map(Object.entries(ALL))

/**
 * @param {string} key
 * @returns {Subject}
 */
export function subjectOf(key) {
  const subject = SUBJECTS.get(key)
  if (subject === undefined) throw new RangeError(`no subject ${key}`)
  return subject
}

// The program of a row: opens its subject, does the row's steps, and ends as the row says.
import cluster from 'node:cluster'
import { writeSync } from 'node:fs'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { line } from './line.mjs'
import { steps } from './steps.mjs'
import { subjectOf } from './subjects.mjs'

/** @type {import('./rows.mjs').Program} */
const program = isMainThread ? JSON.parse(String(process.argv[2])) : workerData
const { subject, place, first = 0, does, end = 'return' } = program

/** @param {unknown} text told to the harness */
const tell = (text) => void writeSync(3, `${text}\n`)
const stay = () => void setInterval(() => {}, 1000)

/** @type {Record<string, () => void>} */
const ENDS = {
  return() {},
  exit: () => process.exit(3),
  throw() {
    throw new Error('the end')
  },
  /** A listener of the error logs, and throws. */
  throwAgain() {
    process.on('uncaughtException', (error) => {
      log(line(next++))
      throw error
    })
    throw new Error('the end')
  },
  /** A listener of the error logs, and ends the process without a word. */
  throwAbort() {
    process.on('uncaughtException', () => {
      log(line(next++))
      // What `process.exit()` ends in.
      ;/** @type {any} */ (process).reallyExit(9)
    })
    throw new Error('the end')
  },
  /** What takes errors in place of listeners throws. */
  throwCapture() {
    process.setUncaughtExceptionCaptureCallback((error) => {
      log(line(next++))
      throw error
    })
    throw new Error('the end')
  },
  /** A server's way: a listener of the error logs, and the process goes on. */
  throwGoesOn() {
    process.on('uncaughtException', () => log(line(next++)))
    setTimeout(() => log(line(next++)), 20)
    throw new Error('the end')
  },
  reject() {
    void Promise.reject(new Error('the end'))
    stay()
  },
  exitListener: () => void process.on('exit', () => log(line(next++))),
  stay() {
    stay()
    tell(`ready ${process.pid}`)
  },
  /** The application ends the process itself, and logs until then. */
  listens() {
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR2'])
      process.on(signal, () => {
        log(line(next++))
        setTimeout(() => process.exit(7), 20)
      })
    ENDS['stay']?.()
  },
  /** Logs until it is killed, and tells what it has logged. */
  forever() {
    const more = () => {
      for (const end = next + 200; next < end; next++) log(line(next))
      tell(`logged ${next}`)
      setImmediate(more)
    }
    more()
    tell(`ready ${process.pid}`)
  },
  workers: () => four((workerData) => new Worker(new URL(import.meta.url), { workerData })),
  cluster: () =>
    four((one) => {
      cluster.setupPrimary({ args: [JSON.stringify(one)] })
      cluster.fork()
    }),
  /** A worker logs what is left, and is ended with the main thread, or by it. */
  ...Object.fromEntries(
    ['workerReturn', 'workerExit', 'workerThrow', 'workerKill', 'workerTerminate'].map((name) => [
      name,
      () => ofWorker(name),
    ]),
  ),
}

/** @param {(program: object) => void} start starts one of four */
function four(start) {
  for (let i = 0; i < 4; i++) start({ ...program, first: 2000 * i, end: 'return', does: program.inWorker })
}

/** @param {string} name */
function ofWorker(name) {
  const worker = new Worker(new URL(import.meta.url), {
    workerData: { ...program, end: 'workerStays', does: program.inWorker },
  })
  worker.once('message', async () => {
    if (name === 'workerExit') process.exit(3)
    if (name === 'workerThrow') throw new Error('the end')
    if (name === 'workerKill') process.kill(process.pid, 'SIGTERM')
    await worker.terminate()
  })
}

let next = first
const log = await subjectOf(subject).open(place)
for (const step of does) next = await steps(step, { log, next, tell, place })
if (end === 'workerStays') {
  stay()
  const { parentPort } = await import('node:worker_threads')
  parentPort?.postMessage('done')
} else ENDS[end]?.()
// A worker of a cluster lives on while it is connected.
if (cluster.isWorker) process.disconnect()

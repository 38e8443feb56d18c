// One of the processes: logs its lines, and tells how many. As a worker of a cluster, a worker thread, or a child process.
import cluster from 'node:cluster'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { line } from './lines.mjs'

const dist = new URL('../../packages/treeline/dist/', import.meta.url)
const logging = await import(new URL('node.js', dist).href)
const handlers = await import(new URL('handlers.node.js', dist).href)

/** @type {import('./race.mjs').Child} */
const { who, lines, file, handler, options, pauseMs, batch, startMs } = isMainThread
  ? JSON.parse(String(process.env['TREELINE_RACE']))
  : workerData

/** @param {number} logged */
const tell = (logged) => (parentPort ? parentPort.postMessage(logged) : process.send?.(logged))
const sleep = (/** @type {number} */ ms) => new Promise((resolve) => void setTimeout(resolve, ms))

await sleep(startMs)
const log = logging.getLogger('race')
log.setLevel('INFO')
log.propagate = false
log.addHandler(new handlers[handler](file, { multiprocess: true, ...options }))
for (let i = 0; i < lines;) {
  for (const end = Math.min(lines, i + batch); i < end; i++) log.info(line(who, i))
  tell(i)
  await sleep(pauseMs)
}
if (cluster.isWorker) cluster.worker?.disconnect()
else if (isMainThread) process.disconnect()

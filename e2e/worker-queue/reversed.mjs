// Workers log and the main thread writes: each through a port of its own. Ends when the workers have ended.
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { FileHandler, getLogger } from '../../packages/treeline/dist/node.js'
import { PortQueue, QueueHandler, QueueListener } from '../../packages/treeline/dist/handlers.node.js'

const LINES = 1000

if (isMainThread) {
  const file = new FileHandler(/** @type {string} */ (process.argv[2]), { buffering: 16_384, flushIntervalMs: 60_000 })
  for (const name of ['a', 'b']) {
    const worker = new Worker(new URL(import.meta.url), { workerData: name })
    new QueueListener(new PortQueue(worker), file).start()
  }
} else {
  const log = getLogger(workerData)
  const port = /** @type {NonNullable<typeof parentPort>} */ (parentPort)
  log.addHandler(new QueueHandler(new PortQueue(port)))
  for (let i = 0; i < LINES; i++) log.warning('%s %d', workerData, i)
}

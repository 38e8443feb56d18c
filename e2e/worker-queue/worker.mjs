// The listener in its own thread, in front of a file handler that holds back what it can.
import { parentPort, workerData } from 'node:worker_threads'
import { FileHandler } from '../../packages/treeline/dist/node.js'
import { PortQueue, QueueListener } from '../../packages/treeline/dist/handlers.node.js'

const { file, ending } = workerData
const port = /** @type {NonNullable<typeof parentPort>} */ (parentPort)

// It has everything still before it when the main thread ends.
Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)

if (ending === 'deaf') setInterval(() => {}, 1000)
else {
  const options = { buffering: 16_384, flushIntervalMs: 60_000 }
  const listener = new QueueListener(new PortQueue(port), new FileHandler(file, options)).start()
  port.on('message', (message) => {
    if (message === 'stop') void listener.stop()
  })
}

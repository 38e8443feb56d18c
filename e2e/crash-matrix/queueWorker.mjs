// The other thread of the row "QueueHandler, PortQueue".
import { parentPort, workerData } from 'node:worker_threads'
import { treeline } from './subjects.mjs'

const { logging, handlers } = await treeline('esm')
const options = { buffering: 16_384, flushIntervalMs: 60_000, ...workerData.options }
new handlers.QueueListener(
  new handlers.PortQueue(parentPort),
  new logging.FileHandler(workerData.file, options),
).start()

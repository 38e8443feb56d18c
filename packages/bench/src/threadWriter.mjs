// A worker thread that writes what another one sends it.
import { parentPort, workerData } from 'node:worker_threads'
import { FileHandler, JSONFormatter } from 'treeline'
import { PortQueue, QueueListener } from 'treeline/handlers'

const handler = new FileHandler(workerData.file, { buffering: 16_384 })
handler.setFormatter(new JSONFormatter())
new QueueListener(new PortQueue(parentPort), handler).start()

// The other thread of the sink `worker`.
import { parentPort, workerData } from 'node:worker_threads'
import * as logging from 'treeline'
import { PortQueue, QueueListener } from 'treeline/handlers'

const handler = new logging.FileHandler(workerData)
handler.setFormatter(new logging.Formatter('%(asctime)s %(levelname)s %(message)s'))
new QueueListener(new PortQueue(/** @type {never} */ (parentPort)), handler).start()

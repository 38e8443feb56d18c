import { parentPort, workerData } from 'node:worker_threads'
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'
import { PortQueue } from 'treeline/handlers'

dictConfig({
  version: 1,
  handlers: { queue: { class: 'logging.handlers.QueueHandler', queue: new PortQueue(parentPort) } },
  root: { level: 'DEBUG', handlers: ['queue'] },
})

const log = logging.getLogger(workerData.logger)

for (const number of workerData.numbers) {
  log.debug('looking at %d', number)
  if (number < 0) log.error('%d has no root', number)
  else log.info('the root of %d is %d', number, Math.sqrt(number))
}

// Workers that only compute, and one thread that formats and writes: each side has its own dictConfig, and a record goes to
// the logger of its name wherever it comes from.
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import * as logging from 'treeline'
import { dictConfig } from 'treeline/config'
import { PortQueue, QueueListener } from 'treeline/handlers'

dictConfig({
  version: 1,
  formatters: {
    detailed: { format: '%(asctime)s %(name)-10s %(levelname)-8s %(threadName)-10s %(message)s' },
    simple: { format: '%(name)-10s %(levelname)-8s %(message)s' },
  },
  handlers: {
    console: { class: 'logging.StreamHandler', formatter: 'simple', level: 'INFO' },
    file: { class: 'logging.FileHandler', filename: 'all.log', mode: 'w', formatter: 'detailed' },
    foo: { class: 'logging.FileHandler', filename: 'foo.log', mode: 'w', formatter: 'detailed' },
    errors: { class: 'logging.FileHandler', filename: 'errors.log', mode: 'w', level: 'ERROR', formatter: 'detailed' },
  },
  loggers: { foo: { handlers: ['foo'] } },
  root: { level: 'DEBUG', handlers: ['console', 'file', 'errors'] },
})

class Dispatcher extends logging.Handler {
  emit(record) {
    logging.getLogger(record.name).handle(record)
  }
}

async function run(task) {
  const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: task })
  const listener = new QueueListener(new PortQueue(worker), new Dispatcher()).start()
  await once(worker, 'exit')
  await listener.stop()
}

logging.getLogger('setup').info('two workers, one after the other')
await run({ logger: 'foo', numbers: [1, 4, 9] })
await run({ logger: 'foo.bar', numbers: [16, -25] })
logging.getLogger('setup').info('done')

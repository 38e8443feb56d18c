// Worker threads: each has a tree of its own, so each configures it; `%(threadName)s` tells who logged.
import { once } from 'node:events'
import { isMainThread, Worker } from 'node:worker_threads'
import * as logging from 'treeline'

logging.basicConfig({ level: logging.INFO, format: '%(asctime)s %(threadName)-10s %(levelname)s %(message)s' })

if (isMainThread) {
  logging.info('two workers, one after the other')
  for (let i = 0; i < 2; i++) await once(new Worker(new URL(import.meta.url)), 'exit')
  logging.info('both are done')
} else {
  logging.info('working')
}

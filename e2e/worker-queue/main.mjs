// Logs `count` lines that a worker writes to `file`, and ends in the way that `ending` names.
import { Worker } from 'node:worker_threads'
import { getLogger } from '../../packages/treeline/dist/node.js'
import { PortQueue, QueueHandler } from '../../packages/treeline/dist/handlers.node.js'

const [, , ending, count, file] = process.argv

const worker = new Worker(new URL('worker.mjs', import.meta.url), { workerData: { file, ending } })
const maxsize = ending === 'overflow' ? 1000 : 50_000
const handler = new QueueHandler(new PortQueue(worker, { maxsize, timeoutMs: ending === 'deaf' ? 200 : 300_000 }))
const log = getLogger('app')
log.setLevel('DEBUG')
log.addHandler(handler)

/** @param {number} from */
function logAll(from = 0) {
  for (let i = from; i < Number(count); i++) log.info('line %s', String(i).padStart(7, '0'))
}

switch (ending) {
  case 'close':
  case 'overflow':
    logAll()
    await handler.close()
    console.log('closed')
    break
  case 'return':
  case 'deaf':
    logAll()
    break
  case 'exit':
    logAll()
    process.exit(3)
    break
  case 'throw':
    logAll()
    throw new Error('the end')
  case 'kill':
    logAll()
    setInterval(() => {}, 1000)
    process.kill(process.pid, 'SIGTERM')
    break
  case 'dead':
    await worker.terminate()
    logAll()
    await handler.close()
    console.log('closed')
    break
  case 'stop': {
    logAll()
    worker.postMessage('stop')
    // The worker keeps nobody alive, as its port is the queue's.
    const alive = setInterval(() => {}, 1000)
    worker.once('exit', () => {
      clearInterval(alive)
      console.log('worker ended')
    })
  }
}

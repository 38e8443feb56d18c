// A worker thread that logs on demand: into a file of its own, or through its port to the thread that writes.
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { basicConfig, FileHandler, Formatter, getLogger, shutdown } from 'treeline'
import { PortQueue, QueueHandler } from 'treeline/handlers'

const FORMAT = '%(asctime)s %(levelname)s %(message)s'
const WARM_UP = 10_000
const FIRST = 1_000_000
/** The number of records that are logged before others get their turn, and the most that may be on their way. */
const TURN = 1000
const MOST_ON_THEIR_WAY = 20_000

const { file, options, records } = workerData
const warmUp = Math.min(WARM_UP, records)
const log = getLogger('app')

const [{ controls }] = await once(parentPort, 'message')
const { run, end } = file === undefined ? toPort() : toFile()
await run(warmUp)
controls.postMessage('ready')
await once(controls, 'message')
await run(records)
await end()
controls.postMessage(warmUp)
controls.close()

function toFile() {
  const handler = new FileHandler(file, options)
  handler.setFormatter(new Formatter(FORMAT))
  basicConfig({ handlers: [handler], level: 'INFO' })
  const run = (count) => {
    for (let i = 0; i < count; i++) log.info('user %s did %d', 'ann', FIRST + i)
    handler.flush()
  }
  return { run, end: () => shutdown() }
}

function toPort() {
  const queue = new PortQueue(parentPort)
  const handler = new QueueHandler(queue)
  handler.setFormatter(new Formatter(FORMAT))
  basicConfig({ handlers: [handler], level: 'INFO' })
  const run = async (count) => {
    for (let i = 0; i < count; i++) {
      log.info('user %s did %d', 'ann', FIRST + i)
      // A program has turns, in which it hears what the other end has dealt with.
      if (i % TURN === 0)
        do await setImmediate()
        while (queue.qsize() > MOST_ON_THEIR_WAY)
    }
    await handler.flush()
  }
  return { run, end: () => {} }
}

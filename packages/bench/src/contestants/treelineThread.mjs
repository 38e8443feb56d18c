import { Worker } from 'node:worker_threads'
import { basicConfig, getLogger } from 'treeline'
import { PortQueue, QueueHandler } from 'treeline/handlers'

const CALLS = {
  arguments: (log) => (i) => log.info('user %s did %d', 'ann', i),
}

const WITHOUT_CALLERS = 'treeline thread without callers'

export const from = 'treeline'
export const can = ['json', 'thread']
export const calls = Object.keys(CALLS)
const setup = { durabilities: ['buffered'], only: ['thread'], ticks: true, open }
export const setups = { 'treeline thread': setup, [WITHOUT_CALLERS]: setup }

function open({ call }, file, name) {
  const worker = new Worker(new URL('../threadWriter.mjs', import.meta.url), { workerData: { file } })
  // A race logs more in a moment than an application may have on its way.
  const queue = new PortQueue(worker, { maxsize: Infinity, caller: name !== WITHOUT_CALLERS })
  const handler = new QueueHandler(queue)
  basicConfig({ handlers: [handler], level: 'INFO' })
  const end = async () => {
    await handler.flush()
    await worker.terminate()
  }
  return { line: CALLS[call](getLogger('bench.race')), end }
}

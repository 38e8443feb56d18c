// A page with a worker: it sends what comes through queues.
const { BufferingHTTPHandler, Journal, PortQueue, QueueListener } = logging.handlers
const http = new BufferingHTTPHandler('/intake', { journal: new Journal() })

/**
 * Has a new worker log.
 *
 * @param {'dedicated' | 'shared' | 'service'} kind
 * @param {{ way: string, run: string, count: number }} task
 * @param {(worker: Worker | undefined) => void} end called when the worker says that it has logged
 */
window.haveLogged = async (kind, task, end) => {
  const { worker, port } = await open(kind, task.run)
  port.addEventListener('message', ({ data }) => data?.done === task.run && end(worker))
  port.start?.()
  if (!/^(queue|channel)/.test(task.way)) return void port.postMessage(task)
  // A channel of the queue's own, or the worker's own port.
  const channel = task.way === 'channel' ? new MessageChannel() : undefined
  new QueueListener(new PortQueue(channel?.port1 ?? port), http).start()
  port.postMessage(task, channel ? [channel.port2] : [])
}

async function open(kind, run) {
  if (kind === 'dedicated') {
    const worker = new Worker(`/worker.js?${run}`)
    return { worker, port: worker }
  }
  if (kind === 'shared') return { worker: undefined, port: new SharedWorker(`/worker.js?${run}`).port }
  await navigator.serviceWorker.register('/worker.js?service')
  const { active } = await navigator.serviceWorker.ready
  const port = {
    postMessage: (...parameters) => active.postMessage(...parameters),
    addEventListener: (...parameters) => navigator.serviceWorker.addEventListener(...parameters),
  }
  navigator.serviceWorker.startMessages()
  return { worker: undefined, port }
}

// A dedicated, shared or service worker: logs by one of the ways when it is told to, and says so in the same turn.
importScripts('/treeline.full.min.js')
const { BufferingHTTPHandler, PortQueue, QueueHandler } = logging.handlers

/** What makes the handler of each way. A queue's other end is in the page. */
const WAYS = {
  http: () => new BufferingHTTPHandler('/intake'),
  'http 50 ms': () => new BufferingHTTPHandler('/intake', { flushIntervalMs: 50 }),
  'http flush': () => new BufferingHTTPHandler('/intake'),
  queue: (port) => new QueueHandler(new PortQueue(port)),
  'queue flush': (port) => new QueueHandler(new PortQueue(port)),
  'queue later': (port) => new QueueHandler(new PortQueue(port)),
  channel: (port) => new QueueHandler(new PortQueue(port)),
}

/**
 * @param {{ way: string, run: string, count: number }} task
 * @param {MessagePort} port the queue's
 * @returns {Promise<void> | undefined} what is waited for before the worker says that it has logged
 */
function work({ way, run, count }, port) {
  const log = logging.getLogger(run)
  const handler = WAYS[way](port)
  log.addHandler(handler)
  log.setLevel('INFO')
  for (let index = 0; index < count; index++) log.info('%d', index)
  const flushed = way.endsWith('flush') ? handler.flush() : undefined
  // What a queue has sent is with the page, whether or not that has answered.
  if (way === 'http flush') return flushed
  return way.endsWith('later') ? new Promise((resolve) => setTimeout(resolve)) : undefined
}

async function hear({ data, ports }, answer, port) {
  if (data?.way === undefined) return
  const over = work(data, ports[0] ?? port)
  if (over) await over
  answer.postMessage({ done: data.run })
}

if ('SharedWorkerGlobalScope' in self) {
  onconnect = ({ ports: [port] }) => {
    port.addEventListener('message', (event) => void hear(event, port, port))
    port.start()
  }
} else if ('ServiceWorkerGlobalScope' in self) {
  addEventListener('activate', (event) => event.waitUntil(clients.claim()))
  addEventListener('message', (event) => event.waitUntil(hear(event, event.source, undefined)))
} else addEventListener('message', (event) => void hear(event, self, self))

// A classic script of a page, after the script tag: all it does with a record is to put it into the queue.
const worker = new Worker('/log-worker.js')
const queue = new logging.handlers.PortQueue(worker)
const handler = new logging.handlers.QueueHandler(queue)
const log = logging.getLogger('app')
log.setLevel('DEBUG')
log.addHandler(handler)

const hostile = {
  fine: 1,
  node: document.body,
  toJSON: () => {
    throw new Error('no')
  },
}
const cyclic = {}
cyclic.self = cyclic

for (let i = 0; i < 2000; i++) log.info('line %d', i)
log.error('failed: %s', 'it', { exc_info: new TypeError('broken'), extra: { hostile, cyclic, call: () => {} } })

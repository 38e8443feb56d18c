// Records over any message bus: QueueHandler needs a way to send, QueueListener one to receive. Here it is a
// BroadcastChannel, which reaches the other threads of a process, and in a browser the other tabs.
import { on } from 'node:events'
import * as logging from 'treeline'
import { QueueHandler, QueueListener } from 'treeline/handlers'

class BusHandler extends QueueHandler {
  enqueue(record) {
    this.queue.postMessage({ ...record })
  }
}

class BusListener extends QueueListener {
  messages = on(this.queue, 'message')

  async dequeue() {
    const { value } = await this.messages.next()
    return value[0].data
  }

  prepare(data) {
    return logging.makeLogRecord(data)
  }

  enqueue_sentinel() {
    const bus = new BroadcastChannel(this.queue.name)
    bus.postMessage(this._sentinel)
    bus.close()
  }
}

const output = new logging.StreamHandler(process.stdout)
output.setFormatter(new logging.Formatter('%(levelname)-7s %(name)s: %(message)s'))
const subscriber = new BroadcastChannel('logs')
const listener = new BusListener(subscriber, output).start()

const publisher = new BroadcastChannel('logs')
logging.basicConfig({ level: logging.INFO, handlers: [new BusHandler(publisher)], format: '%(message)s' })

logging.getLogger('shop').info('%d items sold', 3)
logging.getLogger('shop.till').warning('out of %s', 'paper')

await listener.stop()
publisher.close()
subscriber.close()

// What Python's SocketHandler sends, and ours, goes into this program's tree: services in both languages share one place for their
// logs. In production the listener is a program of its own under a service manager, which stops it by SIGTERM.
import * as logging from 'treeline'
import { SocketHandler } from 'treeline/handlers'
import { SocketReceiver } from '@treeline/receiver/node'

// The receiving side. Without TLS it listens where only those connect who may log.
logging.basicConfig({ format: '%(levelname)-8s %(name)-12s %(message)s', stream: process.stdout })
const receiver = new SocketReceiver({ port: 0, prefix: 'shop' })
await receiver.start()
process.once('SIGTERM', async () => {
  // Records that have begun to come are handled first.
  await receiver.stop()
  await logging.shutdown()
})

// The sending side. Python's is the same: logging.handlers.SocketHandler('localhost', 9020).
const handler = new SocketHandler('localhost', receiver.port)
const app = logging.getLogger('orders')
app.propagate = false
app.addHandler(handler)
app.warning('%d rows are locked', 3)
try {
  JSON.parse('{')
} catch (error) {
  error.stack = String(error) // where it was thrown is left out here
  app.error('a bad order', error)
}

await handler.close()
await receiver.stop()

// One process logs over HTTP, another takes the records into its own tree. Both sides are in this program, on either side
// of a real connection.
import { once } from 'node:events'
import { createServer } from 'node:http'
import * as logging from 'treeline'
import { BufferingHTTPHandler } from 'treeline/handlers'
import { listener } from '@treeline/receiver/node'

// The receiving side: records of `app.db` come in as `remote.app.db` and go where this tree sends them.
logging.basicConfig({ format: '%(levelname)-8s %(name)-14s %(message)s', stream: process.stdout })
const server = createServer(listener({ prefix: 'remote' })).listen(0, '127.0.0.1')
await once(server, 'listening')

// The sending side.
const handler = new BufferingHTTPHandler(`http://127.0.0.1:${server.address().port}`)
const app = logging.getLogger('app')
app.setLevel(logging.DEBUG)
app.propagate = false
app.addHandler(handler)

app.info('%s jumps over %s', 'the fox', 'the dog')
logging.getLogger('app.db').debug('rows: %(rows)d', { rows: 3 })
logging.getLogger('app.db').error('the connection is lost')

await handler.flush()
server.close()

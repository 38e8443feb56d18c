// A program that takes a new configuration while it runs, over a socket that only this machine can reach. The client, here
// in the same program, may as well be one written for Python.
import { once } from 'node:events'
import { connect } from 'node:net'
import * as logging from 'treeline'
import { dictConfig, listen, stopListening } from 'treeline/config'

const configuration = (level, format) => ({
  version: 1,
  disable_existing_loggers: false,
  formatters: { line: { format } },
  handlers: { console: { class: 'logging.StreamHandler', stream: 'ext://sys.stdout', formatter: 'line' } },
  root: { level, handlers: ['console'] },
})

/** Sends a text as the protocol wants it: its length in four bytes, then the text. */
async function send(port, text) {
  const bytes = Buffer.from(text)
  const length = Buffer.alloc(4)
  length.writeUInt32BE(bytes.length)
  const socket = connect(port, '127.0.0.1').resume()
  socket.end(Buffer.concat([length, bytes]))
  await once(socket, 'close')
}

function work() {
  const log = logging.getLogger('server')
  log.debug('a detail')
  log.info('news')
  log.warning('a warning')
}

dictConfig(configuration('INFO', '%(levelname)s - %(message)s'))
const listener = listen(0)
listener.start()
await listener.ready

work()
await send(listener.port, JSON.stringify(configuration('DEBUG', '%(name)s - %(levelname)s - %(message)s')))
work()

await stopListening()

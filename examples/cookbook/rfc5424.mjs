// Syslog as RFC 5424 has it, over UDP: a record's fields become the parameters of one structured element, and a byte order mark in
// the format says that the message is UTF-8. The server that takes it is in this program too.
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { hostname } from 'node:os'
import * as logging from 'treeline'
import { SysLogHandler } from 'treeline/handlers'

const server = createSocket('udp4').bind(0, '127.0.0.1')
await once(server, 'listening')

const handler = new SysLogHandler({
  address: ['127.0.0.1', server.address().port],
  format: 'rfc5424',
  appName: 'shop',
  structuredDataId: 'order@32473',
})
handler.setFormatter(new logging.Formatter('\ufeff%(message)s'))
logging.basicConfig({ level: logging.INFO, handlers: [handler] })

for (const log of [
  () => logging.info('paid', { id: 17, note: 'say "thanks"' }),
  () => logging.error('the printer is out of paper'),
]) {
  log()
  const [datagram] = await once(server, 'message')
  const text = datagram.toString().replace('\ufeff', '<BOM>')
  console.log(text.replace(hostname(), '<host>').replace(` ${process.pid} `, ' <pid> '))
}
server.close()
await handler.close()
